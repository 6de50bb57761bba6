#!/usr/bin/env python3
"""Files of a user with mistakes of every kind: no traceback, none slow, every template clean: make bench-fuzz.

    bench/measure_fuzz.py [--count 4000] [--first 0] [--seed 0] [--lint 20] [--kind block] [--number 17]

Each input is a file that a person writes, or a name of one, made from a valid one: see fuzz_readers.py for the kinds. The
functions of the tools read it, up to the template. Exits 1 if an input ended in a traceback, took more CPU than any sane
reading does, or made a template that cfn-lint refuses. A long run can be done in pieces: the same number is the same input.
"""
import argparse
import collections
import multiprocessing
import os
import signal
import sys
import tempfile
import traceback
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

import mutated
from checks import template as lint
from fuzz_readers import READERS, project
from kit import files
from kit.problems import Problems

CPU_SECONDS = 10  # of one input: hundreds of times the usual
PIECE = 500  # inputs of one process
RESULTS = ("accepted", "problem", "traceback", "slow")
# A permission's action may be newer than cfn-lint's list (check P702); whether a runtime is deprecated depends on the day.
IGNORED = [*lint.EXCEPTIONS, "W3037", "W2531"]


class Slow(BaseException):
    """An input that took more CPU than CPU_SECONDS. No Exception: no handler of the tools may catch it."""


def outcome(kind, data):
    """("accepted", template or None), ("problem", text), ("traceback", text) or ("slow", text) of one input."""
    def give_up(_signal, _frame):
        raise Slow
    signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
    try:
        return "accepted", READERS[kind](data)
    except Problems as problems:
        return "problem", str(problems)
    except Slow:
        return "slow", traceback.format_exc()
    except Exception:
        return "traceback", traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def lint_messages(template):
    """[message of cfn-lint] of a template."""
    from cfnlint.api import ManualArgs
    from cfnlint.api import lint as run
    return [f"{match.rule.id} {match.path}: {match.message}" for match in run(
        files.json_bytes(template).decode(), config=ManualArgs(regions=["eu-west-1"], ignore_checks=IGNORED))]


def share(kind, numbers, seed, lints):
    """(counts, [(number, kind of result, message)] of faults, number of linted templates) of some inputs of one kind."""
    counts, faults, looked = collections.Counter(), [], set()
    with tempfile.TemporaryDirectory(prefix="bench-fuzz-") as folder, open(os.devnull, "w") as nowhere:
        sys.stderr = nowhere  # messages of the tools to the user
        project(folder)
        for number in numbers:
            result_kind, result = outcome(kind, mutated.mutated(kind, number, seed))
            counts[result_kind] += 1
            if result_kind in ("traceback", "slow"):
                faults.append((number, result_kind, result))
            elif result_kind == "accepted" and result and len(looked) < lints and (key := files.json_bytes(result)) not in looked:
                looked.add(key)
                faults += [(number, "cfn-lint", message) for message in lint_messages(result)[:1]]
        os.chdir("/")
    return counts, faults, len(looked)


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=4000, help="inputs of all kinds together")
    parser.add_argument("--first", type=int, default=0, help="the number of the first input of each kind")
    parser.add_argument("--seed", type=int, default=0, help="another seed, other inputs")
    parser.add_argument("--lint", type=int, default=20, help="templates of a kind that cfn-lint looks at")
    parser.add_argument("--kind", choices=sorted(READERS), help="only these")
    parser.add_argument("--number", type=int, help="only this input, and what it is")
    args = parser.parse_args(argv)
    kinds = [args.kind] if args.kind else list(READERS)
    if args.number is not None:
        print(mutated.mutated(kinds[0], args.number, args.seed))
    last = args.first + args.count // len(kinds)
    pieces = [range(at, min(last, at + PIECE)) for at in range(args.first, last, PIECE)] if args.number is None else [[args.number]]
    jobs = [(kind, numbers, args.seed, -(-args.lint // len(pieces))) for numbers in pieces for kind in kinds]
    sys.exit(1 if run(jobs) else 0)


def run(jobs):
    """Read the inputs of jobs, the arguments of share(), and print the faults and the counts. -> the number of faults"""
    context, total, fault_count = multiprocessing.get_context("spawn"), collections.defaultdict(collections.Counter), 0
    with ProcessPoolExecutor(os.cpu_count() or 1, context, max_tasks_per_child=1) as pool:
        for (kind, _numbers, seed, _lints), (counts, faults, looked) in zip(jobs, pool.map(share, *zip(*jobs))):
            total[kind].update({**counts, "templates that cfn-lint looked at": looked})
            fault_count += len(faults)
            read = sum(count for counts in total.values() for name, count in counts.items() if name in RESULTS)
            print(f"{read} inputs, {fault_count} faults", file=sys.stderr, end="\r")
            for number, result_kind, message in faults:
                print(f"  --kind {kind} --number {number} --seed {seed}: {result_kind}\n    " +
                      "\n    ".join(message.strip().split("\n")[-9:]), flush=True)
    for kind, counts in total.items():
        print(f"{kind:13}" + ", ".join(f"{count} {result_kind}" for result_kind, count in sorted(counts.items())))
    print(f"{fault_count} faults")
    return fault_count


if __name__ == "__main__":
    main(sys.argv[1:])
