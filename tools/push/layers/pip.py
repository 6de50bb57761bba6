"""pip as a program: run, asked for its report, and its failures told as Problems."""
import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from kit.problems import problem
from push.layers import layer_files, targets

QUIET = ["--disable-pip-version-check", "--no-input", "-q"]
ABSENT = re.compile(r"No matching distribution found for (.+)")
VERSIONS = re.compile(r"\(from versions: ([^)]+)\)")
WAYS_OUT = ("another `version=`, a package of Python alone, or a wheel that was built on such a machine: "
            "`make layer pkg=./libs/x.whl`")


class Failed(Exception):
    """What pip said as it failed."""

    def absent(self):
        """The requirement for which pip found nothing, or ""."""
        found = ABSENT.search(str(self))
        return found[1].strip() if found else ""

    def versions(self):
        """The versions that there are, oldest first, as pip lists them."""
        found = VERSIONS.search(str(self))
        return found[1].split(", ") if found and found[1] != "none" else []


    def reason(self):
        """Those of pip's many words that tell why: the last of a build that failed, or its errors."""
        said = [line.strip() for line in str(self).splitlines() if line.strip()]
        if "[end of output]" in said[1:]:
            return said[said.index("[end of output]") - 1][:300]
        errors = [line.removeprefix("ERROR:").strip() for line in said if line.startswith("ERROR:")]
        return " ".join(errors[:3])[:300] or " ".join(said[-3:])[-300:]


class Unsuited(Exception):
    """(requirement, why): a package that does not run on the target."""


def run(verb, *words):
    """Runs pip. Raises Failed."""
    done = subprocess.run([sys.executable, "-m", "pip", verb, *QUIET, *words], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL)
    if done.returncode:
        raise Failed(done.stderr)


def report(words):
    """What pip would install: its report's list. Raises Failed."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "report.json")
        run("install", "--dry-run", "--ignore-installed", "--target", folder, "--report", out, *words)
        return json.loads(Path(out).read_bytes())["install"]


@contextlib.contextmanager
def told(path, text, target):
    """Tells what pip could not do as Problems, at the line of the list that asks for it if there is one.

    text  of the list; "" where there is none yet
    """
    try:
        yield
    except Unsuited as unsuited:
        requirement, why = unsuited.args
        raise problem(path, line_of(path, text, requirement),
                      f"{requirement} has no wheel for {targets.said(target)}, and {why}",
                      WAYS_OUT) from unsuited
    except Failed as failed:
        raise refusal(path, text, target, failed) from failed


def refusal(path, text, target, failed):
    """The Problems of a failure of pip."""
    absent, known = failed.absent(), failed.versions()
    line = line_of(path, text, absent)
    if absent and known:
        return problem(path, line, f"{absent} is not there for {targets.said(target)}",
                       f"there are: {', '.join(known[-8:])}")
    if absent:
        return problem(path, line, f"there is no package {absent} for {targets.said(target)}",
                       "check the spelling of its name, its version, and the network")
    return problem(path, 0, f"pip could not meet it: {failed.reason()}",
                   "ask for versions that suit each other: pkg=\"a>=2 b<3\"")


def line_of(path, text, requirement):
    """The line of a list that asks for the package of a requirement, or 0."""
    wanted = layer_files.project(requirement)
    return next((number for number, line in layer_files.lines(path, text)
                 if line == requirement or wanted and layer_files.project(line) == wanted), 0)
