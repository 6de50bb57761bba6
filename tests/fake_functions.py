"""Lambdas that are Python functions, over moto in this process; see event_fixture.py."""
import io
import json
import time
import zipfile
from typing import NamedTuple

from conftest import PATIENCE

REGION, ACCOUNT = "eu-west-1", "123456789012"


class Answer(NamedTuple):
    """As localcloud.functions gives it."""

    error: bool
    payload: bytes
    log: str
    request_id: str


def eventually(value, is_expected=bool):
    """value() as soon as is_expected(value()); the last value after PATIENCE. The pauses between the calls grow."""
    until, pause = time.monotonic() + PATIENCE, 0.002
    while not is_expected(result := value()) and time.monotonic() < until:
        time.sleep(pause)
        pause = min(pause * 1.5, 0.1)
    return result


def arn(service, name):
    """arn("sqs", "jobs")"""
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{name}"


class Cloud:
    """Fake functions, and short ways to what tests want of the cloud around them."""

    def __init__(self, state):
        self.state, self.client = state, lambda service: state.client(service, REGION)
        self.handlers, self.seen = {}, {}
        self.role = f"arn:aws:iam::{ACCOUNT}:role/events-test"

    def find(self, name_or_arn, region=None):
        """moto's LambdaFunction or None."""
        from moto.awslambda.exceptions import UnknownFunctionException
        from moto.awslambda.models import lambda_backends

        with self.state.LOCK:
            try:
                return lambda_backends[ACCOUNT][region or REGION].get_function(name_or_arn)
            except UnknownFunctionException:
                return None

    def invoke(self, function, payload):
        """Runs the handler; what it raises is an error as Lambda words it."""
        assert not self.state.LOCK._is_owned(), "a lambda was called under moto's lock"
        name = function.function_name
        event = json.loads(payload)
        self.seen.setdefault(name, []).append((time.monotonic(), event))
        try:
            return Answer(False, json.dumps(self.handlers[name](event)).encode(), "", "request-1")
        except Exception as error:
            report = {"errorMessage": str(error), "errorType": type(error).__name__}
            return Answer(True, json.dumps(report).encode(), "", "request-1")

    def function(self, name, handler=lambda event: None, permits=()):
        """Makes a function; permits: [(service, source ARN), ...] of its policy. Returns its ARN."""
        self.handlers[name] = handler
        self._make_role()
        code = io.BytesIO()
        zipfile.ZipFile(code, "w").close()
        lambdas = self.client("lambda")
        function = lambdas.create_function(FunctionName=name, Runtime="python3.13", Role=self.role, Handler="i.h",
                                           Code={"ZipFile": code.getvalue()})
        for number, (service, source) in enumerate(permits):
            lambdas.add_permission(FunctionName=name, StatementId=f"s{number}", Action="lambda:InvokeFunction",
                                   Principal=f"{service}.amazonaws.com", SourceArn=source)
        return function["FunctionArn"]

    def _make_role(self):
        """moto wants the role of a function to exist; another module may have made it in this process."""
        iam = self.client("iam")
        try:
            iam.create_role(RoleName="events-test", AssumeRolePolicyDocument="{}")
        except iam.exceptions.EntityAlreadyExistsException:
            pass

    def calls(self, name):
        """The events a function was called with."""
        return [event for _, event in self.seen.get(name, [])]

    def times(self, name):
        """When, in real seconds, it was called."""
        return [moment for moment, _ in self.seen.get(name, [])]

    def queue(self, name, permits=(), **attributes):
        """Makes a queue; permits as of a function. Returns its URL."""
        statements = [{"Effect": "Allow", "Principal": {"Service": f"{service}.amazonaws.com"},
                       "Action": "sqs:SendMessage", "Resource": arn("sqs", name),
                       "Condition": {"ArnEquals": {"aws:SourceArn": source}}} for service, source in permits]
        policy = {"Policy": json.dumps({"Version": "2012-10-17", "Statement": statements})} if permits else {}
        return self.client("sqs").create_queue(QueueName=name, Attributes={**attributes, **policy})["QueueUrl"]

    def messages(self, url):
        """What is visible in a queue, which leaves it."""
        sqs = self.client("sqs")
        response = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"],
                                       MessageSystemAttributeNames=["All"]).get("Messages", [])
        for message in response:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return response

    def one_message(self, url):
        """The one message that comes."""
        messages = eventually(lambda: self.messages(url))
        assert len(messages) == 1
        return messages[0]

    def quiet(self, seconds=0.05):
        """Gives what must not happen so many real seconds to happen."""
        time.sleep(seconds)
