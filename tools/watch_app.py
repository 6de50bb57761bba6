#!/usr/bin/env python3
"""Deploys the app again at each change of its files, after the checks and the tests that the change concerns.

    watch_app.py build/app.json --stage dev [--site site]

It imports the programs of `make test` and `make deploy` once, and runs them in forks of itself: so they start at
once. A stage on AWS gets nothing that a check or a test finds wrong; the local cloud does, as by `make deploy`.
"""
import contextlib
import gc
import importlib
import os
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import NamedTuple

from aws import clients, stages
from checks import load
from kit import cli, file_cache, files, settings
from kit.problems import Problems, listed, problem

PROGRAMS = ("scan_infra", "expand_template", "check_app", "run_tests", "deploy_stack", "publish_site")
# What the programs import only where they need it. moto changes all clients that are created after its import.
MODULES, OF_TESTS = ("boto3", "botocore.config", "push.layers.builds"), ("pytest", "testkit.plugin", "moto")
SERVICES = ("s3", "sts", "lambda", "cloudformation")
APP, TEMPLATE, FINDINGS = "build/app.json", "build/template.json", "build/tests/findings.json"
FOLDERS, SETTINGS = ("layers", "words", "domains"), (settings.FILE, "resources.yaml", "resources.yml", "resources.json")
QUIET, LONGEST = 20, 200  # milliseconds: a save is over when so long nothing follows; at the latest after so long
STARTED = 100  # milliseconds without a change
NOTHING = ("nothing to change", "website: nothing changed")  # outcomes that are printed only after a change
BUG = 70  # exit code of a program with a traceback


class Outcome(NamedTuple):
    """What a run of programs came to."""

    code: int  # 0: done
    text: str  # what they printed
    program: str  # the last that ran
    imported: list  # the modules of Pareto and of installed packages that they imported


def module_names():
    """The names of imported modules, without those of the app."""
    folders = (os.path.dirname(os.path.abspath(__file__)), os.path.dirname(os.__file__), sys.prefix)
    return {name for name, module in list(sys.modules.items())
            if (getattr(module, "__file__", None) or "").startswith(folders)}


def warm(app, stage):
    """Import the programs, and create the clients that they use: forks have them."""
    for name in (*PROGRAMS, *MODULES):
        importlib.import_module(name)
    if stage == clients.LOCAL:
        for service in SERVICES:
            stages.client(service, app, stage)
    for name in OF_TESTS:
        importlib.import_module(name)
    tools = os.path.dirname(os.path.abspath(__file__))
    for parts in ((), (load.PARTS,)):
        file_cache.digest(tools, *parts)
    gc.collect()
    gc.freeze()


def run(*calls):
    """Run programs one after the other in a fork, until one fails. calls: (program, arguments) -> Outcome"""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as facts:
        before, pid = module_names(), os.fork()
        if not pid:
            started = []
            code = run_here(calls, started, output.fileno())
            facts.write(" ".join([*started[-1:], *(module_names() - before)]).encode())
            facts.flush()
            os._exit(code)
        status = wait(pid)
        output.seek(0)
        facts.seek(0)
        program, *imported = facts.read().decode().split() or [""]
        return Outcome(status, output.read().decode(errors="replace"), program, imported)


def wait(pid):
    """The exit code of a child. Ctrl-C reaches the child too: it is waited for, then ends this process."""
    try:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except KeyboardInterrupt:
        os.waitpid(pid, 0)
        raise


def run_here(calls, started, output):
    """Run programs in this process, with their output in a file. -> exit code

    started  a list to which the name of each program is added
    """
    def main(_arguments):
        for program, arguments in calls:
            started.append(program)
            sys.modules[program].main(arguments)

    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.stdin, sys.stdout, sys.stderr = (open(number, mode, closefd=False) for number, mode in enumerate("rww"))
    try:
        cli.run(main)
        return 0
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
        return BUG
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def keep(imported):
    """Import modules that a fork imported: the next has them."""
    for name in imported:
        with contextlib.suppress(Exception):  # one that only pytest, or another module, can import
            importlib.import_module(name)
    gc.freeze()


def deploy(stage):
    """Check, test and deploy what changed. -> Outcome, whose text is one line if all went well"""
    checked = run(("scan_infra", ["-o", APP]), ("expand_template", [APP, "-o", TEMPLATE]),
                  ("check_app", [APP, "-o", FINDINGS]), ("run_tests", [APP, f"--findings={FINDINGS}", "--here"]))
    if checked.code and (checked.program != "run_tests" or stage != clients.LOCAL):
        return checked._replace(text=f"not deployed:\n{checked.text}")
    deployed = run(("deploy_stack", [APP, f"build/{stage}/artifacts.json", "--push", f"--stage={stage}",
                                     "-o", f"build/{stage}/stack.json"]))
    if deployed.code:
        return deployed._replace(text=f"not deployed:\n{checked.text}{deployed.text}")
    prefix = f"{stack_name(stage)}: "
    lines = [line.removeprefix(prefix) for line in deployed.text.splitlines() if line.startswith(prefix)]
    if checked.code:
        return checked._replace(text=f"{'; '.join(lines)}; but there are problems:\n{checked.text}")
    return checked._replace(text="; ".join([*test_lines(checked.text), *lines]))


def stack_name(stage):
    """The name of the stack that was deployed last."""
    return files.read_json(f"build/{stage}/stack.json")["stack"]


def test_lines(text):
    """["2 passed"] of pytest's output, [] if no test ran."""
    return [line.partition(" in ")[0] for line in text.splitlines() if " passed" in line][-1:]


def publish(stage, site):
    """Publish the website's folder, if the app has a website. -> Outcome, None without one"""
    if not files.read_json(APP)["state"].get("website") or not os.path.isdir(site):
        return None
    outcome = run(("publish_site", [APP, f"--stage={stage}", "--delete", "--", site]))
    if outcome.code:
        return outcome
    counts = next(line for line in outcome.text.splitlines() if " put, " in line and " deleted, " in line)
    is_same = counts.startswith("0 put, 0 deleted")
    return outcome._replace(text=f"website: {'nothing changed' if is_same else counts}")


def watched_paths(site):
    """The paths to watch of those that exist: folders with all in them, and files."""
    try:
        package = settings.read()["package"]
    except Problems:  # app.yaml is being edited
        package = files.read_json(APP)["package"]
    return [path for path in (package, *FOLDERS, *SETTINGS, site) if os.path.exists(path)]


def changes(site):
    """Yields the sets of paths that changed together, relative to the project, until Ctrl-C.

    The first is empty, and so is the first after other paths are watched: anything may have changed before.
    """
    from watchfiles import watch
    while True:
        paths, is_new = watched_paths(site), True
        # The timeout shows that the watch has begun.
        for batch in watch(*paths, debounce=LONGEST, step=QUIET, rust_timeout=STARTED, yield_on_timeout=True):
            changed = {os.path.relpath(path) for _change, path in batch}
            if changed or is_new:
                yield changed
                is_new = False
                # An editor replaces a file: its watch is gone. And what is watched may be another.
                if changed.intersection(SETTINGS) or watched_paths(site) != paths:
                    break


def report(stage, site, changed):
    """Deploy and publish what changed, and print it in one line, with details only of what went wrong.

    changed  {path}; {}: anything
    """
    began = time.monotonic()
    of_site = {path for path in changed if Path(path).is_relative_to(site)}
    outcomes = [] if changed and changed == of_site else [deploy(stage)]
    outcomes += [publish(stage, site)] if of_site or not changed else []
    for outcome in filter(None, outcomes):
        if changed or outcome.text not in NOTHING:
            paths = listed(sorted(changed), 3) or "the app"
            seconds = time.monotonic() - began
            cli.say(f"{time.strftime('%H:%M:%S')}  {paths}: {outcome.text.rstrip()}  ({seconds:.2f} s)")
        keep(outcome.imported)


def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("--site", default="site", help="the folder of the website (default: site)")
    args = parser.parse_args(argv)
    app = stages.model(args.app)
    if stages.is_protected(app, args.stage):
        raise problem("", 0, f"{args.stage} is a protected stage, which `make watch` does not deploy to",
                      f"`make deploy stage={args.stage}`")
    warm(app, args.stage)
    for number, changed in enumerate(changes(args.site)):
        report(args.stage, args.site, changed)
        if not number:
            cli.say(f"watching {listed(watched_paths(args.site))}; Ctrl-C ends it")


if __name__ == "__main__":
    cli.run(main)
