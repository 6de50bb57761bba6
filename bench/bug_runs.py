"""One run of an app through the steps before a deployment: scan and expand, check, the lambdas' tests.

A process that has imported all modules, and has run the tests of the unchanged app once, forks for each change: so a
run costs no imports, and no run sees another.
"""
import contextlib
import functools
import gc
import io
import json
import os
import re
import resource
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
from push.layers import builds, targets

STAGES = ("scan", "check", "tests")
LONGEST = 60  # seconds of the processor: the limit of one run; of the clock ten times as many, on a busy machine
NOT_NEEDED = ("-p", "no:cacheprovider", "-p", "no:unraisableexception")  # pytest's own, half the time of a run
BESIDE = ("conftest.py", "pytest.ini", "tools", "Makefile", "requirements.txt")


def copy(app, folder):
    """A copy of an app as a project; its tools and the settings of pytest are those of this checkout."""
    source = mutations.apps()[app]
    (folder / "build").mkdir(parents=True)
    for part in mutations.PARTS:
        if (source / part).is_dir():
            shutil.copytree(source / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        elif (source / part).exists():
            shutil.copy(source / part, folder / part)
    for name in BESIDE:
        (folder / name).symlink_to(mutations.ROOT / name)


def build_layers():
    """Builds the layers of the app in the working directory for this machine, as `make test` does."""
    for path in sorted(Path("layers").glob("*/requirements.txt")):
        builds.unpacked_folder(builds.built_record(path.parent.name, targets.this_machine()))


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
    """The problems of scan and expand; "" if there are none."""
    return first_message(lambda: scan_infra.main(["-o", "build/app.json"]),
                   lambda: expand_template.main(["build/app.json", "-o", "build/template.json"]))


def checked():
    """The findings of the checks; "" if there are none."""
    return first_message(lambda: check_app.main(["build/app.json"]))


def first_message(*tools):
    """The problems of the first tool that has any; "" if none has."""
    for run in tools:
        try:
            run()
        except Problems as problems:
            return str(problems)
    return ""


def tested():
    """The report of pytest on the lambdas' tests; "" if all pass."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        code = pytest.main(["-q", "-x", "--tb=short", *NOT_NEEDED, "lambdas"])
    return "" if code in (0, 5) else shortened(output.getvalue())


def shortened(text):
    """The lines of pytest's report with the failures."""
    lines = [line for line in text.split("\n") if re.match(r"E  |FAILED|ERROR|lambdas/|  hint", line)]
    return "\n".join(lines[:12]) or text[-1500:]


RUNS = {"scan": scanned, "check": checked, "tests": tested}


def outcome(stages=STAGES):
    """{"stage": the first with problems or None, "message", "fault": whether it broke, "seconds": {stage: n}}"""
    seconds = {}
    for stage in stages:
        started, fault = time.perf_counter(), False
        try:
            message = RUNS[stage]()
        except Exception as error:  # a bug in Pareto is no finding
            message, fault = f"{type(error).__name__}: {error}\n{traceback.format_exc(limit=-3)}", True
        seconds[stage] = time.perf_counter() - started
        if message:
            return {"stage": stage, "message": message, "fault": fault, "seconds": seconds}
    return {"stage": None, "message": "", "fault": False, "seconds": seconds}


def forked(work):
    """The result of work(), plain JSON, from a forked process; a fault if it takes too long or dies."""
    out, into = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            os.setsid()
            os.close(out)
            resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
            quiet = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(quiet, stream)
            with open(into, "wb") as pipe:
                pipe.write(json.dumps(work()).encode())
        finally:
            os._exit(0)
    os.close(into)
    output, deadline = b"", time.monotonic() + 10 * LONGEST
    with open(out, "rb", buffering=0) as pipe:
        while select.select([pipe], [], [], max(deadline - time.monotonic(), 0))[0] and (part := pipe.read(65536)):
            output += part
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    try:
        return json.loads(output)
    except ValueError:
        return {"stage": "tests", "message": "no answer", "fault": True, "seconds": {}}


def run_app(app, cases, folder, stages, report):
    """Runs an unchanged app, then each case in a process of its own; report(case or None, outcome) after each."""
    original = Path(folder) / app / "original"
    copy(app, original)
    os.chdir(original)
    sys.path.insert(0, str(original))
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        build_layers()
        first = outcome()  # here, not in a fork: so that boto3 and moto are warm in all forks
    sys.path.remove(str(original))
    gc.freeze()  # existing objects are no garbage: a collection in a fork would copy all of them
    report(None, first)
    for number, case in enumerate(cases):
        report(case, forked(functools.partial(run_case, case, original.parent / str(number), stages)))


def run_case(case, folder, stages=STAGES):
    """The outcome of one change, in a copy of the app."""
    built = folder.parent / "original" / "build"
    linted = built / "check.linted"
    copy(case["app"], folder)
    if (built / "layers").exists():
        (folder / "build" / "layers").symlink_to(built / "layers")
    if linted.exists():  # the last result of cfn-lint is reused, as in a user's project
        shutil.copy(linted, folder / "build")
    apply(folder, case["edits"])
    forget(folder)
    try:
        return outcome(stages)
    finally:
        os.chdir("/")
        shutil.rmtree(folder, ignore_errors=True)


def forget(folder):
    """Makes the copy the working directory, and removes the modules of the unchanged app."""
    os.chdir(folder)
    for name in [name for name in sys.modules if name.partition(".")[0] in ("lambdas", "conftest")]:
        del sys.modules[name]
