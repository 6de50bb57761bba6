#!/usr/bin/env python3
"""Write the page of all checks from the checks themselves, so that both always agree.

    tools/document_checks.py docs       writes docs/checks.md
"""
from pathlib import Path

from checks import MODULES, example
from kit import cli, files

TOP = """# The checks

<!-- Made by `make docs` from tools/checks/; change the check there. -->

`make check` finds faults of an app without running it; `make test` begins with it. Each finding has a file, a line, an
id, the error that AWS would return, and what to write instead. A check reports only what is certain, and stays silent
about code that the interpreter cannot follow.

`make deploy` first prints which checks fail, and which tests failed in their last run. A deploy to the local cloud goes
on; a deploy to any other stage asks (`yes=1` agrees), and ends without a terminal.

Code may allow a finding that is not a fault, on its line or the line above it:

```python
# pareto: allow P601, because the gateway in front of it waits longer
```

An allowance without a reason (P001) is a finding, and so is one that allows nothing (P002).

To add a check: see the docstring of [tools/checks/\\_\\_init\\_\\_.py](../tools/checks/__init__.py).
"""


def page(modules):
    """The page of all checks, by their modules."""
    return TOP + "".join(section(module) for module in modules)


def section(module):
    """One subject: the first line of its module, and its checks."""
    return f"\n## {title(module)}\n" + "".join(map(entry, module.CHECKS))


def title(module):
    """The subject of a module: the first line of its docstring, up to a colon."""
    return module.__doc__.partition("\n")[0].rstrip(".").partition(": ")[0]


def entry(check):
    """One check: its id, title, reason, and its two examples if it has any."""
    text = f"\n### {check.id}: {check.title}\n\n{check.why}\n"
    return text + (fenced("does not pass", check, "bad/") + fenced("passes", check, "") if check.bad else "")


def fenced(caption, check, folder):
    """An example as a block of Python, with its app.yaml as a comment above."""
    setting = check.files.get(f"{folder}app.yaml", "")
    lines = "".join(f"# {line[:100]}\n" for line in ["app.yaml:", *setting.splitlines()]) if setting else ""
    text = example.shown(check.bad if folder else check.good)
    return f"\n```python\n# {caption}\n{lines}{text}```\n"


def main(argv):
    parser = cli.parser(__doc__)
    parser.add_argument("folder", help="where checks.md goes")
    folder = Path(parser.parse_args(argv).folder)
    files.write_bytes(folder / "checks.md", page(MODULES).encode())


if __name__ == "__main__":
    cli.run(main)
