"""Lambdas with a `runtime:` of their own: a file has the syntax of the oldest Python of the lambdas that import it.

An index.py is read as its lambda's Python, any other module as the newest one of the app; then problems() reads it once
more for each lambda with an older one. Nothing of that happens in an app of one runtime.
"""
import re
from collections.abc import Iterable
from pathlib import Path

from kit import schema
from kit.problems import Problem
from kit.settings import SCHEMA
from scan import syntax
from scan.facts import FileFacts, Link
from scan.infra_block import infra_block

RUNTIME = SCHEMA["properties"]["runtime"]
KEY = re.compile(r"""\bruntime["']?\s*:""")


def own(text: str) -> str | None:
    """The runtime in the infra block of an index.py: "python3.12"; None without a valid one."""
    if "runtime" not in text or not KEY.search(text):
        return None
    try:
        block = infra_block(syntax.parsed(text, syntax.HERE), text)[0] or {}
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return None if schema.problems(RUNTIME, block.get("runtime")) else block["runtime"]


def of_facts(facts: FileFacts, of_app: str) -> str:
    """The runtime of the lambda of an index.py with these facts."""
    return (facts["infra"] or {}).get("runtime", of_app)


def newest(runtimes: Iterable[str]) -> str:
    """The newest of these runtimes; "" stands for none."""
    return max(filter(None, runtimes), key=syntax.version, default="")


def current_entries(cached: dict, newest_runtime: str, of_app: str) -> dict:
    """The entries of a cache of scan/scanning.py, without those of modules that were read as another Python."""
    index_facts = [entry[1] for path, entry in cached.items() if path.endswith("/index.py")]
    if newest([of_app, *(of_facts(facts, of_app) for facts in index_facts)]) == newest_runtime:
        return cached
    return {path: entry for path, entry in cached.items() if path.endswith("/index.py") or not path.endswith(".py")}


def problems(linked: dict[str, Link], runtimes: dict[str, str]) -> list[Problem]:
    """[Problem] of shared modules that the Python of a lambda cannot parse.

    linked    {lambda name: Link}; runtimes: {lambda name: "python3.12"}
    """
    newest_runtime = newest(runtimes.values())
    users = {(path, runtime): name for name, runtime in sorted(runtimes.items(), reverse=True)
             if runtime != newest_runtime for path in linked[name]["files"]}
    faults = {(path, runtime): _problem(path, runtime) for path, runtime in sorted(users)}
    return [Problem(path, *fault, f"lambda {users[path, runtime]} runs on {runtime}, and imports it")
            for (path, runtime), fault in faults.items() if fault]


def _problem(path: str, runtime: str) -> tuple[int, str] | None:
    """(line, message) of a file that is Python, but not that of a runtime; else None."""
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
        syntax.parsed(text, syntax.version(runtime))
    except SyntaxError as error:
        return (error.lineno or 1, syntax.syntax_problem(error, text, syntax.version(runtime))[0]) \
            if syntax.is_python(text) else None
    except (OSError, ValueError, RecursionError, MemoryError):
        return None
    return None
