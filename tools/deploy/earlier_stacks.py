"""The stacks that an app had in a stage while `name:` or `region:` of app.yaml was another. They continue to run."""
from pathlib import Path
from typing import NamedTuple

import orjson
from botocore.exceptions import BotoCoreError, ClientError

from aws import stacks, stages
from aws.app import AppModel
from kit import names
from kit.problems import problem


class EarlierStack(NamedTuple):
    """A stack that continues to run. app: the name that the app had; region: where the stack is"""

    name: str
    region: str
    app: str = ""


def recorded(path: str | Path, stack: str, region: str) -> list[EarlierStack]:
    """The stacks of an older stack.json, without the present one; [] if it cannot be read.

    stack, region  the present ones; a record of a stack in the app's region, and an older record, have no region
    """
    try:
        record = orjson.loads(Path(path).read_bytes())
        old_region = record.get("region", region)
        entries = {(name, old_region) for name in (record["stack"], *record.get("earlier", []))}
        entries |= {(name, of_region) for of_region, _, name in (
            entry.partition("/") for entry in record.get("elsewhere", []))}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []
    return [EarlierStack(*entry) for entry in sorted(entries - {(stack, region)}, key=str)
            if isinstance(entry[0], str)]


def running(app: AppModel, path: str | Path, stack: str, stage: str) -> list[EarlierStack]:
    """Those of recorded() that are in the cloud still, and were deployed by Pareto.

    What the user may not see in another region is left out: the deploy is complete without it.
    """
    existing = []
    for entry in recorded(path, stack, app["settings"]["region"]):
        try:
            stack_tags = tags(stacks.described(client(app, entry.region, stage), entry.name))
        except (BotoCoreError, ClientError):
            if entry.region == app["settings"]["region"]:
                raise
            continue
        if "app" in stack_tags and stack_tags.get("stage") == stage \
                and names.stack(stack_tags["app"], stage) == entry.name:
            existing.append(entry._replace(app=stack_tags["app"]))
    return existing


def client(app: AppModel, region: str, stage: str):
    """CloudFormation's client of a region."""
    return stages.client("cloudformation", {**app, "settings": {**app["settings"], "region": region}}, stage)


def record(app: AppModel, earlier: list[EarlierStack]) -> dict[str, list[str]]:
    """The fields of stack.json for stacks of an earlier name or region, without empty ones.

    Those in other regions have a field of their own, because an older Pareto reads all of `earlier` as names.
    """
    region = app["settings"]["region"]
    fields = {"earlier": [stack.name for stack in earlier if stack.region == region],
              "elsewhere": [f"{stack.region}/{stack.name}" for stack in earlier if stack.region != region]}
    return {name: texts for name, texts in fields.items() if texts}


def tags(stack):
    """{"app": "demo", "stage": "dev"} of a stack's description; {} of None."""
    return {tag["Key"]: tag["Value"] for tag in (stack or {}).get("Tags", [])}


def warning_lines(earlier: list[EarlierStack], app: AppModel, stage: str) -> list[str]:
    """A line for each stack: that it still exists, and how it is deleted."""
    region, lines = app["settings"]["region"], []
    for stack in earlier:
        command = f"make delete{f' app={stack.app}' * (stack.app != app['name'])}{stages.variable(stage)}"
        if stack.region == region:
            lines.append(f"{stack.name} still runs: the app was called {stack.app}. `{command}` deletes it")
        else:
            lines.append(f"{stack.name} still runs in {stack.region}, with its data: the app was in that region. "
                         f"`region: {stack.region}` in app.yaml, then `{command}` deletes it")
    return lines


def refuse_foreign(stack, app, stage):
    """Raises Problems for a stack that has an app's name and not its tags: another program created it."""
    stack_tags = tags(stack)
    if (stack_tags.get("app"), stack_tags.get("stage")) != (app, stage):
        raise problem("", 0, f"{stack['StackName']} is no app's stack of stage {stage}: it lacks the tags that "
                      "`make deploy` gives",
                      f"`aws cloudformation describe-stack-resources --stack-name {stack['StackName']}` lists what it "
                      "has; delete it in CloudFormation")
