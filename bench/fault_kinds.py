"""The commands that meet faults: how an app becomes ready for one, and what must be so once it was repeated.

An app serves many points: where the repeated command brought it to its end, its next point begins there.
"""
import collections
import contextlib
import functools
import io
import json
import shutil
import time
import zipfile

from faulty_apps import ADOPT, BUILD, DELETE, DEPLOY, HANDLER, REGION, REPLAY, ROLLBACK, SINGLE

FIRST, SECOND = 7, 9  # seconds of the timeout, and the answer: they show what is deployed
PATIENCE = 60  # seconds without what the cloud does by itself


class Kind:
    """The first deploy of an app."""

    name, steps, then = "first", DEPLOY, []
    expected = (FIRST, FIRST)  # state() at the end
    is_reusable = False  # whether an app whose repeated command went well can begin again

    def ready(self, app):
        """Bring an app, new or at its end, to where the command begins. Raises AssertionError if this fails."""
        app.write_hello(FIRST, FIRST)
        app.must(*BUILD)

    def problem(self, app, _faulty_text):
        """"" if the repeated command brings the app to its end; else what is wrong. _faulty_text: of the first run"""
        code, text, _calls = app.run([*self.steps, *self.then])
        if code or app.status() not in ("CREATE_COMPLETE", "UPDATE_COMPLETE") or app.state() != self.expected:
            return f"the repeated run ends with {code}, {app.status()}:\n{text}"
        return ""


class Update(Kind):
    """A change of infrastructure and code, of a function whose code the stack does not record, to the recorded code."""

    name, is_reusable = "update", True

    def ready(self, app):
        if not app.number:
            super().ready(app)
            app.must(*DEPLOY)
        before, after = (SECOND, FIRST) if app.number % 2 else (FIRST, SECOND)
        app.number += 1
        app.write_hello(before, SECOND)
        app.must(*BUILD, *DEPLOY)
        app.write_hello(after, FIRST)
        app.must(*BUILD)
        self.expected = (after, FIRST)


class Failing(Update):
    """An update that CloudFormation rolls back, as the name of a new function is taken; then the update."""

    name = "failing"

    def ready(self, app):
        if app.number:
            shutil.rmtree(app.folder / f"lambdas/late{app.number}")
            app.must(*BUILD, *DEPLOY)
        super().ready(app)
        self.taken, self.before = f"{app.stack}-late{app.number}", app.state()
        app.write(f"late{app.number}", HANDLER, seconds=FIRST, answer=FIRST, trigger="queue: {}")
        app.must(*BUILD)
        take_name(app, self.taken)

    def problem(self, app, faulty_text):
        code, text, _calls = app.run(DEPLOY)
        if code != 1 or f"Late{app.number}Function" not in text or app.status() != "UPDATE_ROLLBACK_COMPLETE":
            return f"the failing deploy ends with {code}, {app.status()}:\n{text}"
        if app.state()[0] != self.before[0]:
            return f"the failed deploy left a changed function:\n{text}"
        app.client("lambda").delete_function(FunctionName=self.taken)
        return super().problem(app, faulty_text)


def take_name(app, function):
    """A function with the name of a lambda: the deploy fails at it, and rolls back."""
    data, iam = io.BytesIO(), app.client("iam")
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("index.py", "def handler(event, context): pass")
    with contextlib.suppress(iam.exceptions.EntityAlreadyExistsException):
        iam.create_role(RoleName=app.name, AssumeRolePolicyDocument="{}")
    app.client("lambda").create_function(
        FunctionName=function, Runtime="python3.13", Handler="index.handler", Code={"ZipFile": data.getvalue()},
        Role=iam.get_role(RoleName=app.name)["Role"]["Arn"])


class Code(Kind):
    """A change of code alone."""

    name, is_reusable = "code", True

    def ready(self, app):
        if not app.number:
            super().ready(app)
            app.must(*DEPLOY)
        app.number += 1
        self.expected = (FIRST, SECOND if app.number % 2 else FIRST)
        app.write_hello(*self.expected)
        app.must(*BUILD)


class Rollback(Kind):
    """A rollback of code."""

    name, steps, is_reusable = "rollback", ROLLBACK, True

    def ready(self, app):
        if not app.number:
            super().ready(app)
            app.must(*DEPLOY)
        app.number += 1
        app.write_hello(FIRST, SECOND)
        app.must(*BUILD, *DEPLOY)


class Adoption(Kind):
    """The import of the table that a deleted stack kept, then a deploy: the table has its row."""

    name, steps, then, is_reusable = "adoption", ADOPT, DEPLOY, True

    def ready(self, app):
        if not app.number:
            super().ready(app)
            app.must(*DEPLOY)
            self.table = app.table()
            app.client("dynamodb").put_item(TableName=self.table, Item={"pk": {"S": "a"}, "sk": {"S": "a"}})
        app.number += 1
        app.must(*DELETE)

    def problem(self, app, faulty_text):
        if problem := super().problem(app, faulty_text):
            return problem
        rows = app.client("dynamodb").scan(TableName=app.table())["Count"]
        return "" if app.table() == self.table and rows == 1 else f"the table {app.table()} has {rows} rows"


class Replaying(Kind):
    """A replay of messages of a dead-letter queue and of the failures queue: each arrives, none twice in silence."""

    name, steps, is_reusable = "replay", REPLAY, True

    def ready(self, app):
        if not app.number:
            super().ready(app)
            app.write("single", SINGLE)
            app.must(*BUILD, *DEPLOY)
            functions = app.client("lambda")
            mapping = functions.list_event_source_mappings(FunctionName=f"{app.stack}-hello")["EventSourceMappings"][0]
            functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)  # nobody reads the queue
        app.number += 1
        self.urls = [app.output(f"{name}Url") for name in ("HelloQueue", "HelloQueueDlq", "FailuresQueue")]
        self.bodies = {f"{app.number}a", f"{app.number}b"}
        send = app.client("sqs").send_message
        self.ids = {body: send(QueueUrl=self.urls[1], MessageBody=body)["MessageId"] for body in sorted(self.bodies)}
        self.ids["single"] = send(QueueUrl=self.urls[2], MessageBody=failure(app))["MessageId"]

    def problem(self, app, faulty_text):
        sqs = app.client("sqs")
        waited(lambda: sum(hidden(sqs, url) for url in self.urls[1:]) == 0)
        code, text, _calls = app.run(REPLAY)
        if code:
            return f"the repeated replay ends with {code}:\n{text}"
        rows = functools.partial(rows_of, app, str(app.number))
        arrived = collections.Counter(received(sqs, self.urls[0]))
        arrived["single"] = waited(rows)
        announced = {body for body, id_ in self.ids.items() if f"{id_} may arrive twice" in faulty_text + text}
        twice = {body for body, count in arrived.items() if count > 1} - announced
        remaining = [body for url in self.urls[1:] for body in received(sqs, url)]
        if set(arrived) != self.bodies | {"single"} or not arrived["single"] or twice or remaining:
            return f"arrived {dict(arrived)}, twice in silence {twice}, still there {remaining}:\n{faulty_text}\n{text}"
        return ""


def failure(app):
    """Lambda's record of a failed asynchronous invocation of the lambda single."""
    return json.dumps({"version": "1.0", "requestPayload": {"id": str(app.number)}, "requestContext": {
        "requestId": f"request-{app.number}", "condition": "RetriesExhausted", "approximateInvokeCount": 3,
        "functionArn": f"arn:aws:lambda:{REGION}:123456789012:function:{app.stack}-single:$LATEST"}})


def hidden(sqs, url):
    """The number of messages in flight."""
    name = "ApproximateNumberOfMessagesNotVisible"
    return int(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])["Attributes"][name])


def received(sqs, url):
    """The bodies of all messages of a queue, which it then has no more."""
    bodies = []
    while batch := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in batch:
            bodies.append(message["Body"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return bodies


def rows_of(app, key):
    """The number of rows with a partition key."""
    return app.client("dynamodb").query(TableName=app.table(), KeyConditionExpression="pk = :pk",
                                        ExpressionAttributeValues={":pk": {"S": key}})["Count"]


def waited(value):
    """value() once it is true, or after PATIENCE seconds."""
    end = time.monotonic() + PATIENCE
    while not (result := value()) and time.monotonic() < end:
        time.sleep(0.05)
    return result


KINDS = {kind.name: kind for kind in (Kind, Update, Failing, Code, Rollback, Adoption, Replaying)}
