"""pip as a program: its runs, its reports, and its failures as Problems."""
import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from kit import cli
from kit.problems import Problems, problem
from push.layers import layer_files, targets

QUIET = ["--disable-pip-version-check", "--no-input", "-q"]
ABSENT = re.compile(r"No matching distribution found for (.+)")
VERSIONS = re.compile(r"\(from versions: ([^)]+)\)")
SYSTEM_ERROR = re.compile(r"(?:Errno |OSError\()(\d+)")
ALTERNATIVES = ("another `version=`, a package of Python alone, or a wheel that was built on such a machine: "
                "`make layer pkg=./libs/x.whl`")


class Failed(Exception):
    """pip's stderr as it failed."""

    def absent(self):
        """The requirement for which pip found no version, "" if pip failed for another reason."""
        match = ABSENT.search(str(self))
        return match[1].strip() if match else ""

    def errno(self):
        """The number of the system's error with which pip failed, 0 for another reason."""
        match = SYSTEM_ERROR.search(self.reason())
        return int(match[1]) if match else 0

    def versions(self):
        """[version] that the index has, oldest first, as pip lists them."""
        match = VERSIONS.search(str(self))
        return match[1].split(", ") if match and match[1] != "none" else []

    def reason(self):
        """The part of pip's output with the reason: the last line of a build that failed, or the errors."""
        lines = [line.strip() for line in str(self).splitlines() if line.strip()]
        if "[end of output]" in lines[1:]:
            return lines[lines.index("[end of output]") - 1][:300]
        errors = [line.removeprefix("ERROR:").strip() for line in lines if line.startswith("ERROR:")]
        if "Exception:" in errors:  # pip's own traceback follows
            return lines[-1][:300]
        return " ".join(errors[:3])[:300] or " ".join(lines[-3:])[-300:]


class Unsuited(Exception):
    """(requirement, reason): a package that does not run on the target."""


def run(verb, *arguments) -> None:
    """Runs pip to its end. Raises Failed with what pip printed."""
    done = subprocess.run([sys.executable, "-m", "pip", verb, *QUIET, *arguments], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL)
    if done.returncode:
        raise Failed(done.stderr)


def report(arguments: list[str]) -> list[dict]:
    """[dict] of each package that pip would install, from pip's report. Raises Failed."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "report.json")
        run("install", "--dry-run", "--ignore-installed", "--target", folder, "--report", out, *arguments)
        return json.loads(Path(out).read_bytes())["install"]


@contextlib.contextmanager
def failures_as_problems(path: str, text: str, target: dict):
    """Raises failures of pip as Problems, at the line of the list that names the requirement if there is one.

    text  of the list; "" where there is none yet
    """
    try:
        yield
    except Unsuited as unsuited:
        requirement, why = unsuited.args
        raise problem(path, line_of(path, text, requirement),
                      f"{requirement} has no wheel for {targets.described(target)}, and {why}",
                      ALTERNATIVES) from unsuited
    except Failed as failed:
        raise failure_problems(path, text, target, failed) from failed


def failure_problems(path: str, text: str, target: dict, failed) -> Problems:
    """The Problems of a failed pip, at the lines of the list."""
    absent, versions = failed.absent(), failed.versions()
    line = line_of(path, text, absent)
    if absent and versions:
        return problem(path, line, f"{absent} is not there for {targets.described(target)}",
                       f"there are: {', '.join(versions[-8:])}")
    if absent:
        return problem(path, line, f"there is no package {absent} for {targets.described(target)}",
                       f"{absent} is a module of Python itself: import it, without a layer"
                       if absent in sys.stdlib_module_names else
                       "check the spelling of its name, its version, and the network")
    if hint := cli.HINTS_BY_ERRNO.get(failed.errno()):
        return problem(path, 0, f"pip could not write its files: {os.strerror(failed.errno())}", hint)
    return problem(path, 0, f"pip cannot install it: {failed.reason()}",
                   "ask for versions that suit each other: pkg=\"a>=2 b<3\"")


def line_of(path: str, text: str, requirement: str) -> int:
    """The number of the line that names the package of a requirement, or 0."""
    wanted_project = layer_files.project(requirement)
    return next((number for number, line in layer_files.lines(path, text)
                 if line == requirement or wanted_project and layer_files.project(line) == wanted_project), 0)
