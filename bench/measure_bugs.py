#!/usr/bin/env python3
"""How many bugs are found before a deployment, and by what: make bench-bugs.

    bench/measure_bugs.py [--only events] [--app links] [--no-tests] [--list] [--messages]

Every bug of bench/bugs is one small change to a right app. The first of scan (and expand), check
and tests that reports a problem catches it; right changes must pass all three. Always exits 0: this is a measure.
"""
import argparse
import json
import multiprocessing
import os
import sys
import tempfile
import time
from pathlib import Path

import bug_runs
import mutations


def work(app, cases, folder, stages, results):
    """A process that runs one app's cases, and puts (app, case, outcome) into a queue."""
    bug_runs.run_app(app, cases, folder, stages, lambda case, outcome: results.put((app, case, outcome)))


def outcomes(chosen, stages):
    """[(app, case or None, outcome)] of {app: [case]}, on all cores; the largest app first."""
    context = multiprocessing.get_context("fork")
    results, finished, waiting, busy = context.Queue(), [], sorted(chosen, key=lambda app: len(chosen[app])), []
    with tempfile.TemporaryDirectory(prefix="bench-bugs-") as folder:
        while waiting or busy:
            while waiting and len(busy) < (os.cpu_count() or 1):
                app = waiting.pop()
                busy.append(context.Process(target=work, args=(app, chosen[app], folder, stages, results)))
                busy[-1].start()
            while not results.empty():
                finished.append(results.get())
            busy = [process for process in busy if process.is_alive()]
            time.sleep(0.02)
        while not results.empty():
            finished.append(results.get())
    return finished


def percent(part, whole):
    """"96 %"; "" of nothing."""
    return f"{100 * part / whole:.0f} %" if whole else ""


def is_caught(outcome):
    """Whether a stage reported the bug; a traceback of our own tools does not count."""
    return outcome["stage"] is not None and not outcome["fault"]


def row(name, bugs, rights):
    """One line of the table."""
    caught = [outcome for _case, outcome in bugs if is_caught(outcome)]
    stages = "".join(f"{sum(outcome['stage'] == stage for outcome in caught):>7}" for stage in bug_runs.STAGES)
    false = sum(outcome["stage"] is not None for _case, outcome in rights)
    return (f"{name:<14}{len(bugs):>5}{len(caught):>8}{len(bugs) - len(caught):>8}{percent(len(caught), len(bugs)):>7}"
            f"{stages}   {len(rights):>7}{false:>14}")


def print_table(finished):
    """Prints caught and missed bugs and false alarms, by class and in total."""
    print(f"{'class':<14}{'bugs':>5}{'caught':>8}{'missed':>8}{'':>7}"
          f"{''.join(f'{stage:>7}' for stage in bug_runs.STAGES)}   {'right':>7}{'false alarms':>14}")
    pairs = [(case, outcome) for _app, case, outcome in finished if case]
    for name in [*mutations.CLASSES, "all"]:
        mine = [(case, outcome) for case, outcome in pairs if name in ("all", case["class"])]
        print(row(name, *([pair for pair in mine if pair[0]["kind"] == kind] for kind in ("bug", "right"))))


def print_names(finished, with_messages):
    """Prints the missed bugs and the false alarms; with_messages: also the caught bugs with their problems."""
    for app, case, outcome in sorted(finished, key=lambda entry: (entry[0], entry[1]["name"] if entry[1] else "")):
        name = f"{app}: {case['name']}" if case else f"{app} as it is"
        message = "\n    ".join(outcome["message"].strip().split("\n"))
        if case and case["kind"] == "bug":
            if not is_caught(outcome):
                print(f"MISSED  {name} ({case['class']})\n    AWS: {case['aws']}" + f"\n    {message}" * bool(message))
            elif with_messages:
                print(f"caught  {name} ({case['class']}) by {outcome['stage']}\n    {message}")
        elif outcome["stage"]:
            print(f"FALSE   {name} by {outcome['stage']}\n    {message}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=mutations.CLASSES, help="one class")
    parser.add_argument("--app", choices=sorted(mutations.apps()), help="one app")
    parser.add_argument("--no-tests", action="store_true", help="scan and check alone: as without tests")
    parser.add_argument("--list", action="store_true", help="list the missed bugs, and the false alarms")
    parser.add_argument("--messages", action="store_true", help="also the caught bugs with their problems")
    parser.add_argument("--json", type=Path, help="a file for all outcomes")
    args = parser.parse_args()
    chosen = {app: [case for case in mutations.cases(app) if args.only in (None, case["class"])]
              for app in mutations.apps() if args.app in (None, app)}
    started = time.perf_counter()
    finished = outcomes(chosen, bug_runs.STAGES[:-1] if args.no_tests else bug_runs.STAGES)
    seconds = time.perf_counter() - started
    if args.list or args.messages:
        print_names(finished, args.messages)
        print()
    print_table(finished)
    alarming = [app for app, case, outcome in finished if not case and outcome["stage"]]
    print(f"\n{len(finished) - len(chosen)} changes of {len(chosen)} apps in {seconds:.0f} s on {os.cpu_count()} cores"
          + f"; with problems although unchanged: {', '.join(alarming)}" * bool(alarming))
    if args.json:
        args.json.write_text(json.dumps(finished, indent=1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
