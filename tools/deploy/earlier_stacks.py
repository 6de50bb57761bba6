"""The stacks that an app had in a stage while `name:` of app.yaml was another. They go on running."""
from pathlib import Path

import orjson

from aws import stacks, stages
from kit import names
from kit.problems import problem


def recorded(path, stack):
    """The names of stacks that an older stack.json tells of, without the one of today; [] if it cannot be read."""
    try:
        old = orjson.loads(Path(path).read_bytes())
        found = {old["stack"], *old.get("earlier", [])}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []
    return sorted(name for name in found - {stack} if isinstance(name, str))


def running(cfn, path, stack, stage):
    """{stack: app} of those that are in the cloud still, and were deployed by Pareto."""
    found = {name: tags(stacks.described(cfn, name)) for name in recorded(path, stack)}
    return {name: each["app"] for name, each in found.items()
            if "app" in each and each.get("stage") == stage and names.stack(each["app"], stage) == name}


def tags(stack):
    """{"app": "demo", "stage": "dev"} of a stack's description; {} of None."""
    return {each["Key"]: each["Value"] for each in (stack or {}).get("Tags", [])}


def words(earlier, stage):
    """A line for each: that it goes on running, and the command that ends it."""
    variable = stages.variable(stage)
    return [f"{stack} goes on running: the app was called {app}. `make delete app={app}{variable}` deletes it"
            for stack, app in earlier.items()]


def refuse_foreign(stack, app, stage):
    """Raises Problems for a stack that merely has the name of an app's."""
    of = tags(stack)
    if (of.get("app"), of.get("stage")) != (app, stage):
        raise problem("", 0, f"{stack['StackName']} is no app's stack of stage {stage}: it has not the tags that "
                      "`make deploy` gives", "look at it in CloudFormation, and delete it there")
