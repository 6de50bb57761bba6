#!/usr/bin/env python3
"""Writes a new lambda that works, its handler and a test, from cookiecutter-lambda/.

    tools/new_lambda.py lambdas --name orders/refund --trigger queue       makes lambdas/orders/refund/

The next `make deploy` deploys it.
"""
import re
from pathlib import Path

import recipes
from kit import api_settings, cli, names, settings
from kit.problems import Problem, Problems, problem
from kit.schema import nearest
from project import lambda_files
from recipes import routes, url
from scan import package as packages
from scan import source

TRIGGERS = [*recipes.TRIGGERS, "none"]
OF_TEMPLATE, OTHER_OF_POOL = "pre-sign-up", "post-confirmation"  # what the template of `users` is; an example of others
AWS_NAMES = {"api": "endpoint", "http": "endpoint", "rest": "endpoint", "bucket": "events", "s3": "events",
             "rule": "events", "eventbridge": "events", "table": "events", "dynamodb": "stream", "sqs": "queue",
             "sns": "topic", "cron": "timer", "schedule": "timer", "cognito": "users"}
OF_HTTP = {"authorizer": "authorizer-http"}  # the templates of an app with an HTTP API, where they differ
PART = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
# lambdas/orders/test/ and lambdas/orders/test.py would be the same module; no zip holds a folder `tests`.
RESERVED = ("conftest", "index", "test", "tests")


def other_lambdas(package):
    """{path of a lambda: its infra block}: {"orders/refund": {"queue": {}}}; an invalid block is {}."""
    return {index.parent.relative_to(package).as_posix():
            source.facts(str(index), index.read_text(encoding="utf-8-sig", errors="replace"))["infra"] or {}
            for index in package.rglob("index.py")}


def form_problems(path, trigger, app):
    """[(message, hint)] of a path and a trigger that no lambda can have, regardless of other lambdas."""
    if not path:
        return [("no name for the lambda", "make new-lambda name=orders/refund trigger=queue")]
    problems = [(f"{part!r} cannot be a part of a lambda's name",
                 "letters a-z, digits and - in between, as in orders/send-mail")
                for part in path.split("/") if not PART.fullmatch(part)]
    problems += [(f"a lambda's folder cannot be called {part!r}",
                  "files of lambdas and of tests have that name: choose another")
                 for part in path.split("/") if part in RESERVED]
    longest = packages.LONGEST - len(app)
    if len(path) > longest:
        problems.append((f"{path!r} has {len(path)} characters, and may have {longest}",
                         "AWS allows 64 for the app, the stage and the lambda together"))
    if trigger not in TRIGGERS:
        hint = nearest(AWS_NAMES.get(trigger, trigger), TRIGGERS) or f"there are {', '.join(TRIGGERS)}"
        problems.append((f"no trigger {trigger!r}", hint))
    return problems


def conflict(path, trigger, package, other_blocks):
    """The message about a lambda, module, file or route of the app that conflicts with the new lambda, or "".

    other_blocks  {path of a lambda: its infra block}
    """
    name, parts = path.replace("/", "-"), path.split("/")
    for neighbour in other_blocks:
        if names.logical_id(*neighbour.split("/")) == names.logical_id(*parts):  # a-b is a/b, and a-1 is a1
            return f"{package}/{neighbour}/index.py has that name"
    for module in [package.joinpath(*parts[:at]).with_suffix(".py") for at in range(1, len(parts) + 1)]:
        if module.exists():
            return f"{module} exists, and would hide the folder {module.with_suffix('')}/ from Python"
    for file in lambda_files.FILES:
        if (package / path / file).exists():
            return f"{package / path / file} exists"
    for neighbour, block in other_blocks.items():
        for method, route_path in endpoint_routes(block) if trigger == "endpoint" else ():
            if method in ("GET", "ANY") and route_path == name:
                return f"{method} /{name} belongs to {package}/{neighbour}/index.py"
    return ""


def taken_user_trigger(package, other_blocks):
    """The message about another lambda for the template's trigger of the user pool, which has one, "" without it."""
    taken = OF_TEMPLATE, {"trigger": OF_TEMPLATE}
    return next((f"{package}/{neighbour}/index.py is the lambda for {OF_TEMPLATE}"
                 for neighbour, block in other_blocks.items() if block.get("users") in taken), "")


def endpoint_routes(block):
    """[(method, path)] of an infra block as it is written, perhaps invalid: [("GET", "orders")]; [] without any."""
    endpoint = block.get("endpoint")
    endpoint = endpoint if isinstance(endpoint, dict) else {}
    entries = endpoint["routes"] if isinstance(endpoint.get("routes"), list) else [endpoint]
    mappings = [routes.parsed(entry) for entry in entries if isinstance(entry, (dict, str))]
    return [(entry.get("method"), str(entry.get("path", "")).strip("/")) for entry in mappings]


def main(argv):
    parser = cli.parser(__doc__)
    parser.add_argument("package", nargs="?", help="the app's package (default: the one of app.yaml)")
    parser.add_argument("--name", default="", help="the lambda's folder in it, e.g. orders/refund")
    parser.add_argument("--trigger", default="", help=f"{', '.join(TRIGGERS)} (default: endpoint)")
    parser.add_argument("--template", default="cookiecutter-lambda", help="default: cookiecutter-lambda")
    args = parser.parse_args(argv)
    app_settings = settings.read()
    app, package = app_settings["name"], Path(args.package or app_settings["package"])
    # The path from the root too, as stages.lambda_name() takes it.
    path, trigger = args.name.strip("/").removeprefix(f"{package}/"), args.trigger or TRIGGERS[0]
    problems = form_problems(path, trigger, app)
    if problems:
        raise Problems(*(Problem("", 0, *message_and_hint) for message_and_hint in problems))
    with lambda_files.alone(package):
        other_blocks = other_lambdas(package)
        message = conflict(path, trigger, package, other_blocks)
        if message:
            raise problem("", 0, message, "choose another name")
        if trigger == "users" and taken_user_trigger(package, other_blocks):
            raise problem("", 0, taken_user_trigger(package, other_blocks),
                          f"make one with trigger=none, and write `users: {OTHER_OF_POOL}` in it, or "
                          f"`users: {{trigger: {OF_TEMPLATE}, pool: staff}}` of another pool")
        region_problem = url.region_problem(app_settings["region"]) if trigger == "url" else None
        if region_problem:
            raise problem("app.yaml", 0, *region_problem)
        folder = OF_HTTP.get(trigger, trigger) if api_settings.is_http(app_settings) else trigger
        paths = lambda_files.write(args.template, package, path, folder, app_settings)
    others = "" if args.trigger else f"; others: trigger={', '.join(TRIGGERS[1:])}"
    cli.say(f"made {' and '.join(map(str, paths))}; trigger: {trigger}{others}\nnext: `make test`, then `make deploy`")


if __name__ == "__main__":
    cli.run(main)
