"""One lambda of the app in a test: imported and called as Lambda does it."""
import importlib
import io
import json
import os
import time
import uuid

from awslambdaric.lambda_context import LambdaContext
from awslambdaric.lambda_runtime_exception import FaultException
from awslambdaric.lambda_runtime_marshaller import LambdaMarshaller
from botocore.response import StreamingBody
from botocore.validate import validate_parameters

from aws.iam import actions, evaluation
from kit import names
from kit.problems import Problem
from testkit import answers, blame, heard, limits, output, process, recorder, strict

MOST_BYTES = 6 * 1024 * 1024
INVOKED = ("Event", "DryRun")  # what does not wait for an answer


class Lambda:
    """A lambda, and its calls. Who makes one: World."""

    def __init__(self, world, name):
        app = world.app
        self.world, self.app, self.name = world, app, name
        self.fn = app.model["lambdas"][name]
        self.function = app.properties(names.logical_id(name, "function"))
        own = process.lambdas_own(self.function, app.region, app.model["settings"]["runtime"])
        package = self.fn["handler"].partition(".")[0]
        self.process = process.Process(package, {**own, **app.variables(name)})
        self.module, self.problems = None, []

    def index(self):
        """The lambda's module, imported when first asked for; what it calls meanwhile is its own doing."""
        if self.module is None:
            self.world.prepare(self.name)
            with self.process.entered(), self.watched():
                self.module = importlib.import_module(self.fn["handler"].rpartition(".")[0])
        return self.module

    def watched(self):
        """Its calls are recorded, and what it says is kept."""
        return Both(recorder.acting(self), output.kept(self.world.told.logs))

    def call(self, event=None, seconds=None):
        """What the handler gives for an event, as its caller gets it: JSON in, JSON out.

        seconds  its time, if not that of the infra block
        Fails the test for what would fail on AWS though it did not here: time, role, events that nobody hears,
        a response that is no JSON or that its trigger does not understand. What the handler raises is raised.
        """
        handler = getattr(self.index(), self.fn["handler"].rpartition(".")[2])
        payload = json.loads(self.json_of(event))
        seconds = seconds or self.function["Timeout"]
        with self.process.entered(), self.watched():
            try:
                with limits.limit(seconds) as running:
                    found = handler(payload, self.context(seconds, running))
            except limits.TimedOut:
                found = None
                self.problems.append(Problem(*self.app.line(self.name, "timeout"), f"{self.name} timed out after "
                                             f"{seconds:g} seconds", "say a longer `timeout`, or do less"))
            finally:
                if self.problems:
                    blame.fail(*self.taken_problems())
            text = self.marshalled(found)
        return answers.checked(self, event, json.loads(text))

    def taken_problems(self):
        """What went wrong since this was last asked."""
        found, self.problems = self.problems, []
        return found

    def context(self, seconds, running):
        """The handler's second argument: AWS's own class, whose time is that of limits.py."""
        arn = f"arn:aws:lambda:{self.app.region}:{self.app.place['account']}:function:{self.function['FunctionName']}"
        context = LambdaContext(str(uuid.uuid4()), {}, None, int((time.time() + seconds) * 1000), arn)
        context.get_remaining_time_in_millis = lambda: max(int(running.left() * 1000), 0)
        return context

    def json_of(self, event):
        """The event as it travels."""
        try:
            return json.dumps(event)
        except (TypeError, ValueError) as error:
            blame.misuse(f"the event is no JSON: {error}", "events are texts, numbers, lists and dicts")

    def marshalled(self, found):
        """The response as AWS's own runtime writes it. It takes a Decimal, and refuses a set or a datetime."""
        try:
            text, _type = LambdaMarshaller().marshal_response(found)
        except FaultException as fault:
            blame.fail(Problem(*self.app.line(self.name), f"{self.name}: {fault.exception_type}: {fault.msg}",
                               "return texts, numbers, lists and dicts"))
        if isinstance(text, bytes):
            blame.fail(Problem(*self.app.line(self.name), f"{self.name} returned bytes, which are sent as they are",
                               "return texts, numbers, lists and dicts; bytes go in base64"))
        if len(text.encode()) > MOST_BYTES:
            blame.fail(Problem(*self.app.line(self.name), f"{self.name} returned {len(text.encode())} bytes, and "
                               f"Lambda passes {MOST_BYTES} at most", "keep it in a bucket, and return its key"))
        return text

    def place(self):
        """(path, line) of the app's code that runs now; the handler's file if it cannot be said."""
        root = os.path.join(self.app.root, "")
        found = recorder.place(os.path.join(root, self.app.package, ""))
        return (os.path.relpath(found[0], root), found[1]) if found else (self.fn["path"], 0)

    def refuse(self, message, hint):
        """Fails the call at the line under way, also if the handler catches everything."""
        self.problems.append(Problem(*self.place(), message, hint))
        blame.fail(*self.problems)

    def asks(self, client, operation, params, service=None):
        """A call is about to be made: may it? `service` is said where there is no client."""
        service = service or client.meta.service_model.service_name
        for action, arn in actions.required_permissions(service, operation, params, self.app.place):
            if not self.app.may(self.name, action, arn):
                on = " or ".join(arn) if isinstance(arn, tuple) else arn or "anything"
                self.refuse(f"the role of {self.name} does not allow {action} on {on}",
                            hint(action, evaluation.allowed_resources(self.app.statements(self.name), action)))
        refused = strict.refusal(service, operation, params)
        if refused:
            raise client.exceptions.from_code(refused[0])(
                {"Error": {"Code": refused[0], "Message": refused[1]}}, operation)

    def answers(self, client, operation, params, call):
        """What a call gives: moto's answer, or that of a lambda that is not run, or a bus's own refusal."""
        special = SPECIAL.get((client.meta.service_model.service_name, operation))
        return special(self, client, params, call) if special else call(params)

    def answered(self, service, operation, params, answer):
        """A call went well."""
        self.world.told.note(service, operation, params, answer)

    def invoke(self, client, params, _call):
        """Invoke: no lambda is run unless the test says so."""
        validate_parameters(params, client.meta.service_model.operation_model("Invoke").input_shape)
        self.asks(client, "Invoke", params)
        payload = params.get("Payload") or b"null"
        payload = payload.read() if hasattr(payload, "read") else payload
        kind = params.get("InvocationType", "RequestResponse")
        failed, value = False, None
        if kind != "DryRun":
            name = self.world.lambda_called(params["FunctionName"])
            failed, value = self.world.told.invoked.reply(name, json.loads(payload), kind not in INVOKED)
        body = b"" if kind in INVOKED else self.json_of(value).encode()
        status = {"Event": 202, "DryRun": 204}.get(kind, 200)
        return {"StatusCode": status, "ExecutedVersion": "$LATEST", "ResponseMetadata": {"HTTPStatusCode": status},
                **({"FunctionError": "Unhandled"} if failed else {}),
                "Payload": StreamingBody(io.BytesIO(body), len(body))}

    def put_events(self, _client, params, call):
        """PutEvents: entries are refused one by one, those taken are noted, and somebody must hear them."""
        refused = [strict.of_entry(one) for one in params["Entries"]]
        taken = [one for one, why in zip(params["Entries"], refused) if not why]
        answer = call({**params, "Entries": taken or params["Entries"]})
        made = iter(answer["Entries"])
        results = [why or next(made) for why in refused]
        for entry, result in zip(params["Entries"], results):
            if "ErrorCode" not in result:
                self.emit(entry)
        return {**answer, "Entries": results, "FailedEntryCount": sum("ErrorCode" in one for one in results)}

    def emit(self, entry):
        """Notes an event of the app's bus."""
        if entry.get("EventBusName", "default").rpartition("/")[2] != self.app.bus:
            return
        said = {"source": entry["Source"], "topic": entry["DetailType"], "detail": json.loads(entry["Detail"])}
        self.world.told.emitted.append(said)
        if not self.world.told.emitted.unheard and (why := heard.complaint(self.app, said)):
            self.problems.append(Problem(*self.place(), *why))


class Both:
    """Two context managers as one."""

    def __init__(self, first, second):
        self.parts = first, second

    def __enter__(self):
        for part in self.parts:
            part.__enter__()

    def __exit__(self, *error):
        for part in reversed(self.parts):
            part.__exit__(*error)


def hint(action, allowed):
    """What to do about a call that a role refuses."""
    if action == "events:PutEvents" and allowed:
        return "name the app's bus: EventBusName=os.environ[\"..._BUS\"]"
    if allowed:
        return f"it does on {', '.join(allowed)}: name the resource by its variable, or add to `permissions`"
    return f"name the resource by its variable (os.environ[...]), or say `permissions: [{action}]`"


SPECIAL = {("lambda", "Invoke"): Lambda.invoke, ("events", "PutEvents"): Lambda.put_events}
