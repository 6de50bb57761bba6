"""A stage of an app: the argument --stage of the tools, the stage's tags and protection, and the app's names in it."""
import argparse
import difflib
import os
import re
from collections.abc import Mapping
from typing import Any

from aws import clients, stacks
from aws.app import AppModel
from aws.app_file import read_model
from kit import cli, names, settings, stage_settings
from kit.problems import Problems, listed, problem

VARIABLE = "stage"  # of make, which exports it


def parser(doc: str, has_json: bool = False) -> argparse.ArgumentParser:
    """cli.parser(doc) with the arguments `app` (app.json) and --stage. has_json: also --json"""
    parser_ = cli.parser(doc)
    parser_.add_argument("app", help="app.json, or - for stdin")
    parser_.add_argument("--stage", type=stage, default=clients.LOCAL, help="local (the default), or one on AWS")
    if has_json:
        cli.add_json(parser_)
    return parser_


def actions_parser(doc: str, actions: dict[str, Any]) -> argparse.ArgumentParser:
    """parser(doc) with the arguments `do`, one of {name of an action: function}, --yes and --json."""
    parser_ = parser(doc, has_json=True)
    parser_.add_argument("do", type=cli.choice("do", actions), help=", ".join(actions))
    parser_.add_argument("--yes", action="store_true", help="do not ask")
    return parser_


def stage(text: str) -> str:
    """The text, if it can be part of the names of a stack and a function, and of an API's path. Raises Problems."""
    if not stage_settings.NAME.fullmatch(text):
        raise problem("", 0, f"{text!r} is not a valid stage", f"{stage_settings.NAME_HINT}: stage=dev")
    if text == stage_settings.AUTO:
        raise problem("", 0, "stage=auto is for make, which names the stage after the git branch", "write stage=dev")
    if text.lower() == clients.LOCAL != text:
        raise problem("", 0, f"{text!r} would be a stage on AWS", f"did you mean {clients.LOCAL!r}?")
    return text


def model(path: str) -> AppModel:
    """The app model in a file, with the name, region and stages of app.yaml where app.yaml changed after the scan.

    Name, region and stages decide on which stack a tool acts, and whether it is protected: a tool must not show or
    delete the stack of an earlier name by mistake. The names of its state stay those of the scan. Raises Problems.
    """
    app = read_model(path)
    if path == "-" or not os.path.exists(settings.FILE) or os.stat(settings.FILE).st_mtime <= os.stat(path).st_mtime:
        return app
    current = settings.read()
    return {**app, "name": current["name"], "prefix": names.own_prefix(app), "settings": {
        **app["settings"], "region": current["region"], "stages": current.get("stages", {})}}


def tags(app: AppModel, stage: str, stack: dict | None = None) -> list[dict[str, str]]:
    """The tags of a stage's stack, in the form of CloudFormation: app, stage, expires, "7 days", if it expires, the
    branch that deploys it with stage=auto, and those of app.yaml.

    stack  described(): its branch stays when a person writes the stage by name; None for a new stack
    """
    own = (("app", app["name"]), ("stage", stage), ("expires", expiry(app, stage)),
           ("branch", branch() or branch_of(stack)))
    return [{"Key": key, "Value": value} for key, value in (
        *(tag for tag in own if tag[1]), *app["settings"].get("tags", {}).items())]


def branch() -> str:
    """The git branch that make named the stage after, as the value of a tag; "" unless the person wrote stage=auto."""
    return re.sub(r"[^\w.:/=+@-]", "_", os.environ.get("PARETO_BRANCH", ""), flags=re.ASCII)[:256]


def branch_of(stack: dict | None) -> str:
    """The branch that deploys a stack (its description) with stage=auto, "" of any other."""
    return next((tag["Value"] for tag in (stack or {}).get("Tags", []) if tag["Key"] == "branch"), "")


def stack(cfn, app: AppModel, stage: str) -> dict | None:
    """The description of a stage's stack, or None if there is none.

    Raises Problems if it is the stack of another app: that of `a` in stage `b-c` has the name of `a-b` in stage `c`.
    """
    found = stacks.described(cfn, names.stack(app["name"], stage))
    tags_ = {tag["Key"]: tag["Value"] for tag in (found or {}).get("Tags", [])}
    owner = (tags_.get("app", app["name"]), tags_.get("stage", stage))
    if found and owner != (app["name"], stage):
        raise problem("", 0, f"{found['StackName']} is the stack of the app {owner[0]} in stage {owner[1]}",
                      "it would be changed or deleted: choose another stage, or another `name:` in app.yaml")
    return found


def check_owner(cfn, app: AppModel, stage: str) -> None:
    """Raises Problems if the stack is of another app, or if stage=auto names the stage of another branch, or one that a
    person named. On the local cloud no two apps have a stack of one name."""
    present = stack(cfn, app, stage) if branch() or stage != clients.LOCAL else None
    if present and branch() and branch_of(present) != branch() and present["StackStatus"] != "REVIEW_IN_PROGRESS":
        owner = f"of the branch {branch_of(present)}" if branch_of(present) else \
            "not of a branch: it was deployed by its name"
        raise problem("", 0, f"the stage {stage} is {owner}, and stage=auto is for the branch {branch()}",
                      f"write stage={stage} if you mean it, or rename the branch: `git branch -m NAME`")


def expiry(app: AppModel, stage: str) -> str:
    """"7 days" of a stage that expires so long after its last deploy, "" of one that does not."""
    return stage_settings.of(app["settings"].get("stages", {}), stage).get("expires", "")


def is_protected(app: AppModel, stage: str) -> bool:
    """Whether `stages` of app.yaml protects a stage. app: as model() has it"""
    return stage_settings.of(app["settings"].get("stages", {}), stage).get("protected", False)


def client(service: str, app: Mapping[str, Any], stage: str, **settings):
    """A boto3 client of the service in the app's region. app: the app model; settings as of clients.client()."""
    return clients.client(service, stage, app["settings"]["region"], **settings)


def variable(stage: str) -> str:
    """The variable that a `make` command needs for a stage: "" for local, else " stage=dev".

    It is " stage=auto" for a stage that make named after the branch: only so a new stack gets the tag of its branch.
    """
    if branch() and stage == os.environ.get(VARIABLE):
        return f" stage={stage_settings.AUTO}"
    return "" if stage == clients.LOCAL else f" stage={stage}"


def undeployed(app: AppModel, stage: str, subject: str = "") -> Problems:
    """The Problems of a resource that is not deployed yet; subject: its name in the message (default: the stack's)."""
    deleted = f"; if its function or its alias was deleted by hand, `make deploy full=1{variable(stage)}`"
    return problem("", 0, f"{subject or names.stack(app['name'], stage)} is not deployed in stage {stage}",
                   f"`make deploy{variable(stage)}`" + deleted * (subject in app["lambdas"]))


def deployed(cfn, app: AppModel, stage: str) -> dict:
    """The description of a stage's stack. Raises Problems if there is none, or if its first deploy or its deletion is
    not complete: it has no outputs yet, or the resources in them are already deleted."""
    present, deploy = stack(cfn, app, stage), f"`make deploy{variable(stage)}`"
    if present is None or present["StackStatus"] == "REVIEW_IN_PROGRESS":
        raise undeployed(app, stage)
    status = present["StackStatus"]
    if status.startswith(("CREATE_", "ROLLBACK_", "DELETE_")) and status != "CREATE_COMPLETE":
        began = "deletion" if status.startswith("DELETE_") else "first deploy"
        hint = "waits for its end, and deploys" if stacks.is_running(present) else "deletes what is left, and deploys"
        raise problem("", 0, f"{present['StackName']} is {status}: its {began} is not complete", f"{deploy} {hint}")
    return present


def account(app: Mapping[str, Any], stage: str) -> str:
    """The id of the account that the keys of a stage belong to, "" of the local cloud, which has only one account."""
    return "" if stage == clients.LOCAL else client("sts", app, stage).get_caller_identity()["Account"]


def bucket(app: Mapping[str, Any]) -> str:
    """The name of the artifacts bucket: "demo-artifacts"."""
    return app["settings"].get("artifacts") or f"{app['name']}-artifacts"


def lambda_name(app: AppModel, text: str) -> str:
    """The name of a lambda from what a person typed: its name or its folder, "orders-refund" or "orders/refund".

    Raises Problems for a lambda that does not exist.
    """
    name = with_dashes(app, text)
    if name not in app["lambdas"]:
        check_scanned(app, name)
        nearest = difflib.get_close_matches(name, app["lambdas"], 1)
        choices = listed(sorted(app["lambdas"])) or "none yet: `make new-lambda name=hello`"
        message = f"no lambda is called {text!r}" if name else "which lambda? write name=..."
        raise problem("", 0, message, f"did you mean {nearest[0]!r}?" if nearest else f"there are: {choices}")
    return name


def check_scanned(app: AppModel, name: str) -> None:
    """Raises Problems for the name of a lambda that was written, or renamed, after the last scan."""
    for path in (f"{app['package']}/{folder}/index.py" for folder in (name, name.replace("-", "/")) if name):
        if os.path.exists(path):
            raise problem(path, 0, f"{name} is new since the last deploy", "`make deploy` deploys it")


def with_dashes(app: AppModel, text: str) -> str:
    """What a person typed, with the name of a lambda in place of its folder: "a-b-dlq" of "a/b-dlq"."""
    return text.strip("/").removeprefix(f"{app['package']}/").removesuffix("/index.py").replace("/", "-")


def function(app: AppModel, stage: str, name: str) -> str:
    """The name of a lambda's function: "demo-local-hello". name: as lambda_name() takes it. Raises Problems."""
    name = lambda_name(app, name)
    number, is_image = names.stack_number(app, name), names.is_image(app, name)
    return names.function(names.stack(app["name"], stage), name, number, is_image)
