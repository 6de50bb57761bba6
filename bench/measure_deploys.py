#!/usr/bin/env python3
"""How long deploys to the local cloud take, and the calls of AWS that they make: nothing, one handler, one new lambda.

    bench/measure_deploys.py [--sizes 20,200,1000] [--saves 30]

The app has several stacks at every size, as large ones must: one stack less costs one call less for a changed handler.
Each number of a deploy is the median of a few runs of `make deploy`; its calls are counted in the programs of one run.
Then `make watch` runs, at the first of the sizes, and a handler is saved: seconds from the save to the new code's first answer.
"""
import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import boto3

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

import generated
import measure_speed
from kit import names
from local_cloud import free_port

ROOT = Path(__file__).resolve().parents[1]
SIZES, RUNS, SAVES = (20, 200, 1000), 3, 30
LAMBDAS_OF_STACK = 50  # CloudFormation's limit of resources allows a few more
LAMBDA = "thing-0003"
PAUSE = 0.02  # seconds between two invocations that look for the new code: each takes time from the deploy
# How often a running stack is described depends on its speed.
POLLED = {"DescribeStacks", "DescribeStackEvents", "DescribeChangeSet"}
# A program that counts its calls: it adds their names to a file. The pages of a listing are one call.
COUNTING = """
import runpy, sys
import botocore.client
path, sys.argv = sys.argv[1], sys.argv[2:]
call = botocore.client.BaseClient._make_api_call
def counted(client, name, parameters):
    if "ContinuationToken" not in parameters:
        with open(path, "a") as file:
            file.write(name + "\\n")
    return call(client, name, parameters)
botocore.client.BaseClient._make_api_call = counted
sys.path[0] = "tools"
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def project(folder, count):
    """A generated app with `count` lambdas, their tests, and Pareto."""
    root = generated.write_app(folder, count, tests=True)
    for name in ("Makefile", "requirements.txt", "tools", ".venv", "conftest.py", "pytest.ini"):
        (root / name).symlink_to(ROOT / name)
    with open(root / "app.yaml", "a") as file:
        file.write(f"stacks: {stack_count(count)}\n")
    return root


def stack_count(lambdas):
    """The number of stacks of the app with that number of lambdas."""
    return max(2, -(-lambdas // LAMBDAS_OF_STACK))


def change(root, number):
    """Another code of one lambda."""
    path = root / "lambdas" / LAMBDA / "index.py"
    path.write_text(path.read_text() + f"# change {number}\n")


def add(root, number):
    """One more lambda."""
    path = root / "lambdas" / f"added-{number}" / "index.py"
    path.parent.mkdir()
    path.write_text('"""Answers.\n\ninfra: {}\n"""\n\n\ndef handler(event, context):\n    return 1\n')


def calls_of(root):
    """{operation: number} of a deploy, whose other steps make has run."""
    path = root / "calls"
    path.write_text("")
    measure_speed.make(root, "template")
    arguments = ["build/app.json", "build/local/artifacts.json", "--push", "-o", "build/local/stack.json"]
    measure_speed.timed([".venv/bin/python", "-c", COUNTING, path, "tools/deploy_stack.py", *arguments], root)
    return Counter(name for name in path.read_text().split() if name not in POLLED)


def seconds_of(root, prepare):
    """The median of a few deploys, each after prepare(root, number)."""
    times = []
    for number in range(RUNS):
        prepare(root, number)
        times.append(measure_speed.make(root, "deploy")[0])
    return statistics.median(times)


def print_deploys(root, count):
    """The rows of one size. -> the calls for one changed handler"""
    row(count, "first", measure_speed.make(root, "deploy")[0])
    changed = Counter()
    for name, prepare in (("nothing", lambda *_: None), ("one handler", change), ("one new lambda", add)):
        seconds = seconds_of(root, prepare)
        prepare(root, RUNS)
        calls = calls_of(root)
        row(count, name, seconds, f"{calls.total()}: " + ", ".join(
            f"{name} {number}" if number > 1 else name for name, number in sorted(calls.items())))
        changed = calls if prepare is change else changed
    return changed


def row(count, name, seconds, calls=""):
    """One line of the table."""
    print(f"{count:>8}  {name:<16}{seconds:>8.2f}   {calls}", flush=True)


class Saves:
    """A handler that answers what was saved last, in an app that `make watch` watches."""

    def __init__(self, root, count):
        self.path = root / "lambdas/direct/index.py"
        self.path.parent.mkdir(exist_ok=True)
        self.name = names.function("demo-local", "direct", names.stack_of_hash("direct", stack_count(count)))
        endpoint = json.loads((root / "build/local/cloud.json").read_text())["endpoint"]
        self.client = boto3.client("lambda", region_name="eu-west-1", endpoint_url=endpoint, aws_access_key_id="x",
                                   aws_secret_access_key="x")

    def write(self, value, has_test):
        """Save the handler, and its test first."""
        test = self.path.with_name("test.py")
        if has_test:
            test.write_text("def test_it_answers(call):\n    assert isinstance(call({}), int)\n")
        else:
            test.unlink(missing_ok=True)
        self.path.write_text('"""Answers.\n\ninfra: {}\n"""\n\n\n'
                             f"def handler(event, context):\n    return {value}\n")

    def answer(self):
        """What the function returns; None before it exists."""
        try:
            return json.load(self.client.invoke(FunctionName=self.name)["Payload"])
        except self.client.exceptions.ResourceNotFoundException:
            return None

    def seconds(self, value, has_test):
        """From the save to the new answer."""
        began = time.perf_counter()
        self.write(value, has_test)
        while self.answer() != value:
            if time.perf_counter() > began + 120:
                raise SystemExit(f"{self.name} does not run the saved code after two minutes")
            time.sleep(PAUSE)
        return time.perf_counter() - began


def print_saves(root, lambdas, count):
    """p50 and p95 of the seconds from a save to the answer, without a test of the handler and with one."""
    saves, log = Saves(root, lambdas), root / "watch.log"
    with open(log, "w") as output:
        process = subprocess.Popen(["make", "-s", "watch"], cwd=root, stderr=output, start_new_session=True)
    try:
        while "Ctrl-C ends it" not in log.read_text():
            if process.poll() is not None:
                raise SystemExit(f"make watch ended:\n{log.read_text()}")
            time.sleep(0.1)
        number = 0
        for has_test in (False, True):
            for _ in range(3):  # the first deploys, and imports of the first tests
                number += 1
                saves.seconds(number, has_test)
            times = []
            for _ in range(count):
                number += 1
                time.sleep(0.3)
                times.append(saves.seconds(number, has_test))
            times.sort()
            print(f"make watch, save to answer, {'with' if has_test else 'without'} a test: "
                  f"p50 {statistics.median(times):.2f} s, p95 {times[int(len(times) * 0.95)]:.2f} s of {count}", flush=True)
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of lambdas")
    parser.add_argument("--saves", type=int, default=SAVES, help="of make watch")
    args = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has its background processes ignore Ctrl-C
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}\n\n lambdas  changed          seconds   calls")
    changed = []
    for position, count in enumerate(map(int, args.sizes.split(","))):
        with tempfile.TemporaryDirectory(prefix="pareto-deploys-") as folder:
            root = project(Path(folder) / "app", count)
            measure_speed.make(root, "local", f"port={free_port()}")
            try:
                changed.append(print_deploys(root, count))
                if not position:
                    print_saves(root, count, args.saves)
            finally:
                measure_speed.make(root, "stop")
    equal = all(calls == changed[0] for calls in changed)
    print(f"calls for one changed handler: {'the same at all sizes' if equal else 'they differ'}")
    return 0 if equal else 1


if __name__ == "__main__":
    sys.exit(main())
