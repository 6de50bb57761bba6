"""Runs ty, with its types of Python's own library, on the app's Python files: packages of layers are unknown to it."""
import subprocess
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

import orjson
import ty

from checks import type_casts

LEAST_SECONDS, FILES_IN_SECOND = 5, 50  # of CPU: a file takes 1 ms, an `elif` chain of 800 parts 1.4 s
ADDRESSES = 8_000_000  # kB
RULES = """abstract-class-instantiation index-out-of-bounds invalid-argument-type invalid-assignment
    invalid-await invalid-context-manager invalid-dataclass-field-order invalid-exception-caught invalid-raise
    missing-argument missing-attribute no-matching-overload not-callable not-iterable not-subscriptable
    positional-only-parameter-as-kwarg too-many-positional-arguments unknown-argument unsupported-operator
    unused-awaitable zero-stepsize-in-slice""".split()
SETTINGS = """
[environment]
python-version = "{version}"
python = "packages"
root = ["app"]
[rules]
all = "ignore"
"""
REVEALED = "revealed-type"


class Message(NamedTuple):
    """What ty reports: its line and column from 1 on, its rule ("not-iterable"), and ty's sentence. Of REVEALED a call
    of reveal_type()."""

    line: int
    column: int
    rule: str
    text: str


def messages(texts: Mapping[str, str], checked: Collection[str], version: str) -> dict[str, list[Message]]:
    """{path: [Message]} of the checked ones of {path: text} of the app's Python files; version: of Python, "3.13".

    A file that is no Python has none; nor has one for which ty needs too much time or memory."""
    result: dict[str, list[Message]] = {path: [] for path in checked}
    with tempfile.TemporaryDirectory(prefix="pareto-types-") as folder:
        packages = f"packages/lib/python{version}/site-packages"
        rules = "".join(f'{rule} = "error"\n' for rule in RULES)
        for path, text in {**{f"app/{path}": text for path, text in texts.items()},
                           "ty.toml": SETTINGS.format(version=version) + rules,
                           f"{packages}/{type_casts.MODULE}.pyi": type_casts.STUB,
                           "packages/pyvenv.cfg": f"home = {folder}\nversion = {version}\n"}.items():
            Path(folder, path).parent.mkdir(parents=True, exist_ok=True)
            Path(folder, path).write_bytes(text.encode("utf-8", "surrogatepass"))
        for report in _reports(folder, [f"app/{path}" for path in checked]) if checked else ():
            location, rule = report["location"], report["check_name"]
            begin = location["positions"]["begin"]
            result[location["path"].removeprefix("app/")].append(
                Message(begin["line"], begin["column"], rule, report["description"].removeprefix(f"{rule}: ")))
    return result


def _reports(folder, paths):
    """What ty reports on files of a folder, as JSON, but for the files at which it fails."""
    limits = f"ulimit -t {LEAST_SECONDS + len(paths) // FILES_IN_SECOND}; ulimit -v {ADDRESSES}"
    done = subprocess.run(["sh", "-c", f'{limits}; exec "$@"', "sh", ty.find_ty_bin(), "check", "--project=.",
                           "--config-file=ty.toml", "--output-format=gitlab", "--", *paths], cwd=folder,
                          capture_output=True, stdin=subprocess.DEVNULL, env={"HOME": folder})
    if done.returncode in (0, 1):
        return orjson.loads(done.stdout)
    middle = len(paths) // 2
    return [*_reports(folder, paths[:middle]), *_reports(folder, paths[middle:])] if middle else []
