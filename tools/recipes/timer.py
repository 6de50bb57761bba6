"""timer: invoke the lambda on a schedule.

    infra:
      timer:
        rate: 5 minutes
        body: {report: daily}

Rules of EventBridge count in UTC. A cron in a time zone, and a single time, are schedules of EventBridge Scheduler.
"""
from collections.abc import Iterable

import orjson

from aws import cfn
from aws.app import AppModel, Lambda
from aws.events import schedules
from kit import names
from kit.problems import KeyProblem
from kit.schema import nearest
from recipes import event_shapes, failures_queue, foreign_words, function, nothing, schedule, ticker

# docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html
LONGEST_INPUT = 8192
RATE_HINT = "write 1 minute, 5 minutes, 1 hour, 2 days or 10 seconds"
CRON_HINT = f"six fields: {schedules.ORDER}"
ONCE_HINT = "write date and time, 2027-01-31T09:00"
ZONE_HINT = "write a name of the IANA time zone database, e.g. Europe/Oslo"
KINDS = ("rate", "cron", "once")
SCHEDULED = "Scheduled Event"  # the detail-type of EventBridge's own event
UNITS = ("second", *schedules.UNITS)
VARIABLE, CALLER_WAITS = None, False  # see recipes/__init__.py
INVOKED, EXAMPLE = "a timer calls it", "the body of its timer"
SCHEMA = {
    "title": "timer",
    "description": "Invokes the lambda on a schedule: at an interval (`rate`), at fixed times (`cron`), or at one time "
                   "(`once`).",
    "type": "object",
    "properties": {
        "rate": {"type": "string", "examples": ["5 minutes", "10 seconds", "1 day"],
                 "description": "the interval: `1 minute`, `5 minutes`, `1 hour`, `2 days`; below a minute "
                                "a divisor of 60: `10 seconds`"},
        "cron": {"type": "string", "examples": ["0 9 ? * MON-FRI *"],
                 "description": "the times, in EventBridge's six fields: " + schedules.ORDER},
        "once": {"type": "string", "examples": ["2027-01-31T09:00"],
                 "description": "the only time: the date, `T`, hours and minutes, and seconds in quotes"},
        "zone": {"type": "string", "examples": ["Europe/Oslo"],
                 "description": "the time zone of `cron` and `once`, with its summer time; without it they are in UTC"},
        "body": {"type": ["object", "array", "string", "number", "boolean"], "default": {},
                 "description": "the event that the lambda receives"},
        "form": {"enum": ["body", "event"],
                 "description": "`event` gives the lambda EventBridge's own event instead of `body`, with `time` and "
                                "`resources`, for code that was written for it"}},
    "additionalProperties": False, "elsewhere": foreign_words.OF_TIMER,
    "examples": [{"rate": "5 minutes"}, {"cron": "0 9 ? * MON-FRI *", "body": {"report": "daily"}},
                 {"cron": "0 9 ? * MON-FRI *", "zone": "Europe/Oslo"}, {"rate": "1 day", "form": "event"}],
}


def problems(block: dict) -> list[KeyProblem]:
    """[(key, message, hint)]: not exactly one of rate, cron and once, or one that EventBridge refuses."""
    faults, kinds = [], [kind for kind in KINDS if kind in block]
    if len(kinds) != 1:
        fields = f"both {kinds[0]} and {kinds[1]}" if kinds else "neither rate, cron nor once"
        faults.append(("", f"timer has {fields}", "write one: rate: 5 minutes, or cron: 0 9 ? * MON-FRI *"))
    for key, problem_of, hint in (("rate", rate_problem, RATE_HINT), ("cron", schedules.cron_problem, CRON_HINT),
                                  ("once", once_problem, ONCE_HINT)):
        problem = problem_of(block[key]) if key in block else None
        if problem:
            faults.append((key, f"timer.{key}: {problem}", hint))
    if "zone" in block:
        faults += zone_problems(block)
    text = body_text(block.get("body", {}))
    if (variable := schedules.VARIABLE.search(text)) and not is_schedule(block):
        faults.append(("body", f"timer.body: {variable[0]} has a value only in a timer with zone or once",
                       "add zone: UTC" if "cron" in block else "write cron: */5 * * * ? * and zone: UTC"))
    if is_own_event(block) and "body" in block:
        faults.append(("body", "timer has a body, which form: event replaces", "remove body, or form"))
    if is_own_event(block) and not faults and is_ticked(block):
        faults.append(("form", "timer.form: EventBridge has no events below a minute", "write rate: 1 minute"))
    if len(text) > LONGEST_INPUT:
        faults.append(("body", f"timer.body is longer than {LONGEST_INPUT} characters", "keep it in a bucket"))
    return faults


def zone_problems(block):
    """[(key, message, hint)] of an unknown time zone, or a zone with a rate, which is the same in all zones."""
    if "rate" in block:
        return [("zone", "timer.zone: a rate has no time zone", "remove zone, or write cron: 0 9 ? * MON-FRI *")]
    problem = schedules.zone_problem(block["zone"])
    # Oslo is Europe/Oslo; what is near GMT+2 is another offset, and Etc/GMT+2 is two hours behind UTC.
    cities = sorted(zone for zone in schedules.zones()
                    if zone.endswith(f"/{block['zone']}") and not zone.startswith("Etc/"))
    alike = nearest(block["zone"], schedules.zones()) if "/" in block["zone"] else ""
    hint = f"did you mean {cities[0]!r}?" if cities else alike or ZONE_HINT
    return [("zone", f"timer.zone: {problem}", hint)] if problem else []


def once_problem(text):
    """The text of the problem of a time without its zone, or None."""
    try:
        schedules.at_time(with_seconds(text))
    except ValueError as error:
        return str(error).replace(with_seconds(text), text)
    return None


def with_seconds(text):
    """"2027-01-31T09:00:00" of "2027-01-31T09:00", and of itself."""
    return f"{text}:00" if text.count(":") == 1 else text


def rate_problem(rate):
    """The text of the problem of a rate, or None. EventBridge has no seconds: the ticker counts them in a minute."""
    problem = schedules.rate_problem(rate, UNITS)
    if problem:
        return problem
    number = seconds(rate)
    if number and 60 % number:
        return f"{number} seconds do not divide a minute"
    return "write 1 minute" if number == 60 else None


def seconds(rate):
    """10 for "10 seconds"; None for a minute and more, which EventBridge itself supports."""
    number, unit, _plural = schedules.rate_parts(rate, UNITS)
    return number if unit == "second" else None


def normal(block: dict) -> dict:
    """{"rate": "5 minutes", "body": {}}, {"cron": "...", "body": {}}, its fields one space apart, or {"once": "...",
    "body": {}} with seconds; `zone` only if set."""
    return {**block, **({"cron": " ".join(block["cron"].split())} if "cron" in block else {}),
            **({"once": with_seconds(block["once"])} if "once" in block else {})}


def event_shape(block: dict) -> dict:
    """The shape of the block's body, which is the whole event, or of EventBridge's own."""
    return event_shapes.envelope(event_shapes.one_of([SCHEDULED]), event_shapes.ANY) if is_own_event(block) else \
        event_shapes.of_literal(block.get("body", {}))


def example(block: dict, name: str, time: str):
    """The event of the timer: the body, of a schedule with the values of its variables; or EventBridge's own.

    time  when it is scheduled
    """
    if is_own_event(block):
        return own_event(block, name, time)
    values = {"schedule-arn": f"arn:aws:scheduler:eu-west-1:123456789012:schedule/default/{name}",
              "scheduled-time": time, "execution-id": "0123456789abcdef", "attempt-number": "1"}
    return orjson.loads(schedules.filled(body_text(block["body"]), values if is_schedule(block) else {}))


def own_event(block: dict, name: str, time: str) -> dict:
    """EventBridge's own event. The detail of a schedule's is a text (seen in real events)."""
    service, detail, path = ("scheduler", "{}", "schedule/default") if is_schedule(block) else ("events", {}, "rule")
    return {"version": "0", "id": "01234567-89ab-cdef-0123-456789abcdef", "detail-type": SCHEDULED,
            "source": f"aws.{service}", "account": "123456789012", "time": time, "region": "eu-west-1",
            "resources": [f"arn:aws:{service}:eu-west-1:123456789012:{path}/{name}"], "detail": detail}


def is_own_event(block: dict) -> bool:
    """Whether the lambda receives EventBridge's own event."""
    return block.get("form") == "event"


def is_schedule(block: dict) -> bool:
    """Whether the timer is a schedule of EventBridge Scheduler, not a rule of EventBridge."""
    return "zone" in block or "once" in block


def body_text(body) -> str:
    """The event as JSON with sorted keys."""
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS).decode()


def resources(app: AppModel, fn: Lambda) -> dict[str, dict]:
    """{"HelloTimerRule": ..., "HelloTimerPermission": ...}: EventBridge's rule, and its permission to invoke; or
    {"HelloTimerSchedule": ..., "HelloTimerInvoker": ...}: EventBridge Scheduler's schedule, and its role.

    EventBridge counts in minutes: below one, its rule invokes the shared ticker, which invokes the lambda.
    """
    block = fn["infra"]["timer"]
    if is_schedule(block):
        return schedule_resources(app, fn, block)
    rule_id = names.logical_id(fn["name"], "timer", "rule")
    function_id = ticker.FUNCTION_ID if is_ticked(block) else names.logical_id(fn["name"], "function")
    rule = {
        rule_id: cfn.resource("AWS::Events::Rule", {
            "ScheduleExpression": expression(block),
            "State": "ENABLED",
            "Targets": [failures_queue.target(cfn.arn(function_id), **({} if is_own_event(block) else {
                "Input": target_input(app, fn["name"], block)}))]})}
    if is_ticked(block) and len(ticked_names(app["lambdas"].values())) > function.MOST_RULES:
        return rule  # shared() has one permission for all
    return {**rule, names.logical_id(fn["name"], "timer", "permission"): function.invoke_permission(
            function_id, "events.amazonaws.com", cfn.arn(rule_id))}


def schedule_resources(app: AppModel, fn: Lambda, block: dict) -> dict[str, dict]:
    """{"HelloTimerSchedule": ..., "HelloTimerInvoker": ...}: a schedule of the default group, and its role."""
    invoker_id = names.logical_id(fn["name"], "timer", "invoker")
    return {
        names.logical_id(fn["name"], "timer", "schedule"): cfn.resource("AWS::Scheduler::Schedule", {
            "FlexibleTimeWindow": {"Mode": "OFF"},
            "ScheduleExpression": expression(block),
            "ScheduleExpressionTimezone": block.get("zone", "UTC"),
            "Target": {"Arn": cfn.arn(names.logical_id(fn["name"], "function")), "RoleArn": cfn.arn(invoker_id),
                       **({} if is_own_event(block) else {"Input": body_text(block["body"])}),
                       "DeadLetterConfig": {"Arn": cfn.arn(failures_queue.ID)}}}),
        invoker_id: schedule.invoker(app, fn["name"], schedule.DEFAULT_GROUP)}


def ticked_names(fns: Iterable[Lambda]):
    """[name] of the lambdas whose timer is below a minute."""
    return [fn["name"] for fn in fns if "timer" in fn["infra"] and is_ticked(fn["infra"]["timer"])]


def is_ticked(block: dict) -> bool:
    """Whether the block's rate is below a minute, EventBridge's shortest."""
    return "rate" in block and seconds(block["rate"]) is not None


def expression(block: dict) -> str:
    """"rate(5 minutes)", "cron(0 9 ? * MON-FRI *)", "at(2027-01-31T09:00:00)", or "rate(1 minute)" of the ticker."""
    if "cron" in block:
        return f"cron({block['cron']})"
    if "once" in block:
        return f"at({block['once']})"
    return "rate(1 minute)" if is_ticked(block) else f"rate({block['rate']})"


def target_input(app: AppModel, name: str, block: dict) -> str | dict:
    """The text of the rule's Input: the body, or the ticker's order to deliver the body."""
    text = body_text(block["body"])
    if not is_ticked(block):
        return text
    return cfn.sub(f'{{"function":"{function.name_text(app, name)}","seconds":{seconds(block["rate"])},'
                   f'"body":{text.replace("${", "${!")}}}')


def shared(app: AppModel, fns: list[Lambda]) -> dict[str, dict]:
    """{logical id: resource} of the ticker if a timer is below a minute, else {}."""
    ticked = ticked_names(fns)
    many = {names.logical_id(ticker.NAME, "permission"): function.rules_permission(ticker.FUNCTION_ID, "-*")}
    return {**ticker.resources(app, ticked), **(many if len(ticked) > function.MOST_RULES else {})} if ticked else {}


statements = nothing.no_statements
outputs = shared_outputs = nothing.none
