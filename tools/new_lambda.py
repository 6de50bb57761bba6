#!/usr/bin/env python3
"""Makes a lambda that works: its handler and a test, from cookiecutter-lambda/.

    tools/new_lambda.py lambdas --name orders/refund --trigger queue       makes lambdas/orders/refund/

The next `make deploy` deploys it as it is.
"""
import re
from pathlib import Path

from kit import cli, names, settings
from kit.problems import Problem, Problems, problem
from kit.schema import nearest
from project import lambda_files
from scan import package as packages
from scan import source

TRIGGERS = ["endpoint", "events", "queue", "topic", "timer", "none"]
PART = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
# lambdas/orders/test/ and lambdas/orders/test.py would be one module; no zip holds a folder `tests`.
RESERVED = ("conftest", "index", "test", "tests")


def neighbours(package):
    """{path of a lambda: its infra block}: {"orders/refund": {"queue": {}}}; a block that is wrong is {}."""
    return {index.parent.relative_to(package).as_posix():
            source.facts(str(index), index.read_text(encoding="utf-8-sig", errors="replace"))["infra"] or {}
            for index in package.rglob("index.py")}


def form_complaints(path, trigger, app):
    """[(message, hint)] of a path that cannot be a lambda's, and of no trigger, whatever else there is."""
    if not path:
        return [("no name for the lambda", "make new-lambda name=orders/refund trigger=queue")]
    found = [(f"{part!r} cannot be a part of a lambda's name",
              "letters a-z, digits and - in between, as in orders/send-mail")
             for part in path.split("/") if not PART.fullmatch(part)]
    found += [(f"a lambda's folder cannot be called {part!r}",
               "files of lambdas and of tests have that name: choose another")
              for part in path.split("/") if part in RESERVED]
    longest = packages.LONGEST - len(app)
    if len(path) > longest:
        found.append((f"{path!r} has {len(path)} characters, and may have {longest}",
                      "AWS takes 64 for the app, the stage and the lambda together"))
    if trigger not in TRIGGERS:
        hint = nearest(trigger, TRIGGERS) or f"there are {', '.join(TRIGGERS)}"
        found.append((f"no trigger {trigger!r}", hint))
    return found


def clash_complaint(path, trigger, package, others):
    """What the app has already where the lambda would be, or "": a lambda, a module, a file, or a route.

    others  {path of a lambda: its infra block}
    """
    name, parts = path.replace("/", "-"), path.split("/")
    for other in others:
        if names.logical_id(*other.split("/")) == names.logical_id(*parts):  # a-b is a/b, and a-1 is a1
            return f"{package}/{other}/index.py has that name"
    for module in [package.joinpath(*parts[:at]).with_suffix(".py") for at in range(1, len(parts) + 1)]:
        if module.exists():
            return f"{module} is there, and would hide the folder {module.with_suffix('')}/ from Python"
    for file in lambda_files.FILES:
        if (package / path / file).exists():
            return f"{package / path / file} is there"
    for other, block in others.items():
        if trigger == "endpoint" and route(block) in (("GET", name), ("ANY", name)):
            return f"{route(block)[0]} /{name} belongs to {package}/{other}/index.py"
    return ""


def route(block):
    """("GET", "orders") of an infra block, (None, "") of one without an endpoint."""
    endpoint = block.get("endpoint")
    endpoint = endpoint if isinstance(endpoint, dict) else {}
    return endpoint.get("method"), str(endpoint.get("path", "")).strip("/")


def main(argv):
    parser = cli.parser(__doc__)
    parser.add_argument("package", nargs="?", help="the app's package (default: the one of app.yaml)")
    parser.add_argument("--name", default="", help="the lambda's folder in it, e.g. orders/refund")
    parser.add_argument("--trigger", default="", help=f"{', '.join(TRIGGERS)} (default: endpoint)")
    parser.add_argument("--settings", default="app.yaml", help="the app's settings (default: app.yaml)")
    parser.add_argument("--template", default="cookiecutter-lambda", help="default: cookiecutter-lambda")
    args = parser.parse_args(argv)
    said = settings.read(args.settings)
    app, package = said["name"], Path(args.package or said["package"])
    path, trigger = args.name.strip("/"), args.trigger or TRIGGERS[0]
    wrong = form_complaints(path, trigger, app)
    if wrong:
        raise Problems(*(Problem("", 0, *each) for each in wrong))
    clash = clash_complaint(path, trigger, package, neighbours(package))
    if clash:
        raise problem("", 0, clash, "choose another name")
    made = lambda_files.write(args.template, package, path, trigger, app)
    cli.say(f"made {' and '.join(map(str, made))}\nnext: `make test`, then `make deploy`")


if __name__ == "__main__":
    cli.run(main)
