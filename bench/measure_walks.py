#!/usr/bin/env python3
"""Random sequences of edits, commands, faults and changes by hand: is nothing lost, and does the next deploy recover?

    bench/measure_walks.py [--walks 20] [--count 40] [--seed 1] [--walk 7] [--minutes 30]

A walk is an app and a local cloud of its own. After each command must hold:
    a  no row, object, message or user is gone, unless that command had `lose=` for it
    b  a command ends with 0, or with an error that names a command or a line; never with a traceback
    c  plain deploys, and the commands that their errors name, make the stack equal to the app's files, with no remains
    d  `make diff` and `make deploy dry=1` change nothing
    e  `make diff` finds nothing if, and only if, the next deploy changes nothing
    f  `make rollback` restores the code from before the last deploy, also after `make bucket do=prune`
Prints each walk that breaks a rule, with its steps; exit 1 if one did. --walk repeats one.
"""
import argparse
import collections
import json
import os
import sys
import tempfile
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

from faulty_apps import prepare_process
from measure_faults import local_cloud
from walked_steps import ON_AWS, Broken, Walk


def walk(seed, count):
    """One walk. -> (steps, {rule: how often it was checked}, problem, text)"""
    with tempfile.TemporaryDirectory(prefix="pareto-walk-", dir="/tmp") as folder, local_cloud(folder) as endpoint:
        prepare_process(endpoint, ON_AWS)
        walker, problem = Walk(folder, endpoint, seed), ""
        try:
            for number in range(count):
                walker.step(number)
            walker.settle()
        except Broken as broken:
            problem = str(broken)
        except Exception:
            problem = "the walker: " + traceback.format_exc()
    return len(walker.steps), walker.checks, problem, "\n".join(walker.steps)


def in_child(seed, count):
    """As walk(), in a process of its own, which the next walk does not share."""
    with tempfile.TemporaryFile("w+") as result:
        if not (pid := os.fork()):
            try:
                json.dump(walk(seed, count), result)
                result.flush()
            except BaseException:
                traceback.print_exc()
            os._exit(0)
        os.waitpid(pid, 0)
        result.seek(0)
        return json.loads(result.read() or '[0, {}, "the walk did not end", ""]')


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value, text in (("walks", 20, "how many"), ("count", 40, "steps of each"), ("seed", 1, "of the first"),
                              ("walk", None, "repeat that one, and print its steps")):
        parser.add_argument(f"--{name}", type=int, default=value, help=text)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="no further walk after that time")
    parser.add_argument("--out", default="", help="a folder for the steps of each walk")
    arguments = parser.parse_args(argv)
    begun, checks, steps, broken = time.monotonic(), collections.Counter(), 0, collections.Counter()
    seeds = range(arguments.seed, arguments.seed + arguments.walks) if arguments.walk is None else [arguments.walk]
    for seed in seeds:
        if time.monotonic() - begun > arguments.minutes * 60:
            break
        number, rules, problem, text = in_child(seed, arguments.count)
        steps, checks = steps + number, checks + collections.Counter(rules)
        broken[problem[:1]] += bool(problem)
        print(f"walk {seed}: {number} steps, {problem or 'all rules held'}", flush=True)
        if arguments.walk is not None:
            print(text)
        elif arguments.out:
            Path(arguments.out, f"{seed}.txt").write_text(f"{text}\n\n{problem}\n")
    print(f"{steps} steps in {time.monotonic() - begun:.0f} s; held: " +
          ", ".join(f"{rule} {checks[rule]}" for rule in "abcdef") + f"; {broken.total()} walks broke a rule: {dict(+broken)}")
    return 1 if broken.total() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
