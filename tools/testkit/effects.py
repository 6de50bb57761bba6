"""The effects of a test's lambdas on other resources, for assertions: lists and dicts of plain data."""
import json
from collections import UserDict, UserList

from testkit import failure
from testkit.emails import email_facts
from testkit.views import parsed

ANSWER_HINT = "before the call: invoked.answers({0!r}, {{...}}), or invoked.runs({0!r}) to run it"


class Emitted(UserList):
    """The events that were emitted on the app's bus: [{"source", "topic", "detail"}], the detail parsed.

    An event that no rule of the app matches fails the invocation, unless allow_unheard() was called before.
    """

    def __init__(self):
        super().__init__()
        self.unheard = False

    def allow_unheard(self):
        """From here on the app may emit events that none of its rules matches: those are for rules outside the app."""
        self.unheard = True


class PerLambda(UserDict):
    """{"pages": [message, ...]}: the messages to each lambda, in order; [] for a lambda without one.

    A lambda's folder is its name too: sent["orders/refund"].
    """

    def __missing__(self, name):
        return self.data.get(name.replace("/", "-"), [])

    def add(self, name, message):
        """Adds a message to a lambda's list. name: of the lambda"""
        self.data.setdefault(name, []).append(message)


class Invoked(PerLambda):
    """{"chart": [payload, ...]}: the payloads of lambdas that were invoked by name. None of them runs by itself."""

    def __init__(self, run):
        super().__init__()
        self.run, self.replies = run, {}

    def answers(self, name, value):
        """From here on an invocation of `name` returns this value; a function is called with the payload."""
        self.replies[name.replace("/", "-")] = lambda payload: (False, value(payload) if callable(value) else value)

    def fails(self, name, message, kind="RuntimeError"):
        """From here on an invocation of `name` fails, as if its handler raised."""
        self.replies[name.replace("/", "-")] = lambda _payload: (True, {"errorMessage": message, "errorType": kind})

    def runs(self, name):
        """From here on an invocation of `name` runs that lambda of the app, with its own environment and role."""
        self.replies[name.replace("/", "-")] = lambda payload: self.run(name, payload)

    def reply(self, name, payload, waited):
        """(failed, value) of an invocation; fails the test if the caller waits and the test set no response."""
        self.add(name, payload)
        reply = self.replies.get(name)
        if reply is None and waited:
            failure.misuse(f"{name} was invoked, and the test sets no response for it", ANSWER_HINT.format(name))
        return reply(payload) if reply else (False, None)


class Effects:
    """The effects of a whole test.

    owner  a queue's URL, or the ARN of a topic or function -> the name of its lambda; any other text -> that text
    run    invokes a lambda of the app, run("chart", payload) -> (whether it failed, its response)
    """

    def __init__(self, owner, run):
        self.owner = owner
        self.emitted, self.sent, self.published, self.logs = Emitted(), PerLambda(), PerLambda(), []
        self.scheduled, self.emails = PerLambda(), []
        self.invoked = Invoked(run)

    def of_send(self, params, _response):
        """Records the message of a SendMessage call for the queue's lambda."""
        self.sent.add(self.owner(params["QueueUrl"]), parsed(params["MessageBody"]))

    def of_send_batch(self, params, response):
        """Records the messages of a SendMessageBatch call that the queue accepted."""
        accepted = {result["Id"] for result in response.get("Successful", [])}
        for entry in params["Entries"]:
            if entry["Id"] in accepted:
                self.of_send({**params, **entry}, response)

    def of_publish(self, params, _response):
        """Records the message of a Publish call for the topic's lambda."""
        target = params.get("TopicArn") or params.get("TargetArn") or params.get("PhoneNumber")
        self.published.add(self.owner(target), parsed(text_for_lambda(params)))

    def of_publish_batch(self, params, response):
        """Records the messages of a PublishBatch call that the topic accepted."""
        accepted = {result["Id"] for result in response.get("Successful", [])}
        for entry in params["PublishBatchRequestEntries"]:
            if entry["Id"] in accepted:
                self.of_publish({"TopicArn": params["TopicArn"], **entry}, response)

    def of_create_schedule(self, params, _response):
        """Records a schedule for the lambda that it will invoke."""
        self.scheduled.add(self.owner(params["Target"]["Arn"]), schedule_facts(params))

    def of_delete_schedule(self, params, _response):
        """Removes a schedule that was created before, by the name, in whatever group."""
        for schedules in self.scheduled.data.values():
            schedules[:] = [schedule for schedule in schedules if schedule["name"] != params["Name"]]

    def of_update_schedule(self, params, response):
        """Replaces a schedule by the changed one."""
        self.of_delete_schedule(params, response)
        self.of_create_schedule(params, response)

    def of_email(self, params, _response):
        """Records an e-mail."""
        self.emails.append(email_facts(params))

    def note(self, service, operation, params, response):
        """Records the effect of a call that succeeded."""
        if (service, operation) in NOTES:
            NOTES[service, operation](self, params, response)


def text_for_lambda(params):
    """The text that a subscribed lambda gets of a published message: with MessageStructure="json" that of `lambda`, or
    else of `default` (docs.aws.amazon.com/sns/latest/api/API_Publish.html)."""
    if params.get("MessageStructure") != "json":
        return params["Message"]
    of_protocol = json.loads(params["Message"])
    return of_protocol.get("lambda", of_protocol["default"])


def schedule_facts(params):
    """{"name", "expression", "zone", "body"} of the parameters of CreateSchedule; the body is what the lambda gets."""
    return {"name": params["Name"], "expression": params["ScheduleExpression"],
            "zone": params.get("ScheduleExpressionTimezone", "UTC"),
            "body": parsed(params["Target"].get("Input", "{}"))}


NOTES = {**{("ses", name): Effects.of_email for name in ("SendEmail", "SendRawEmail", "SendTemplatedEmail")},
         ("sesv2", "SendEmail"): Effects.of_email,
         ("scheduler", "CreateSchedule"): Effects.of_create_schedule,
         ("scheduler", "DeleteSchedule"): Effects.of_delete_schedule,
         ("scheduler", "UpdateSchedule"): Effects.of_update_schedule,
         ("sqs", "SendMessage"): Effects.of_send, ("sqs", "SendMessageBatch"): Effects.of_send_batch,
         ("sns", "Publish"): Effects.of_publish, ("sns", "PublishBatch"): Effects.of_publish_batch}
