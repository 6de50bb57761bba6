#!/usr/bin/env python3
"""Whether a deploy that meets any one fault is completed by the next: kills, errors and lost answers at each API call.

    bench/measure_faults.py [--all] [--part 1/2] [--points 80] [--seed 1]

Four kinds of deploy to the local cloud: the first of an app, an update, an update that fails, a change of code alone; and
a rollback of code. A run meets one fault at one of its calls; the same command is then repeated without a fault. The run must end without a traceback, and the
repeated one must bring the stack where it belongs. Prints the counts for each kind, then runs bench/floods.py; exit 1 if
a point failed, or if anything was lost.
"""
import argparse
import collections
import contextlib
import io
import json
import os
import random
import sys
import tempfile
import time
import traceback
import zipfile
from pathlib import Path

import boto3

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

import deploy_stack
import expand_template
import floods
import push_artifacts
import rollback_code
import scan_infra
from injected_faults import FAULTS, INTERRUPTED, Fault
from kit.problems import Problems
from local_cloud import free_port

TOOL = Path(__file__).resolve().parents[1] / "tools" / "run_local.py"
REGION, POINTS = "eu-west-1", 80
KINDS = ("first", "update", "failing", "code", "rollback")
HANDLER = '''"""Says hello.

infra:
  timeout: {seconds}
  queue: {{}}
"""
import os

TABLE = os.environ["{prefix}_TABLE"]


def handler(event, context):
    return {answer!r}
'''
FIRST, SECOND = 7, 9  # seconds of the timeout, and the answer: they show what is deployed

BUILT = ["build/app.json", "build/template.json"]
DEPLOY = [(scan_infra, ["lambdas", "-o", BUILT[0]]), (expand_template, [BUILT[0], "-o", BUILT[1]]),
          (push_artifacts, [*BUILT, "-o", "build/local/artifacts.json"]),
          (deploy_stack, [BUILT[0], "build/local/artifacts.json", "-o", "build/local/stack.json"])]
ROLLBACK = [(rollback_code, BUILT[:1])]
RUNS = {"rollback": ROLLBACK}  # of other kinds: DEPLOY


class App:
    """An app in a folder of its own, and its stack."""

    def __init__(self, folder, number, endpoint):
        self.name, self.folder, self.endpoint = f"app{number}", Path(folder) / f"app{number}", endpoint
        (self.folder / "build/local").mkdir(parents=True)
        (self.folder / "build/local/cloud.json").write_text(json.dumps({"endpoint": endpoint, "pid": 0, "log": ""}))
        (self.folder / "app.yaml").write_text(f"name: {self.name}\n")
        self.write("hello", FIRST)

    def write(self, name, seconds, answer=FIRST):
        """A lambda with that timeout and that answer."""
        path = self.folder / "lambdas" / name / "index.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HANDLER.format(seconds=seconds, answer=answer, prefix=self.name.upper()))

    def client(self, service):
        """A client of the local cloud."""
        return boto3.client(service, region_name=REGION, endpoint_url=self.endpoint, aws_access_key_id="x",
                            aws_secret_access_key="x")

    def status(self):
        """The stack's, "" without one."""
        cloudformation = self.client("cloudformation")
        with contextlib.suppress(cloudformation.exceptions.ClientError):
            return cloudformation.describe_stacks(StackName=f"{self.name}-local")["Stacks"][0]["StackStatus"]
        return ""

    def seconds(self, name="hello"):
        """The timeout of a deployed function."""
        return self.client("lambda").get_function_configuration(FunctionName=f"{self.name}-local-{name}")["Timeout"]

    def answer(self, name="hello"):
        """What a deployed function returns."""
        return json.load(self.client("lambda").invoke(FunctionName=f"{self.name}-local-{name}")["Payload"])

    def deploy(self, fault=None, run=None):
        """`make deploy`, or ROLLBACK, in a child process, with a fault. -> (exit code, or minus a signal; stderr; calls)"""
        with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as count:
            child = os.fork()
            if not child:
                os._exit(self.run(run or DEPLOY, fault or Fault("", 0), output, count))
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            output.seek(0)
            count.seek(0)
            return status, output.read(), int(count.read() or 0)

    def run(self, steps, fault, output, count):
        """Programs with their arguments, in the child. -> exit code, as of the tools"""
        os.dup2(output.fileno(), 2)
        sys.stderr = open(2, "w", buffering=1, closefd=False)
        os.chdir(self.folder)
        fault.install()
        try:
            for program, arguments in steps:
                program.main(arguments)
            return 0
        except Problems as problems:
            print(problems, file=sys.stderr)
            return 1
        except BaseException:
            traceback.print_exc()
            return 70
        finally:
            count.write(str(fault.calls))
            count.flush()


def prepared(kind, folder, number, endpoint):
    """An App, just before its deploy of that kind. Raises AssertionError if the preparation failed."""
    app = App(folder, number, endpoint)
    if kind == "first":
        return app
    code, text, _calls = app.deploy()
    assert code == 0, text
    app.write("hello", FIRST, SECOND)
    if kind != "code":
        code, text, _calls = app.deploy()
        assert code == 0, text
    if kind in ("update", "failing"):  # of a function whose code the stack does not record, back to the recorded code
        app.write("hello", SECOND, FIRST)
    if kind == "failing":
        app.write("late", FIRST)
        take_name(app)
    return app


def take_name(app):
    """A function with the name of the lambda `late`: the deploy fails at it, and rolls back."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("index.py", "def handler(event, context): pass")
    role = app.client("iam").create_role(RoleName=app.name, AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    app.client("lambda").create_function(
        FunctionName=f"{app.name}-local-late", Runtime="python3.13", Handler="index.handler", Role=role,
        Code={"ZipFile": data.getvalue()})


def outcome(kind, app):
    """"" if the repeated deploy brings the stack where it belongs; else what is wrong."""
    code, text, _calls = app.deploy(run=RUNS.get(kind))
    if kind == "failing":
        if code != 1 or "LateFunction" not in text or app.status() != "UPDATE_ROLLBACK_COMPLETE":
            return f"the failing deploy ends with {code}, {app.status()}:\n{text}"
        if app.seconds() != FIRST:
            return f"the failed deploy left a changed function:\n{text}"
        app.client("lambda").delete_function(FunctionName=f"{app.name}-local-late")
        code, text, _calls = app.deploy()
    expected = (SECOND if kind in ("update", "failing") else FIRST, SECOND if kind == "code" else FIRST)
    if code or app.status() not in ("CREATE_COMPLETE", "UPDATE_COMPLETE") or (app.seconds(), app.answer()) != expected:
        return f"the repeated deploy ends with {code}, {app.status()}:\n{text}"
    return ""


def tried(kind, fault, number, folder, endpoint, app_number):
    """"" if all went well at one point; else what is wrong."""
    app = prepared(kind, folder, app_number, endpoint)
    code, text, _calls = app.deploy(Fault(fault, number), RUNS.get(kind))
    if "Traceback" in text or code not in (0, 1, INTERRUPTED):
        return f"the deploy ends with {code}:\n{text}"
    problem = outcome(kind, app)
    app.client("cloudformation").delete_stack(StackName=f"{app.name}-local")
    return problem


@contextlib.contextmanager
def local_cloud(folder):
    """The endpoint of a local cloud on a free port."""
    out = Path(folder) / "cloud.json"
    started = os.spawnv(os.P_WAIT, sys.executable, [sys.executable, str(TOOL), "start", "--port", str(free_port()),
                                                    "--out", str(out)])
    assert started == 0, "the local cloud did not start"
    try:
        yield json.loads(out.read_text())["endpoint"]
    finally:
        os.spawnv(os.P_WAIT, sys.executable, [sys.executable, str(TOOL), "stop", "--out", str(out)])


def measure(arguments):
    """Try the points, and print what they did, each failure at once. -> the number that failed"""
    counts, failures, begun = collections.Counter(), 0, time.monotonic()
    with tempfile.TemporaryDirectory(prefix="pareto-faults-") as folder, local_cloud(folder) as endpoint:
        points = []
        for at, kind in enumerate(KINDS):
            calls = prepared(kind, folder, f"count{at}", endpoint).deploy(run=RUNS.get(kind))[2]
            print(f"{kind} deploy: {calls} calls", flush=True)
            points += [(kind, fault, number) for fault in FAULTS for number in range(1, calls + 1)]
        total, (part, parts) = len(points), map(int, arguments.part.split("/"))
        points = points[part - 1::parts]
        if not arguments.all:
            points = sorted(random.Random(arguments.seed).sample(points, min(arguments.points, len(points))))
        for number, (kind, fault, call) in enumerate(points):
            problem = tried(kind, fault, call, folder, endpoint, number)
            counts[kind, fault, bool(problem)] += 1
            if problem:
                failures += 1
                print(f"\n{kind} deploy, {fault} at call {call}: {problem}", flush=True)
            if (number + 1) % 50 == 0:
                print(f"{number + 1} of {len(points)} points tried, {failures} failed", flush=True)
    report(counts, failures, len(points), total, time.monotonic() - begun)
    return failures


def report(counts, failed, tried_points, total, seconds):
    """Print a line for each kind of deploy and fault."""
    print(f"{tried_points} of {total} points in {seconds:.0f} s")
    for kind in KINDS:
        print(f"  {kind}: " + ", ".join(
            f"{fault} {counts[kind, fault, False]}/{counts[kind, fault, False] + counts[kind, fault, True]}"
            for fault in FAULTS))
    print(f"{failed} failed")


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="every point, which takes some ten minutes")
    parser.add_argument("--part", default="1/1", help="2/3 is the second of three parts of the points")
    parser.add_argument("--points", type=int, default=POINTS, help="how many of them, without --all")
    parser.add_argument("--seed", type=int, default=1, help="which ones")
    failed, lost = measure(parser.parse_args(argv)), floods.measure()
    return 1 if failed or lost else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
