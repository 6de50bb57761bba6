"""The app of golden/end_to_end, deployed as `make deploy` does it on the real local cloud: the fixture `chain`.

    pytest_plugins = ["chain_fixture"]

    def test_x(chain):
        assert chain.http("GET", "/partner")[0] == 403
        assert chain.texts("job") == ["a"]         # the rows that its lambdas write, see lambdas/notes.py
"""
import contextlib
import importlib
import io
import json
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from aws import clients
from conftest import PATIENCE, ROOT
from fake_functions import eventually

APP = Path(__file__).parent / "golden" / "end_to_end"
BUILT = ["build/app.json", "build/template.json"]
STEPS = {"scan_infra": ["lambdas", "-o", BUILT[0]],
         "expand_template": [BUILT[0], "-o", BUILT[1]],
         "push_artifacts": [*BUILT, "-o", "build/local/artifacts.json"],
         "deploy_stack": [BUILT[0], "build/local/artifacts.json", "-o", "build/local/stack.json"]}


def project(folder, local_cloud):
    """A folder with golden/end_to_end, whose local cloud is that of the test process."""
    shutil.copytree(APP, folder)
    (folder / "build/local").mkdir(parents=True)
    cloud_file = {"endpoint": local_cloud.endpoint, "pid": local_cloud.pid, "log": ""}
    (folder / "build/local/cloud.json").write_text(json.dumps(cloud_file))
    return folder


# A tool that kills a process, its own or another, as soon as it writes what matches: no other process is quick enough.
KILLING = """
import os, re, runpy, signal, sys
at, victim, *sys.argv = sys.argv[1:]
class Stream:
    def __init__(self, stream):
        self.stream = stream
    def write(self, text):
        self.stream.write(text)
        self.stream.flush()
        if re.search(at, text):
            os.kill(int(victim) or os.getpid(), signal.SIGKILL)
    def flush(self):
        self.stream.flush()
sys.stderr = Stream(sys.stderr)
sys.path[0] = os.path.dirname(sys.argv[0])
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def started(tool, folder, kills_at=None, victim=0):
    """The process of one of STEPS: started("deploy_stack", folder).

    kills_at  a regular expression: when the tool writes what matches, it kills the victim (a pid; 0: itself)
    """
    program = ["-c", KILLING, kills_at, str(victim)] if kills_at else []
    return subprocess.Popen([sys.executable, *program, ROOT / "tools" / f"{tool}.py", *STEPS[tool]], cwd=folder,
                            text=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def deploy(folder, until=None):
    """Every step in this process, up to one of them if it is said. -> what was told on stderr. Raises Problems"""
    output = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stderr(output):
        for tool, arguments in STEPS.items():
            if tool == until:
                break
            importlib.import_module(tool).main(arguments)
    return output.getvalue()


class Chain:
    """The deployed app, and short ways to what tests want of it."""

    def __init__(self, folder, local_cloud):
        self.folder, self.cloud, self.client = folder, local_cloud, local_cloud.client
        self.outputs = json.loads((folder / "build/local/stack.json").read_text())["outputs"]

    def ask(self, output, path, method="GET", body=None, **headers):
        """(status, text) of a path below an address among the outputs; headers as x_api_key="..."."""
        url = clients.reachable(self.outputs[output], "local").rstrip("/") + path
        request = urllib.request.Request(url, json.dumps(body).encode() if body is not None else None,
                                         {name.replace("_", "-"): value for name, value in headers.items()},
                                         method=method)
        request.add_header("content-type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    def http(self, method, path, body=None, **headers):
        """(status, text) of the API."""
        return self.ask("ApiUrl", path, method, body, **headers)

    def invoke(self, name, event, **how):
        """Lambda's answer to a call of one of the app's lambdas."""
        return self.client("lambda").invoke(FunctionName=f"chain-local-{name}", Payload=json.dumps(event), **how)

    def texts(self, kind):
        """What the lambdas noted under `what`, sorted."""
        rows = self.client("dynamodb").query(
            TableName=self.outputs["ChainTableName"], KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": kind}})["Items"]
        return [row["sk"]["S"] for row in rows]

    def noted(self, kind, expected):
        """texts(what) once they are what is wanted (a list, or a function of one)."""
        matches = expected if callable(expected) else lambda texts: texts == expected
        return eventually(lambda: self.texts(kind), matches)

    def bodies(self, output):
        """The bodies of the messages in a queue among the outputs, which stay there."""
        queue = self.outputs[output]
        response = self.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=0)
        return [message["Body"] for message in response.get("Messages", [])]


@pytest.fixture(scope="module")
def chain(tmp_path_factory, local_cloud):
    """The Chain of a test module; its folder is the current one, and holds a space."""
    folder = project(tmp_path_factory.mktemp("my chain") / "app", local_cloud)
    deploy(folder)
    before = os.getcwd()
    os.chdir(folder)
    yield Chain(folder, local_cloud)
    os.chdir(before)
    local_cloud.client("cloudformation").delete_stack(StackName="chain-local")
