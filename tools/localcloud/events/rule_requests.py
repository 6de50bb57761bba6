"""Requests to EventBridge and EventBridge Scheduler that AWS rejects and moto accepts, and responses that moto does
not have.

docs.aws.amazon.com/eventbridge/latest/APIReference: PutRule, PutTargets, TestEventPattern, ListEventBuses;
docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
Each replacement has the form of those of hooks.py.
"""
import inspect
import json
import re
from types import SimpleNamespace
from urllib.parse import unquote

from moto.core.exceptions import JsonRESTError
from moto.events.exceptions import InvalidEventPatternException, ResourceNotFoundException, ValidationException
from moto.scheduler.exceptions import ScheduleGroupNotFound
from moto.scheduler.exceptions import ValidationException as SchedulerValidationException

from aws.events import patterns, schedules, validation
from localcloud.events import scheduler_roles, stamps

NAME = re.compile(r"[\.\-_A-Za-z0-9]{1,64}")
MAX_INPUT, MAX_PATH = 8192, 256  # characters
MAX_TARGETS, MAX_PUT_TARGETS = 5, 10  # of a rule; of a request
VARIABLE = re.compile(r"(?!AWS)[A-Za-z0-9_-]+", re.IGNORECASE)  # a name of an input transformer
INPUTS = ("Input", "InputPath", "InputTransformer")


def put_rule(_world, original, *args, **options):
    """The replacement of put_rule, which checks name, pattern and schedule; moto creates rules for archives itself."""
    request = inspect.signature(original).bind(*args, **options).arguments
    if not request.get("managed_by"):
        check_name("name", request["name"])
    check_pattern(request.get("event_pattern"))
    expression = request.get("scheduled_expression")
    if expression and schedules.rule_problem(expression):
        raise ValidationException("Parameter ScheduleExpression is not valid.")
    return original(*args, **options)


def check_archive_pattern(_world, original, *args, **options):
    """A replacement that checks the pattern of a new or changed archive."""
    check_pattern(inspect.signature(original).bind(*args, **options).arguments.get("event_pattern"))
    return original(*args, **options)


def describe_rule(_world, original, self, name, event_bus_arn):
    """The replacement of describe_rule, whose error names the bus."""
    check_rule(self, name, event_bus_arn)
    return original(self, name, event_bus_arn)


def list_targets(_world, original, self, rule_id, event_bus_arn, *arguments, **more):
    """The replacement of list_targets_by_rule, whose error names the bus."""
    check_rule(self, rule_id, event_bus_arn)
    return original(self, rule_id, event_bus_arn, *arguments, **more)


def check_rule(backend, name, bus_arn):
    """Raises EventBridge's error for a rule that does not exist. bus_arn: or the bus's name; None is "default"."""
    bus = backend._get_event_bus(backend._normalize_event_bus_arn(bus_arn))
    if name not in bus.rules:
        raise ResourceNotFoundException(f"Rule {name} does not exist on EventBus {bus.name}.")


def put_targets(_world, original, self, name, event_bus_arn, targets):
    """The replacement of put_targets, which checks the number of a rule's targets, their ids and inputs."""
    if len(targets) > MAX_PUT_TARGETS:
        raise ValidationException(f"1 validation error detected: Value '{targets}' at 'targets' failed to satisfy "
                                  f"constraint: Member must have length less than or equal to {MAX_PUT_TARGETS}")
    rule = self._get_event_bus(self._normalize_event_bus_arn(event_bus_arn)).rules.get(name)
    ids = {target["Id"] for target in [*targets, *(rule.targets if rule else [])]}
    if rule and len(ids) > MAX_TARGETS:
        raise JsonRESTError("LimitExceededException", "The requested resource exceeds the maximum number allowed.")
    for number, target in enumerate(targets, 1):
        check_name(f"targets.{number}.member.id", target["Id"])
        check_input(target)
    return original(self, name, event_bus_arn, targets)


def replay_events(_world, original, self, archive):
    """The replacement of Replay.replay_events, which omits events before or after the times of the replay."""
    first, last = float(self.event_start_time), float(self.event_end_time)
    events = [event for event in archive.events if first <= stamps.epoch(event["time"]) <= last]
    return original(self, SimpleNamespace(events=events))


def test_event_pattern(_world, _original, self):
    """The replacement of TestEventPattern, by Pareto's own matching."""
    check_pattern(self._get_param("EventPattern"))
    try:
        event = json.loads(self._get_param("Event"))
    except ValueError:
        event = None
    if not isinstance(event, dict):
        raise ValidationException("Parameter Event is not valid. Reason: the event is no JSON object.")
    matches = patterns.matches(json.loads(self._get_param("EventPattern")), event)
    return json.dumps({"Result": matches}), self.response_headers


def list_event_buses(_world, original, self):
    """The replacement of ListEventBuses, which adds the times, which moto's response does not have."""
    body, headers = original(self)
    response = json.loads(body)
    for bus in response["EventBuses"]:
        state = self.events_backend.event_buses[bus["Name"]]
        bus |= {"CreationTime": state.creation_time, "LastModifiedTime": state.last_modified_time}
    return json.dumps(response), headers


def put_schedule(_world, original, *args, **options):
    """A replacement that checks group, name, expression, time zone, window, input and role of a new or changed
    schedule."""
    request = inspect.signature(original).bind(*args, **options).arguments
    request["self"].get_schedule_group(request["group_name"])
    problem = schedules.request_problem(unquote(request["name"]), request["schedule_expression"],
                                        request["schedule_expression_timezone"], request["target"])
    if problem:
        raise SchedulerValidationException(problem)
    window = request["flexible_time_window"]
    if (window["Mode"] == "FLEXIBLE") != bool(window.get("MaximumWindowInMinutes")):
        raise SchedulerValidationException("MaximumWindowInMinutes belongs to the mode FLEXIBLE, and only there.")
    scheduler_roles.check_trust(request["target"]["RoleArn"])
    schedule = original(*args, **options)
    schedule.action_after_completion = schedule.action_after_completion or "NONE"
    return schedule


def create_schedule_group(_world, original, self, name, *arguments, **more):
    """The replacement of create_schedule_group: moto replaces a group with this name, and loses its schedules."""
    if name in self.schedule_groups:
        raise JsonRESTError("ConflictException", f"Schedule group {name} already exists.")
    return original(self, name, *arguments, **more)


def delete_schedule_group(_world, original, self, name):
    """The replacement of delete_schedule_group, which keeps the group `default`."""
    if name not in self.schedule_groups:
        raise ScheduleGroupNotFound(name)
    if name == "default":
        raise SchedulerValidationException("The default schedule group cannot be deleted.")
    return original(self, name)


def update_schedule(_world, original, self):
    """The replacement of UpdateSchedule: moto keeps what follows the last time as it was made; AWS replaces all fields.

    docs.aws.amazon.com/scheduler/latest/APIReference/API_UpdateSchedule.html
    """
    body = original(self)
    name = unquote(self.uri.split("?")[0].split("/")[-1])
    schedule = self.scheduler_backend.get_schedule(self._get_param("GroupName"), name)
    schedule.action_after_completion = self._get_param("ActionAfterCompletion") or "NONE"
    return body


def check_name(field, name):
    """Raises ValidationException for a name of a rule, or an id of a target, that AWS rejects."""
    if not NAME.fullmatch(name):
        limit = "have length less than or equal to 64" if len(name) > 64 else \
            "satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+"
        raise ValidationException(f"1 validation error detected: Value '{name}' at '{field}' failed to satisfy "
                                  f"constraint: Member must {limit}")


def check_pattern(text):
    """Raises InvalidEventPatternException for a text that is no pattern; None and "" are no pattern to check."""
    if not text:
        return
    try:
        validation.parsed(text)
    except ValueError as error:
        raise InvalidEventPatternException(reason=str(error)) from None


def check_input(target):
    """Raises ValidationException for the inputs of a target that AWS rejects."""
    name, inputs = target["Id"], [field for field in INPUTS if target.get(field) is not None]
    if len(inputs) > 1:
        raise ValidationException(
            f"Only one of Input, InputPath, or InputTransformer must be provided for target {name}.")
    text = target.get("Input")
    if text is not None:
        if len(text) > MAX_INPUT:
            raise ValidationException(f"Input of target {name} is longer than {MAX_INPUT} characters.")
        try:
            json.loads(text)
        except json.JSONDecodeError as error:
            raise ValidationException(f"JSON syntax error in input for target {name} : "
                                      f"line {error.lineno}, column {error.colno}.") from None
    for variable in (target.get("InputTransformer") or {}).get("InputPathsMap") or {}:
        if not VARIABLE.fullmatch(variable):
            raise ValidationException(f"Invalid name {variable!r} in the InputPathsMap of target {name}.")
    paths = {"InputPath": target.get("InputPath"), **(target.get("InputTransformer") or {}).get("InputPathsMap", {})}
    for path in paths.values():
        if path is not None and (not path.startswith("$") or len(path) > MAX_PATH):
            raise ValidationException(f"Invalid JSONPath {path!r} for target {name}.")
