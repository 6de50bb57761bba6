"""One lambda of the app in a test: imported and invoked as Lambda does it."""
import importlib
import io
import json
import os
import time
import uuid

from awslambdaric.lambda_context import LambdaContext
from awslambdaric.lambda_runtime_exception import FaultException
from awslambdaric.lambda_runtime_marshaller import LambdaMarshaller
from botocore.exceptions import ClientError, ParamValidationError
from botocore.response import StreamingBody
from botocore.validate import validate_parameters

from aws.iam import actions, denials
from kit import names
from kit.problems import Problem
from localcloud.events import entries
from testkit import arguments, failure, handler_time, machine, matching, output, process, recorder, refusals, responses
from testkit.app import App

MOST_BYTES = 6 * 1024 * 1024
# S3 responds with 403 instead of these errors to who may not list the bucket.
HIDDEN, ABSENT = {("s3", "GetObject"), ("s3", "HeadObject")}, ("NoSuchKey", "404")
INVOKED = ("Event", "DryRun")  # the types of invocation that do not wait for a response


def has_other_keys(client) -> bool:
    """Whether a client has credentials that the code passed, as of a role that it assumed: the lambda's role does not
    count. Those of the environment may be others than now: sessions keep them. client: of boto3, or None"""
    credentials = client and client._get_credentials()
    return bool(credentials) and credentials.method == "explicit" \
        and credentials.access_key != os.environ.get("AWS_ACCESS_KEY_ID")


class Lambda:
    """A lambda in a test: imports its module, invokes its handler, and collects the problems. World creates it."""

    def __init__(self, world, name, warm=None):
        """warm: the Lambda of an earlier World, whose environment runs on."""
        app = world.app
        self.world, self.name = world, name
        self.app: App = app
        self.fn = app.model["lambdas"][name]
        self.function = app.properties(names.logical_id(name, "function"))
        lambda_variables = process.lambda_variables(self.function, app.region)
        package = self.fn["handler"].partition(".")[0]
        self.process = process.Process(package, {**lambda_variables, **app.variables(name)}, app.root / self.fn["path"])
        self.machine = machine.Machine(app.root, name, app.zipped(name))
        self.module, self.problems = None, []
        if warm and warm.module:
            self.process, self.module = warm.process, warm.module
            world.prepare(name)

    def index(self):
        """The lambda's module, imported at first use; the calls of the import are recorded as the lambda's."""
        if self.module is None:
            self.world.prepare(self.name)
            with self.process.entered(), self.watched(), failure.advice_for_images(self.fn):
                self.module = importlib.import_module(self.fn["handler"].rpartition(".")[0])
        return self.module

    def watched(self):
        """A context in which its calls are recorded, its output is captured, and its files are those of its zip."""
        return Contexts(recorder.recorded(self), output.captured(self.world.effects.logs, self.process.log_filters),
                        self.machine.entered())

    def call(self, event=None, seconds=None):
        """As response(); an exception of the handler is also recorded, for the fixture `alerts`."""
        try:
            return self.response(event, seconds)
        except Exception as error:
            self.world.failures.note(self.fn, error, str(self.app.root), self.app.model)
            raise

    def response(self, event, seconds):
        """The handler's response to an event, as its caller receives it: JSON in, JSON out.

        seconds  its time, by default that of the infra block
        Fails the test for what would fail on AWS only: time, role, events that no rule matches, a response that is
        no JSON or that its trigger does not accept. An exception of the handler is raised.
        """
        handler = getattr(self.index(), self.fn["handler"].rpartition(".")[2])
        payload = json.loads(self.json_of(event))
        seconds = seconds or self.function["Timeout"]
        with self.process.entered(), self.watched():
            try:
                with handler_time.limit(seconds) as running:
                    result = handler(payload, self.context(seconds, running))
            except handler_time.TimedOut:
                result = None
                self.problems.append(Problem(*self.app.line(self.name, "timeout"), f"{self.name} timed out after "
                                             f"{seconds:g} seconds", "write a longer `timeout`, or do less"))
            except ParamValidationError as error:
                result = None
                self.problems.append(arguments.problem(self.app, self.fn, error))
            finally:
                if self.process.has_forked():
                    self.problems.append(Problem(*self.app.line(self.name), *process.FORKED))
                if self.problems:
                    failure.fail(*self.taken_problems())
            text = self.marshalled(result)
        return responses.checked(self, event, json.loads(text))

    def taken_problems(self):
        """[Problem] of the invocation, which are removed from the lambda: the next one begins with none."""
        problems, self.problems = self.problems, []
        return problems

    def context(self, seconds, running):
        """The handler's second argument: AWS's own class, whose time is that of handler_time.py."""
        arn = (f"arn:aws:lambda:{self.app.region}:{self.app.arn_parts['account']}:"
               f"function:{self.function['FunctionName']}")
        context = LambdaContext(str(uuid.uuid4()), {}, None, int((time.time() + seconds) * 1000), arn)
        context.get_remaining_time_in_millis = lambda: max(int(running.seconds_left() * 1000), 0)
        return context

    def json_of(self, event):
        """The event as JSON text."""
        try:
            return json.dumps(event)
        except (TypeError, ValueError) as error:
            failure.misuse(f"the event is no JSON: {error}", "use texts, numbers, lists and dicts")

    def marshalled(self, result):
        """The response as AWS's own runtime writes it. It accepts a Decimal, and refuses a set or a datetime."""
        try:
            text, _type = LambdaMarshaller().marshal_response(result)
        except FaultException as fault:
            failure.fail(Problem(*self.app.line(self.name), f"{self.name}: {fault.exception_type}: {fault.msg}",
                               "return texts, numbers, lists and dicts"))
        if isinstance(text, bytes):
            failure.fail(Problem(*self.app.line(self.name), f"{self.name} returned bytes, which are sent as they are",
                               "return texts, numbers, lists and dicts; bytes go in base64"))
        if len(text.encode()) > MOST_BYTES:
            failure.fail(Problem(*self.app.line(self.name), f"{self.name} returned {len(text.encode())} bytes, and "
                               f"Lambda passes {MOST_BYTES} at most", "keep it in a bucket, and return its key"))
        return text

    def code_line(self) -> tuple[str, int]:
        """(path, line) of the app's code that runs now; the handler's file if that is unknown."""
        root = os.path.join(self.app.root, "")
        position = recorder.app_line(os.path.join(root, self.app.package, ""))
        return (os.path.relpath(position[0], root), position[1]) if position else (self.fn["path"], 0)

    def refuse(self, message, hint):
        """Fails the invocation at the current line, also if the handler catches every exception."""
        self.problems.append(Problem(*self.code_line(), message, hint))
        failure.fail(*self.problems)

    def authorize(self, client, operation, params, service=None):
        """Fails the invocation for a call that the role does not allow; raises AWS's error for one that AWS refuses.

        service  of a call without a client
        """
        model = client and client.meta.service_model
        service = service or model.service_name
        is_unsigned = model and model.operation_model(operation).auth_type == "none"  # SignUp: no role counts
        needed = [] if is_unsigned or has_other_keys(client) else actions.required_permissions(
            service, operation, params, self.app.arn_parts)
        for action, arn in needed:
            if not self.uses(action, arn):
                self.refuse(*denials.message_and_hint(self.name, self.app.statements(self.name), action, arn))
        error = refusals.refusal(service, operation, params)
        if error:
            raise client.exceptions.from_code(error[0])({"Error": {"Code": error[0], "Message": error[1]}}, operation)

    def uses(self, action, arn):
        """Whether the role allows an action on a resource; if so, notes which permissions were used."""
        self.world.exercised |= {(self.name, *row) for row in self.app.permissions_of_call(self.name, action, arn)}
        return self.app.allows(self.name, action, arn)

    def respond(self, client, operation, params, call):
        """The response of a call: moto's, that of an invoked lambda, or one with the entries that a bus refuses."""
        service = client.meta.service_model.service_name
        special = SPECIAL.get((service, operation))
        try:
            return special(self, client, params, call) if special else call(params)
        except ClientError as error:
            if (service, operation) not in HIDDEN or error.response["Error"]["Code"] not in ABSENT:
                raise
            [(action, arn)] = actions.required_permissions("s3", "ListObjectsV2", params, self.app.arn_parts)
            if self.uses(action, arn):
                raise
            raise client.exceptions.from_code("AccessDenied")(
                {"Error": {"Code": "AccessDenied", "Message": f"not authorized to perform: {action}"}}, operation)

    def note_response(self, service, operation, params, response):
        """Records the effects of a call that succeeded."""
        self.world.effects.note(service, operation, params, response)

    def invoke(self, client, params, _call):
        """Invoke: a lambda runs only after invoked.runs(name)."""
        validate_parameters(params, client.meta.service_model.operation_model("Invoke").input_shape)
        self.authorize(client, "Invoke", params)
        payload = params.get("Payload") or b"null"
        payload = payload.read() if hasattr(payload, "read") else payload
        kind = params.get("InvocationType", "RequestResponse")
        failed, value = False, None
        if kind != "DryRun":
            name = self.world.lambda_called(params["FunctionName"])
            failed, value = self.world.effects.invoked.reply(name, json.loads(payload), kind not in INVOKED)
        body = b"" if kind in INVOKED else self.json_of(value).encode()
        status = {"Event": 202, "DryRun": 204}.get(kind, 200)
        return {"StatusCode": status, "ExecutedVersion": "$LATEST", "ResponseMetadata": {"HTTPStatusCode": status},
                **({"FunctionError": "Unhandled"} if failed else {}),
                "Payload": StreamingBody(io.BytesIO(body), len(body))}

    def put_events(self, _client, params, call):
        """PutEvents: entries are refused one by one; accepted ones are recorded, and a rule must match them."""
        errors = [entries.entry_error(item) for item in params["Entries"]]
        accepted = [item for item, error in zip(params["Entries"], errors) if not error]
        response = call({**params, "Entries": accepted or params["Entries"]})
        accepted_results = iter(response["Entries"])
        results = [error or next(accepted_results) for error in errors]
        for entry, result in zip(params["Entries"], results):
            if "ErrorCode" not in result:
                self.emit(entry)
        return {**response, "Entries": results, "FailedEntryCount": sum("ErrorCode" in item for item in results)}

    def emit(self, entry):
        """Records an event of the app's bus; one that a rule of that bus expects must be on it."""
        bus = entry.get("EventBusName", "default").rpartition("/")[2]
        emitted = {"source": entry["Source"], "topic": entry["DetailType"], "detail": json.loads(entry["Detail"])}
        if bus == self.app.bus:
            self.world.effects.emitted.append(emitted)
        problem = matching.unmatched(self.app, emitted) if bus == self.app.bus else \
            matching.on_another_bus(self.app, emitted, bus)
        if problem and not self.world.effects.emitted.unheard:
            self.problems.append(Problem(*self.code_line(), *problem))


class Contexts:
    """Several context managers as one: entered in order, left in the reverse order."""

    def __init__(self, *parts):
        self.parts = parts

    def __enter__(self):
        for part in self.parts:
            part.__enter__()

    def __exit__(self, *error):
        for part in reversed(self.parts):
            part.__exit__(*error)


SPECIAL = {("lambda", "Invoke"): Lambda.invoke, ("events", "PutEvents"): Lambda.put_events}
