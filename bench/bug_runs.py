"""One run of an app through all that a person has before a deployment: scan and expand, check, the lambdas' tests.

A process that has imported everything, and run the tests of the app as it is once, forks for each change: what a
run costs is then the run, and no run sees another.
"""
import contextlib
import functools
import gc
import io
import json
import os
import re
import select
import shutil
import signal
import sys
import time
import traceback
from pathlib import Path

import pytest

import mutations

sys.path.insert(0, str(mutations.ROOT / "tools"))
import check_app
import expand_template
import scan_infra
from kit.problems import Problems

STAGES = ("scan", "check", "tests")
LONGEST = 60  # seconds of one run
NOT_NEEDED = ("-p", "no:cacheprovider", "-p", "no:unraisableexception")  # pytest's own, half the time of a run
BESIDE = ("conftest.py", "pytest.ini", "tools", "Makefile", "requirements.txt")


def copy(app, folder):
    """A copy of an app as a project of its own: the tools and what pytest is told are this project's."""
    source = mutations.apps()[app]
    (folder / "build").mkdir(parents=True)
    for part in mutations.PARTS:
        if (source / part).is_dir():
            shutil.copytree(source / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        elif (source / part).exists():
            shutil.copy(source / part, folder / part)
    for name in BESIDE:
        (folder / name).symlink_to(mutations.ROOT / name)


def apply(folder, edits):
    """Makes the edits in a copy."""
    changed = mutations.changed(lambda file: (folder / file).read_text(encoding="utf-8"), edits)
    for file, text in changed.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")


def scanned():
    """What scan and expand say; "" if nothing."""
    return said_by(lambda: scan_infra.main(["-o", "build/app.json"]),
                   lambda: expand_template.main(["build/app.json", "-o", "build/template.json"]))


def checked():
    """What the checks say; "" if nothing."""
    return said_by(lambda: check_app.main(["build/app.json"]))


def said_by(*tools):
    """What the first tool says that says anything; "" if none does."""
    for run in tools:
        try:
            run()
        except Problems as problems:
            return str(problems)
    return ""


def tested():
    """What pytest says of the lambdas' tests; "" if all pass."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = pytest.main(["-q", "-x", "--tb=short", *NOT_NEEDED, "lambdas"])
    return "" if code in (0, 5) else shortened(said.getvalue())


def shortened(text):
    """The lines of pytest's report that say what failed."""
    lines = [line for line in text.split("\n") if re.match(r"E  |FAILED|ERROR|lambdas/|  hint", line)]
    return "\n".join(lines[:12]) or text[-1500:]


RUNS = {"scan": scanned, "check": checked, "tests": tested}


def outcome(stages=STAGES):
    """{"stage": the first that says something or None, "said", "fault": whether it broke, "seconds": {stage: n}}"""
    seconds = {}
    for stage in stages:
        started, fault = time.perf_counter(), False
        try:
            said = RUNS[stage]()
        except Exception as error:  # a fault of ours is no finding
            said, fault = f"{type(error).__name__}: {error}\n{traceback.format_exc(limit=-3)}", True
        seconds[stage] = time.perf_counter() - started
        if said:
            return {"stage": stage, "said": said, "fault": fault, "seconds": seconds}
    return {"stage": None, "said": "", "fault": False, "seconds": seconds}


def forked(work):
    """What work() gives, plain JSON, from a process of its own; a fault if it takes too long or dies."""
    out, into = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            os.setsid()
            os.close(out)
            quiet = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(quiet, stream)
            with open(into, "wb") as pipe:
                pipe.write(json.dumps(work()).encode())
        finally:
            os._exit(0)
    os.close(into)
    said, ends = b"", time.monotonic() + LONGEST
    with open(out, "rb", buffering=0) as pipe:
        while select.select([pipe], [], [], max(ends - time.monotonic(), 0))[0] and (part := pipe.read(65536)):
            said += part
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    try:
        return json.loads(said)
    except ValueError:
        return {"stage": "tests", "said": "no answer", "fault": True, "seconds": {}}


def run_app(app, cases, folder, stages, tell):
    """Runs an app as it is, then each case in a process of its own; tell(case or None, outcome) after each."""
    original = Path(folder) / app / "original"
    copy(app, original)
    os.chdir(original)
    sys.path.insert(0, str(original))
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        first = outcome()  # here, not in a fork: so that boto3 and moto are warm in all forks
    sys.path.remove(str(original))
    gc.freeze()  # what is there already is no garbage: a collection in a fork would copy all of it
    tell(None, first)
    for number, case in enumerate(cases):
        tell(case, forked(functools.partial(run_case, case, original.parent / str(number), stages)))


def run_case(case, place, stages=STAGES):
    """The outcome of one change, in a copy of the app."""
    linted = place.parent / "original" / "build" / "check.linted"
    copy(case["app"], place)
    if linted.exists():  # what cfn-lint has seen need not be seen again: so it is for a person, too
        shutil.copy(linted, place / "build")
    apply(place, case["edits"])
    forget(place)
    try:
        return outcome(stages)
    finally:
        os.chdir("/")
        shutil.rmtree(place, ignore_errors=True)


def forget(place):
    """Nothing of the unchanged app is left in this process, which stands in the copy now."""
    os.chdir(place)
    for name in [name for name in sys.modules if name.partition(".")[0] in ("lambdas", "conftest")]:
        del sys.modules[name]
