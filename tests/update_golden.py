#!/usr/bin/env python3
"""Write the golden templates anew, after a change that is meant: then read the diff, all of it.

    tests/update_golden.py [case...]        tests/golden/template/<case>/lambdas -> template.json

With case nested, also what push makes of it: tests/golden/nested/root.json, Lambdas1.json, ...
"""
import contextlib
import functools
import json
import sys
from pathlib import Path

GOLDEN = Path(__file__).resolve().parent / "golden"
sys.path.insert(0, str(GOLDEN.parent.parent / "tools"))

from expand_template import expanded  # noqa: E402
from kit import files, names  # noqa: E402
from recipes import nesting, template  # noqa: E402
from scan.scanning import scan  # noqa: E402


@functools.cache
def _scanned(case):
    """The app model of a case, as JSON."""
    with contextlib.chdir(GOLDEN / "template" / case):
        return files.json_bytes(scan("lambdas", "app.yaml", {}, {}))


def golden_app(case):
    """The app model of a golden case, its own copy."""
    return json.loads(_scanned(case))


def split(app):
    """{"root": template, "Lambdas1": template, ...} of an app of several stacks."""
    whole = expanded(app)
    codes = {names.code_parameter(name): f"code/{name}.zip" for name in app["lambdas"]}
    nested = nesting.children(app, whole, template.owners(app), codes)
    urls = {id_: f"https://s3.eu-west-1.amazonaws.com/demo-artifacts/templates/{id_}.json" for id_ in nested}
    return {"root": nesting.root(whole, nested, urls), **nested}


def update(case):
    """Writes the template of one case."""
    app = golden_app(case)
    files.write_json(GOLDEN / "template" / case / "template.json", expanded(app))
    for name, one in split(app).items() if case == "nested" else []:
        files.write_json(GOLDEN / "nested" / f"{name}.json", one)


def main(argv):
    for case in argv or sorted(path.name for path in (GOLDEN / "template").iterdir()):
        update(case)


if __name__ == "__main__":
    main(sys.argv[1:])
