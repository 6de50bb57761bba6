"""An event of a lambda's trigger, for `make invoke` without one, made by the makers of the test kit.

Only the state that the event names is created, in moto; `real` then replaces moto's names with the deployed stack's.
"""
import json
import re
from collections.abc import Callable

import pytest

import recipes
from aws.app import AppModel
from kit.problems import problem
from testkit import http
from testkit.app import ACCOUNT, App
from testkit.example_events import HINT
from testkit.makers import MAKERS
from testkit.mock import mocked
from testkit.world import World


def example(app: AppModel, stage: str, name: str, physical: Callable[[], dict[str, str]]) -> dict:
    """An example of the event with which its trigger invokes a lambda. Raises Problems if none can be made.

    app       app.json
    stage     whose stack is deployed: "dev"
    physical  a function that returns {logical id: name, ARN or URL in the cloud} of the deployed stack
    """
    kit, infra = App(".", app, stage), app["lambdas"][name]["infra"]
    with mocked():
        world = World(kit)
        world.prepare(name)
        try:
            event = MAKERS[recipes.trigger(infra) or ""].example(world[name].event)
        except pytest.fail.Exception as refusal:  # raised by testkit.failure
            raise problem(app["lambdas"][name]["path"], 0, f"no example can be made: {refusal}", HINT.format(name))
        created = {id_: resource.ref for id_, resource in world.state.created.items()}
    scope_names = {id_: kit.scope.resources[id_].ref for id_ in kit.lambda_of_resource}
    return real(event, {**scope_names, **created, "Api": http.API, "HttpApi": http.API}, physical())


def real(event, kit, physical):
    """The event with the deployed stack's names and account instead of moto's.

    kit, physical  {logical id: name, ARN or URL}, in moto and in the deployed stack
    """
    text = json.dumps(event)
    name_pairs = {last(ref): last(physical[id_]) for id_, ref in kit.items() if physical.get(id_)}
    accounts = filter(None, (re.search(r":(\d{12}):", value) for value in physical.values()))
    account = next((match[1] for match in accounts), ACCOUNT)
    for before in sorted(name_pairs, key=len, reverse=True):  # "demo-dev-Table" begins "demo-dev-TableArchive"
        text = text.replace(before, name_pairs[before])
    return json.loads(text.replace(ACCOUNT, account))


def last(reference):
    """The name in an ARN or a URL: "arn:aws:sns:eu-west-1:1:news" -> "news"."""
    return re.split("[:/]", reference)[-1]


def deployed_rules(app: AppModel, stage: str, physical: dict[str, str]) -> list[dict]:
    """App.rules with the deployed stack's names in their patterns. physical: as example() gets it, of the stack"""
    kit = App(".", app, stage)
    kit_names = {id_: str(resource.ref) for id_, resource in kit.scope.resources.items()}
    return [{**rule, "pattern": real(rule["pattern"], kit_names, physical)} for rule in kit.rules]
