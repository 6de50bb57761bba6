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
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

TOOL = Path(__file__).resolve().parent.parent / "tools" / "run_local.py"
SPEED = 60
# Seconds that no healthy run waits, however busy the machine is: what a test waits for ends the wait.
PATIENCE = 600
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

    def __init__(self, endpoint, pid, folder=None):
        self.endpoint = endpoint
        self.pid = pid
        self.folder = folder  # where it was started
        self._clients = {}
        self._role = None

    def client(self, service, region=REGION):
        """A boto3 client that reaches this cloud and does not try twice."""
        import boto3  # 0.3 s that tests of other things need not wait for
        from botocore.config import Config

        key = service, region
        if key not in self._clients:
            self._clients[key] = boto3.client(
                service, region_name=region, endpoint_url=self.endpoint,
                aws_access_key_id="test", aws_secret_access_key="test",
                config=Config(retries={"total_max_attempts": 1}, max_pool_connections=50, read_timeout=PATIENCE))
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
        configuration = {"Runtime": "python{}.{}".format(*sys.version_info), "Handler": "index.handler",
                         "Role": self.role(), "Code": {"ZipFile": zipped(files)}, "Timeout": PATIENCE, "MemorySize": 512}
        return self.client("lambda").create_function(FunctionName=name, **configuration | settings)["FunctionArn"]

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
    """(process, endpoint): a `serve` on a free port, once it answers. Its words go to folder/log."""
    environment = os.environ | {"PARETO_LOCAL_SPEED": str(SPEED)} | variables
    log = Path(folder) / "log"
    with open(log, "wb") as output:
        process = subprocess.Popen([sys.executable, TOOL, "serve", "--port", "0", "--folder", folder],
                                   stderr=output, stdin=subprocess.DEVNULL, env=environment, cwd=folder)
    while process.poll() is None:
        cloud = re.search(r"answers at (http://\S+)", log.read_text())
        if cloud:
            return process, cloud[1]
        time.sleep(0.02)
    raise AssertionError(f"the local cloud ended with {process.returncode}:\n{log.read_text()}")


@pytest.fixture(scope="session")
def local_cloud(tmp_path_factory):
    """The LocalCloud of this test process."""
    folder = tmp_path_factory.mktemp("local-cloud")
    process, endpoint = launched(folder)
    yield LocalCloud(endpoint, process.pid, folder)
    process.terminate()
    process.wait(PATIENCE)
