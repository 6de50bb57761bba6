"""What the lambdas of a test did to others, ready to be asserted: lists and dicts of plain data."""
from collections import UserDict, UserList

from testkit import blame
from testkit.views import parsed

ASK = "say before the call: invoked.answers({0!r}, {{...}}), or invoked.runs({0!r}) to run it"


class Emitted(UserList):
    """The events that were put on the app's bus: [{"source", "topic", "detail"}], the detail parsed.

    One that no rule of the app hears fails the call, unless allow_unheard() was said before it.
    """

    def __init__(self):
        super().__init__()
        self.unheard = False

    def allow_unheard(self):
        """From here on an event may be for somebody outside the app."""
        self.unheard = True


class PerLambda(UserDict):
    """{"pages": [message, ...]}: what each lambda was given, in order; [] of one that was given nothing."""

    def __missing__(self, name):
        return []

    def add(self, name, message):
        """Notes one more."""
        self.data.setdefault(name, []).append(message)


class Invoked(PerLambda):
    """{"chart": [payload, ...]}: which lambdas were called by name, and with what. None of them runs by itself."""

    def __init__(self, run):
        super().__init__()
        self.run, self.replies = run, {}

    def answers(self, name, value):
        """From here on a call of `name` gives this; it may be a function of the payload."""
        self.replies[name] = lambda payload: (False, value(payload) if callable(value) else value)

    def fails(self, name, message, kind="RuntimeError"):
        """From here on a call of `name` fails, as a handler that raised."""
        self.replies[name] = lambda _payload: (True, {"errorMessage": message, "errorType": kind})

    def runs(self, name):
        """From here on a call of `name` runs that lambda of the app, in an environment and with a role of its own."""
        self.replies[name] = lambda payload: self.run(name, payload)

    def reply(self, name, payload, waited):
        """(failed, value) of a call; who waits must have been told of an answer."""
        self.add(name, payload)
        reply = self.replies.get(name)
        if reply is None and waited:
            blame.misuse(f"{name} was invoked, and nobody said what it answers", ASK.format(name))
        return reply(payload) if reply else (False, None)


class Told:
    """All of it.

    owner  of a queue's URL or a topic's ARN, the lambda whose it is; else what it was given
    run    calls a lambda of the app, run("chart", payload) -> (whether it failed, what it gave)
    """

    def __init__(self, owner, run):
        self.owner = owner
        self.emitted, self.sent, self.published, self.logs = Emitted(), PerLambda(), PerLambda(), []
        self.invoked = Invoked(run)

    def of_send(self, params, _answer):
        """SendMessage."""
        self.sent.add(self.owner(params["QueueUrl"]), parsed(params["MessageBody"]))

    def of_send_batch(self, params, answer):
        """SendMessageBatch: those that the queue took."""
        taken = {one["Id"] for one in answer.get("Successful", [])}
        for entry in params["Entries"]:
            if entry["Id"] in taken:
                self.of_send({**params, **entry}, answer)

    def of_publish(self, params, _answer):
        """Publish."""
        place = params.get("TopicArn") or params.get("TargetArn") or params.get("PhoneNumber")
        self.published.add(self.owner(place), parsed(params["Message"]))

    def of_publish_batch(self, params, answer):
        """PublishBatch: those that the topic took."""
        taken = {one["Id"] for one in answer.get("Successful", [])}
        for entry in params["PublishBatchRequestEntries"]:
            if entry["Id"] in taken:
                self.of_publish({"TopicArn": params["TopicArn"], **entry}, answer)

    def note(self, service, operation, params, answer):
        """Keeps what a call that went well told to others."""
        if (service, operation) in NOTES:
            NOTES[service, operation](self, params, answer)


NOTES = {("sqs", "SendMessage"): Told.of_send, ("sqs", "SendMessageBatch"): Told.of_send_batch,
         ("sns", "Publish"): Told.of_publish, ("sns", "PublishBatch"): Told.of_publish_batch}
