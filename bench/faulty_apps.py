"""Apps for bench/measure_faults.py, and the programs that run for them, each time in a child process with a fault."""
import contextlib
import functools
import json
import os
import signal
import sys
import tempfile
import traceback
from pathlib import Path
from typing import IO, NamedTuple

import boto3

import adopt_resources
import delete_stack
import deploy_stack
import expand_template
import push_artifacts
import replay_messages
import rollback_code
import scan_infra
import setup_domain
from aws import clients, stacks
from deploy import function_code
from incidents import queues, replaying
from injected_faults import Fault
from kit import cli, names
from kit.problems import Problems

REGION, STAGE = "eu-west-1", "dev"  # what a deleted stack keeps, a stage on AWS keeps
HANDLER = '''"""Says hello.

infra:
  timeout: {seconds}
  {trigger}
"""
import os

TABLE = os.environ["{prefix}_TABLE"]


def handler(event, context):
    return {answer!r}
'''
HIDDEN = 3  # seconds for which the messages of a killed replay are hidden

APP, TEMPLATE, ARTIFACTS = "build/app.json", "build/template.json", f"build/{STAGE}/artifacts.json"
BUILD = [(scan_infra, ["lambdas", "-o", APP]), (expand_template, [APP, "-o", TEMPLATE])]
PUSH = [(push_artifacts, [APP, TEMPLATE, "--stage", STAGE, "-o", ARTIFACTS])]
STACK = [APP, ARTIFACTS, "--stage", STAGE, "-o", f"build/{STAGE}/stack.json"]
DEPLOY = [*PUSH, (deploy_stack, STACK)]
DEPLOY_ALL = [*PUSH, (deploy_stack, [*STACK, "--full"])]
DEPLOY_EMPTY = [*PUSH, (deploy_stack, [*STACK, "--empty"])]
ROLLBACK = [(rollback_code, [APP, "--stage", STAGE])]
ADOPT = [(adopt_resources, [APP, TEMPLATE, "--stage", STAGE])]
REPLAY = [(replay_messages, [APP, "--stage", STAGE, "--yes"])]
DELETE = [(delete_stack, [APP, "--stage", STAGE, "--yes"])]


def prepare_process(endpoint, stages=(STAGE,)):
    """All stages are in the local cloud from here on, those named as fast as the stage local, and the children of this
    process have its clients."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has its background processes ignore Ctrl-C
    original = clients.client
    clients.client = lambda service, _stage, region, **settings: original(service, clients.LOCAL, region, **settings)
    clients.endpoint = lambda *_cloud: endpoint
    for seconds in (stacks.PAUSES, function_code.PAUSES, queues.WAIT_SECONDS, setup_domain.PAUSES):
        seconds.update(dict.fromkeys(stages, seconds[clients.LOCAL]))
    queues.HIDDEN_SECONDS = HIDDEN
    replaying.DEDUPLICATION.update(dict.fromkeys(stages, 0))
    for service in ("cloudformation", "s3", "lambda", "sts", "sqs", "dynamodb", "dynamodbstreams", "iam", "events"):
        clients.client(service, STAGE, REGION)


class Ended(NamedTuple):
    """What a child process did."""

    code: int  # its exit code, or minus a signal
    text: str  # stdout and stderr
    calls: int = 0  # requests to the cloud, and those that may change anything: ["s3.PutObject"]; none if it was killed
    writes: tuple[str, ...] = ()


class Child(NamedTuple):
    """A child process that runs."""

    pid: int
    output: IO[str]
    record: IO[str]

    def ended(self):
        """Wait for the end. -> Ended"""
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        with self.output, self.record:
            self.output.seek(0)
            self.record.seek(0)
            calls, writes = json.loads(self.record.read() or "[0, []]")
            return Ended(code, self.output.read(), calls, tuple(writes))


class StoppedDeploy:
    """A program: deploy_stack.py, which may stop beside what an earlier stack kept."""

    @staticmethod
    def main(arguments):
        try:
            deploy_stack.main(arguments)
        except Problems as problems:
            if "would begin with empty state" not in str(problems):
                raise


STOPPED_DEPLOY = [*PUSH, (StoppedDeploy, STACK)]


class App:
    """An app in a folder of its own, and its stack, with the lambdas in so many nested stacks, or with 1 in itself."""

    def __init__(self, folder, name, endpoint, stacks=1):
        self.name, self.folder, self.endpoint, self.stage = name, Path(folder) / name, endpoint, STAGE
        self.number, self.settings = 0, {"settings": {"stacks": stacks}}
        (self.folder / "build/local").mkdir(parents=True)
        (self.folder / "build/local/cloud.json").write_text(json.dumps({"endpoint": endpoint, "pid": 0, "log": ""}))
        (self.folder / "app.yaml").write_text(f"name: {name}\nstacks: {stacks}\n")

    @property
    def stack(self):
        """The name of its stack."""
        return f"{self.name}-{self.stage}"

    def write(self, name, source, **values):
        """A lambda."""
        path = self.folder / "lambdas" / name / "index.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source.format(prefix=self.name.upper(), **values))

    def write_hello(self, seconds, answer):
        """The lambda hello, with that timeout and that answer."""
        self.write("hello", HANDLER, seconds=seconds, answer=answer, trigger="queue: {}")

    @functools.cache
    def client(self, service):
        """A client of the local cloud."""
        return boto3.client(service, region_name=REGION, endpoint_url=self.endpoint, aws_access_key_id="x",
                            aws_secret_access_key="x")

    def status(self):
        """The stack's, "" without one."""
        cloudformation = self.client("cloudformation")
        with contextlib.suppress(cloudformation.exceptions.ClientError):
            return cloudformation.describe_stacks(StackName=self.stack)["Stacks"][0]["StackStatus"]
        return ""

    def output(self, name):
        """An output of the stack."""
        return json.loads((self.folder / f"build/{self.stage}/stack.json").read_text())["outputs"][name]

    def table(self):
        """The name of the app's table."""
        return self.output(f"{self.name.title()}TableName")

    def function(self, name):
        """The name of a lambda's function."""
        return names.function(self.stack, name, names.stack_number(self.settings, name))

    def state(self):
        """(timeout, answer) of the deployed function hello."""
        functions, name = self.client("lambda"), self.function("hello")
        return (functions.get_function_configuration(FunctionName=name)["Timeout"],
                json.load(functions.invoke(FunctionName=name)["Payload"]))

    def start(self, steps, fault=None):
        """Programs in a child process, with a fault. -> Child"""
        output, record = tempfile.TemporaryFile("w+"), tempfile.TemporaryFile("w+")
        pid = os.fork()
        if not pid:
            os._exit(self.run_here(steps, fault or Fault("", 0), output, record))
        return Child(pid, output, record)

    def run(self, steps, fault=None):
        """Programs in a child process, with a fault. -> Ended"""
        return self.start(steps, fault).ended()

    def run_here(self, steps, fault, output, record):
        """Programs with their arguments, in the child. -> exit code, as of the tools"""
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
        sys.stdout = sys.stderr = open(2, "w", buffering=1, closefd=False)
        os.chdir(self.folder)
        fault.install()
        def main(_arguments):
            for program, arguments in steps:
                program.main(arguments)
        try:
            cli.run(main)
            return 0
        except SystemExit as end:
            return end.code
        except BaseException:
            traceback.print_exc()
            return 70
        finally:
            json.dump([fault.calls, fault.writes], record)
            record.flush()

    def must(self, *steps):
        """As run(), without a fault. Raises AssertionError if it fails."""
        ended = self.run(steps)
        assert ended.code == 0, ended.text
