#!/usr/bin/env python3
"""Whether the next run completes a command that a fault interrupted: kills, errors and lost responses at each API call.

    bench/measure_faults.py [--all] [--kinds first,replay] [--part 1/2] [--points 80] [--seed 1] [--minutes 30]

Thirteen kinds of commands against the local cloud: the first deploy of an app; an update, an update that fails, a change
of code alone, and a full deploy after changes by hand, each also of an app with nested stacks; a rollback of code; an
adoption of what a deleted stack kept, and a first deploy beside it; and a replay of failed messages. A run meets one fault at one of its calls; the same command is then repeated without a
fault. The run must end without a traceback, and the repeated one must bring the stack, its data and its messages where
they belong. The points come in a random order, so those of a run that ends early are spread over all. Prints the counts
for each kind, then runs bench/floods.py; exit 1 if a point failed, or if anything was lost.
"""
import argparse
import collections
import contextlib
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

import floods
from fault_kinds import (
    Adoption,
    Code,
    Failing,
    Kept,
    Kind,
    NestedCode,
    NestedFailing,
    NestedRestoration,
    NestedUpdate,
    Restoration,
    Rollback,
    Update,
)
from faulty_apps import DELETE, App, prepare_process
from injected_faults import ENDS, FAULTS, Fault
from kit import cli
from local_cloud import free_port
from replay_kind import Replaying

TOOL = Path(__file__).resolve().parents[1] / "tools" / "run_local.py"
POINTS = 80
KINDS = {kind.name: kind for kind in (
    Kind, Update, Failing, Code, Restoration, NestedUpdate, NestedFailing, NestedCode, NestedRestoration, Rollback, Adoption,
    Kept, Replaying)}


class Points:
    """Tries points of one kind after the other, with an app for each kind as long as all goes well."""

    def __init__(self, folder, endpoint):
        self.folder, self.endpoint, self.kinds, self.apps, self.made = folder, endpoint, {}, {}, 0

    def ready(self, kind):
        """(the Kind, an App) before the command of that kind."""
        if kind not in self.apps:
            self.made += 1
            self.kinds[kind], self.apps[kind] = KINDS[kind](), App(
                self.folder, f"app{self.made}", self.endpoint, KINDS[kind].stacks)
        self.kinds[kind].ready(self.apps[kind])
        return self.kinds[kind], self.apps[kind]

    def calls(self, kind):
        """The number of API calls of a run without a fault."""
        command, app = self.ready(kind)
        code, text, calls, _writes = app.run(command.steps)
        assert code == isinstance(command, Failing), text
        del self.apps[kind]
        app.run(DELETE)
        return calls

    def problem(self, kind, fault, number):
        """"" if all goes well at one point; else what is wrong."""
        command, app = self.ready(kind)
        code, text, *_ = app.run(command.steps, Fault(fault, number))
        problem = f"the run ends with {code}:\n{text}" if code not in (0, 1, ENDS.get(fault)) or "Traceback" in text else \
            command.problem(app, text)
        if problem or not command.is_reusable:
            del self.apps[kind]
            app.run(DELETE)
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
        prepare_process(endpoint)
        trier, points = Points(folder, endpoint), []
        for kind in arguments.kinds:
            calls = trier.calls(kind)
            print(f"{kind}: {calls} calls", flush=True)
            points += [(kind, fault, number) for fault in FAULTS for number in range(1, calls + 1)]
        total, (part, parts) = len(points), map(int, arguments.part.split("/"))
        points = [point for point in points if point[2] % parts == part % parts]
        random.Random(arguments.seed).shuffle(points)
        for kind, fault, call in points[:None if arguments.all else arguments.points]:
            if time.monotonic() - begun > arguments.minutes * 60:
                break
            problem = trier.problem(kind, fault, call)
            counts[kind, fault, bool(problem)] += 1
            if problem:
                failures += 1
                print(f"\n{kind}, {fault} at call {call}: {problem}", flush=True)
            if counts.total() % 50 == 0:
                print(f"{counts.total()} of {len(points)} points tried, {failures} failed", flush=True)
    report(counts, failures, total, time.monotonic() - begun)
    return failures


def report(counts, failed, total, seconds):
    """Print a line for each kind, with the points that went well of each fault."""
    print(f"{counts.total()} of {total} points in {seconds:.0f} s")
    for kind in dict.fromkeys(kind for kind, _fault, _failed in counts):
        print(f"  {kind}: " + ", ".join(
            f"{fault} {counts[kind, fault, False]}/{counts[kind, fault, False] + counts[kind, fault, True]}"
            for fault in FAULTS))
    print(f"{failed} failed")


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="every point, which takes some ten minutes")
    parser.add_argument("--kinds", type=cli.names, default=[*KINDS], help=", ".join(KINDS))
    parser.add_argument("--no-floods", action="store_true", help="without bench/floods.py")
    parser.add_argument("--part", default="1/1", help="2/3 is the second of three parts of the points")
    parser.add_argument("--points", type=int, default=POINTS, help="how many of them, without --all")
    parser.add_argument("--seed", type=int, default=1, help="which ones")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="no further point after that time")
    arguments = parser.parse_args(argv)
    if unknown := [kind for kind in arguments.kinds if kind not in KINDS]:
        parser.error(f"no kind is called {unknown[0]!r}; there are: {', '.join(KINDS)}")
    failed = measure(arguments)
    lost = not arguments.no_floods and floods.measure()
    return 1 if failed or lost else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
