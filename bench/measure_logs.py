#!/usr/bin/env python3
"""Floods the log of a deployed app of the local cloud while `make logs follow=1` reads it: no line may be lost.

    bench/measure_logs.py [--lines 200000]

Four invocations at once print 10,000 lines each, again and again. Prints the lines that were followed in a second, from the
first invocation to the last line. Exit 1 if a line is missing or is printed twice.
"""
import argparse
import collections
import concurrent.futures
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import floods
import local_cloud
import measure_speed

PARALLEL, OF_ONE = 4, 10_000
PRINT = '''"""Prints lines.

infra:
  timeout: 600
"""


def handler(event, context):
    for number in range(event["lines"]):
        print("flood", event["call"], number)
'''


def flood(app, follower, path, calls):
    """(seconds, {line: how often it was printed}) of so many invocations."""
    client, began = app.client("lambda"), time.monotonic()

    def invoke(call):
        client.invoke(FunctionName="demo-local-print", Payload=json.dumps({"call": call, "lines": OF_ONE}).encode())

    with concurrent.futures.ThreadPoolExecutor(PARALLEL) as pool:
        list(pool.map(invoke, range(calls)))
    floods.settled(lambda: path.read_bytes().count(b" flood "), lambda number: number >= calls * OF_ONE)
    seconds = time.monotonic() - began
    follower.terminate()
    follower.wait()
    return seconds, collections.Counter(line.partition(" flood ")[2] for line in path.read_text().splitlines()
                                        if " flood " in line)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=200_000, help="default: 200000")
    calls = max(1, parser.parse_args().lines // OF_ONE)
    with tempfile.TemporaryDirectory() as folder:
        root, path = measure_speed.app_folder(folder, 2), Path(folder) / "followed.txt"
        (root / "lambdas/print").mkdir()
        (root / "lambdas/print/index.py").write_text(PRINT)
        try:
            measure_speed.make(root, "deploy", f"port={local_cloud.free_port()}")
            with path.open("wb") as output, subprocess.Popen(
                    [sys.executable, "tools/show_logs.py", "build/app.json", "--follow"], cwd=root, stdout=output) as follower:
                time.sleep(2)  # it reads what is there
                seconds, printed = flood(floods.App(root), follower, path, calls)
        finally:
            measure_speed.make(root, "stop")
    missing, twice = calls * OF_ONE - len(printed), sum(number > 1 for number in printed.values())
    print(f"{calls * OF_ONE:,} lines: {calls * OF_ONE / seconds:,.0f} in a second, {missing} missing, {twice} twice")
    sys.exit(bool(missing or twice))


if __name__ == "__main__":
    main()
