"""A real local cloud, one for each test process: the fixture `local_cloud` (conftest.py offers it).

    def test_x(local_cloud):
        local_cloud.client("sqs").create_queue(QueueName="x")
        local_cloud.function("hello", "def handler(event, context): return event")
        assert local_cloud.invoke("hello", {"a": 1}) == {"a": 1}

Minutes pass in seconds there (SPEED). Names are shared by all tests: make them your own.
"""
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import boto3
import pytest
from botocore.config import Config

TOOL = Path(__file__).resolve().parent.parent / "tools" / "run_local.py"
SPEED = 60
REGION = "eu-west-1"
TRUST = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}


def zipped(files):
    """The bytes of a zip: {"index.py": "source", ...}."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return data.getvalue()


class LocalCloud:
    """Where it is, and short ways to what tests want of it."""

    def __init__(self, endpoint, pid):
        self.endpoint = endpoint
        self.pid = pid
        self._clients = {}
        self._role = None

    def client(self, service, region=REGION):
        """A boto3 client that reaches this cloud and does not try twice."""
        key = service, region
        if key not in self._clients:
            self._clients[key] = boto3.client(
                service, region_name=region, endpoint_url=self.endpoint,
                aws_access_key_id="test", aws_secret_access_key="test",
                config=Config(retries={"total_max_attempts": 1}, max_pool_connections=50))
        return self._clients[key]

    def role(self):
        """The ARN of a role that lambdas may have."""
        if not self._role:
            self._role = self.client("iam").create_role(
                RoleName="test-role", AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
        return self._role

    def function(self, name, source, **settings):
        """A function of one module (its source, or {path: source}), made by Lambda's API; its ARN."""
        files = source if isinstance(source, dict) else {"index.py": source}
        asked = {"Runtime": "python{}.{}".format(*sys.version_info), "Handler": "index.handler",
                 "Role": self.role(), "Code": {"ZipFile": zipped(files)}, "Timeout": 5, "MemorySize": 512}
        return self.client("lambda").create_function(FunctionName=name, **asked | settings)["FunctionArn"]

    def invoke(self, name, event=None):
        """What a function returns. An error of the function fails the test."""
        answer = self.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event or {}))
        payload = json.loads(answer["Payload"].read())
        assert "FunctionError" not in answer, payload
        return payload

    def logs(self, group):
        """The lines of a log group."""
        events = self.client("logs").filter_log_events(logGroupName=group)["events"]
        return [event["message"] for event in events]


def launched(folder, **variables):
    """(process, its first lines up to the one with its address): a `serve` on a free port."""
    environment = os.environ | {"PARETO_LOCAL_SPEED": str(SPEED)} | variables
    process = subprocess.Popen([sys.executable, TOOL, "serve", "--port", "0", "--folder", folder],
                               stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, env=environment)
    lines = []
    while not lines or "answers at" not in lines[-1]:
        line = process.stderr.readline()
        assert line, "the local cloud did not start:\n" + "".join(lines)
        lines.append(line)
    return process, lines


def address(lines):
    """The endpoint that a started `serve` says it has."""
    return next(word for word in lines[-1].split() if word.startswith("http://"))


@pytest.fixture(scope="session")
def local_cloud(tmp_path_factory):
    """The LocalCloud of this test process; what it logs is in the test output if it fails to start."""
    folder = tmp_path_factory.mktemp("local-cloud")
    process, lines = launched(folder)
    with open(folder / "log", "w") as log:
        drain = subprocess.Popen(["cat"], stdin=process.stderr, stdout=log)  # a full pipe would stop it
        yield LocalCloud(address(lines), process.pid)
        process.terminate()
        process.wait(10)
        drain.wait(5)
