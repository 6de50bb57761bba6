"""What every tool that reaches a cloud is asked: whose app, and which stage of it."""
import difflib
import os
import re

from aws import clients
from kit import cli, files, names, settings
from kit.problems import listed, problem


def parser(doc):
    """cli.parser(doc) with the arguments `app` (app.json) and --stage."""
    asked = cli.parser(doc)
    asked.add_argument("app", help="app.json, or - for stdin")
    asked.add_argument("--stage", type=stage, default=clients.LOCAL, help="local (the default), or one on AWS")
    return asked


def stage(text):
    """The text, if it can be part of a stack's name, a function's name and an API's path. Raises Problems."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]{0,31}", text):
        raise problem("", 0, f"{text!r} is no stage", "a letter, then letters, digits and '-', 32 at most: stage=dev")
    return text


def model(path):
    """The app model in a file, with the name and the region of app.yaml where that was changed after the scan.

    Both choose the stack that a tool acts on: of the stack of an earlier name nothing is shown or deleted by mistake.
    Raises Problems.
    """
    app = files.read_json(path)
    if path == "-" or not os.path.exists(settings.FILE) or os.stat(settings.FILE).st_mtime <= os.stat(path).st_mtime:
        return app
    written = settings.read()
    return {**app, "name": written["name"], "settings": {**app["settings"], "region": written["region"]}}


def client(service, app, stage, **settings):
    """A client of the service in the app's region."""
    return clients.client(service, stage, app["settings"]["region"], **settings)


def said(stage):
    """What to add to a `make` line for this stage: "" for local, else " stage=dev"."""
    return "" if stage == clients.LOCAL else f" stage={stage}"


def undeployed(app, stage, what=""):
    """Problems of a thing that is not in the cloud (yet)."""
    return problem("", 0, f"{what or names.stack(app['name'], stage)} is not deployed in stage {stage}",
                   f"`make deploy{said(stage)}`")


def bucket(app):
    """The name of the bucket that keeps the app's zips: "demo-artifacts"."""
    return app["settings"].get("artifacts") or f"{app['name']}-artifacts"


def lambda_name(app, text):
    """The lambda that a person names: by its name or its folder, "orders-refund" or "orders/refund".

    Raises Problems for a lambda that is not there.
    """
    name = text.strip("/").removeprefix(f"{app['package']}/").removesuffix("/index.py").replace("/", "-")
    if name not in app["lambdas"]:
        near = difflib.get_close_matches(name, app["lambdas"], 1)
        first = listed(sorted(app["lambdas"])) or "none yet: `make new-lambda name=hello`"
        said = f"no lambda is called {text!r}" if name else "which lambda? say name=..."
        raise problem("", 0, said, f"did you mean {near[0]!r}?" if near else f"there are: {first}")
    return name


def function(app, stage, name):
    """A lambda's name in the cloud: "demo-local-hello"; its name as lambda_name() takes it. Raises Problems."""
    name = lambda_name(app, name)
    return names.function(names.stack(app["name"], stage), name, names.stack_number(app, name))
