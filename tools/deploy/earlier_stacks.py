"""The stacks that an app had in a stage while `name:` of app.yaml was another. They continue to run."""
from pathlib import Path

import orjson

from aws import stacks, stages
from kit import names
from kit.problems import problem


def recorded(path, stack):
    """The names of stacks in an older stack.json, without the present one; [] if it cannot be read."""
    try:
        old = orjson.loads(Path(path).read_bytes())
        names = {old["stack"], *old.get("earlier", [])}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []
    return sorted(name for name in names - {stack} if isinstance(name, str))


def running(cfn, path, stack, stage):
    """{stack: app} of those that are in the cloud still, and were deployed by Pareto."""
    tags_by_stack = {name: tags(stacks.described(cfn, name)) for name in recorded(path, stack)}
    return {name: tags_["app"] for name, tags_ in tags_by_stack.items()
            if "app" in tags_ and tags_.get("stage") == stage and names.stack(tags_["app"], stage) == name}


def tags(stack):
    """{"app": "demo", "stage": "dev"} of a stack's description; {} of None."""
    return {tag["Key"]: tag["Value"] for tag in (stack or {}).get("Tags", [])}


def warning_lines(earlier, stage):
    """[text]: a line for each stack, that it still exists and which command deletes it."""
    variable = stages.variable(stage)
    return [f"{stack} still runs: the app was called {app}. `make delete app={app}{variable}` deletes it"
            for stack, app in earlier.items()]


def refuse_foreign(stack, app, stage):
    """Raises Problems for a stack that has an app's name and not its tags: another program created it."""
    stack_tags = tags(stack)
    if (stack_tags.get("app"), stack_tags.get("stage")) != (app, stage):
        raise problem("", 0, f"{stack['StackName']} is no app's stack of stage {stage}: it lacks the tags that "
                      "`make deploy` gives",
                      f"`aws cloudformation describe-stack-resources --stack-name {stack['StackName']}` lists what it "
                      "has; delete it in CloudFormation")
