#!/usr/bin/env python3
"""Write the page of all checks from their own table, so that it cannot say anything else.

    tools/document_checks.py docs       writes docs/checks.md
"""
from pathlib import Path

from checks import MODULES, example
from kit import cli, files

TOP = """# The checks

<!-- Made by `make docs` from tools/checks/; change the check there. -->

`make check` says what can be known of an app without running it; `make test` begins with it. Each finding has a
file, a line, an id, what AWS would have said, and what to write instead. A check speaks only where it is sure, and
knows nothing of what its eyes cannot follow.

`make deploy` says first which checks fail, and which tests failed in their last run. The local cloud is deployed to all
the same; every other stage asks (`yes=1` agrees), and without a terminal the deploy ends there.

A finding that is right as it is, is allowed in the code, on its line or the line above it:

```python
# pareto: allow P601, because the gateway in front of it waits longer
```

An allowance without a reason (P001) is a finding, and so is one that allows nothing (P002).

To add a check: see the docstring of [tools/checks/\\_\\_init\\_\\_.py](../tools/checks/__init__.py).
"""


def page(modules):
    """The page of all checks, by the modules that they stand in."""
    return TOP + "".join(section(module) for module in modules)


def section(module):
    """One subject: the first line of its module, and its checks."""
    return f"\n## {title(module)}\n" + "".join(map(entry, module.CHECKS))


def title(module):
    """What a module is about: its first line, up to what explains it."""
    return module.__doc__.partition("\n")[0].rstrip(".").partition(": ")[0]


def entry(check):
    """One check: its id, title and why, and its two examples where it has any."""
    said = f"\n### {check.id}: {check.title}\n\n{check.why}\n"
    return said + (fenced("does not pass", check, "bad/") + fenced("passes", check, "") if check.bad else "")


def fenced(words, check, folder):
    """An example as a block of Python; what it needs in app.yaml stands above it as a comment."""
    setting = check.files.get(f"{folder}app.yaml", "")
    lines = "".join(f"# {line[:100]}\n" for line in ["app.yaml:", *setting.splitlines()]) if setting else ""
    text = example.shown(check.bad if folder else check.good)
    return f"\n```python\n# {words}\n{lines}{text}```\n"


def main(argv):
    parser = cli.parser(__doc__)
    parser.add_argument("folder", help="where checks.md goes")
    folder = Path(parser.parse_args(argv).folder)
    files.write_bytes(folder / "checks.md", page(MODULES).encode())


if __name__ == "__main__":
    cli.run(main)
