#!/usr/bin/env python3
"""Write docs/checks.md from the table of checks, so that the page and the checks agree.

    tools/document_checks.py docs       writes docs/checks.md
"""
from pathlib import Path

from checks import MODULES, example
from kit import cli, files

TOP = """# The checks

<!-- Made by `make docs` from tools/checks/; change the check there. -->

`make check` finds bugs in an app without running it; `make test` runs the checks first. Each finding has a file, a
line, an id, the error that AWS or Python would raise, and a hint. A check reports only what is certain, and stays
silent about code that the interpreter cannot follow. The source of a check is the page on which its claim is based.

A finding does not stop the tests of other lambdas: `make test` reports all findings, runs the tests of the lambdas
without a finding, names the lambdas whose tests it did not run, and exits with 1. `make test name=hello` reports and
tests only that lambda.

`make deploy` first lists the checks that fail, and the tests that failed in their last run. It deploys to the local
cloud anyway; for every other stage it asks (`yes=1` agrees), and without a terminal the deploy stops there.

If the code is right and a finding is not, allow it in the code, on its line or on the line above it:

```python
# pareto: allow P601, because the gateway in front of it waits longer
```

An allowance without a reason (P001) is a finding, and so is an allowance without a finding (P002).

To add a check: see the docstring of [tools/checks/\\_\\_init\\_\\_.py](../tools/checks/__init__.py).
"""


def page(modules):
    """The Markdown of all checks, one section for each module."""
    return TOP + "".join(section(module) for module in modules)


def section(module):
    """The Markdown of a module: the first line of its docstring, and its checks."""
    return f"\n## {title(module)}\n" + "".join(map(entry, module.CHECKS))


def title(module):
    """The title of a module's section: the first line of its docstring, up to a colon."""
    return module.__doc__.partition("\n")[0].rstrip(".").partition(": ")[0]


def entry(check):
    """The Markdown of a check: its id, title, reason and source, and its two examples if it has any."""
    head = f"\n### {check.id}: {check.title}\n\n{check.why}\n\nSource: <{check.source}>\n"
    return head + (fenced("fails", check, "bad/") + fenced("passes", check, "") if check.bad else "")


def fenced(label, check, folder):
    """The Markdown of an example: a block of Python, its app.yaml as a comment above it."""
    setting = check.files.get(f"{folder}app.yaml", "")
    lines = "".join(f"# {line[:100]}\n" for line in ["app.yaml:", *setting.splitlines()]) if setting else ""
    text = example.shown(check.bad if folder else check.good)
    return f"\n```python\n# {label}\n{lines}{text}```\n"


def main(argv):
    parser = cli.parser(__doc__)
    parser.add_argument("folder", help="where checks.md goes")
    folder = Path(parser.parse_args(argv).folder)
    files.write_bytes(folder / "checks.md", page(MODULES).encode())


if __name__ == "__main__":
    cli.run(main)
