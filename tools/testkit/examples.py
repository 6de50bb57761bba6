"""An event of a lambda's trigger, for `make invoke` without one, made by the makers of the test kit.

Only the state that the event names is created, in moto; `real` then replaces moto's names with the deployed stack's.
"""
import json
import re

import pytest

from aws.events import patterns
from kit import examples
from kit.problems import problem
from testkit import aws_events, http, messages
from testkit.app import ACCOUNT, App
from testkit.mock import mocked
from testkit.world import World

HINT = "write one: `make invoke name={} event=event.json`"
CALLER = {"sub": "00000000-0000-4000-8000-000000000000", "email": "ann@example.com", "email_verified": "true"}
TOPICS = {"table": "INSERT", "bucket": "Object Created", "website": "Object Created",
          "builder": "CodeBuild Build State Change"}


def example(app, stage, name, physical):
    """The event of a lambda with a trigger. Raises Problems if none can be made.

    app       app.json
    physical  a function that returns {logical id: name, ARN or URL in the cloud} of the deployed stack
    """
    kit, infra = App(".", app, stage), app["lambdas"][name]["infra"]
    with mocked():
        world = World(kit)
        world.prepare(name)
        try:
            event = next(make(world, name) for word, make in MAKERS.items() if word in infra)
        except pytest.fail.Exception as refusal:  # raised by testkit.failure
            raise problem(app["lambdas"][name]["path"], 0, f"no example can be made: {refusal}", HINT.format(name))
        own_names = {id_: resource.ref for id_, resource in world.state.created.items()}
    own_names.update({id_: kit.scope.resources[id_].ref for id_ in kit.topics}, Api=http.API)
    return real(event, own_names, physical())


def real(event, kit, physical):
    """The event with the names and the account of the deployed stack.

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


def of_endpoint(world, name):
    """A request with the parameters and a body that the gateway accepts."""
    endpoint = world.app.model["lambdas"][name]["infra"]["endpoint"]
    parts = re.findall(r"\{([^}+]+)\+?\}", endpoint["path"])
    request = {"path": {part: examples.VALUES["string"] for part in parts}, "headers": {}, "method": None, "key": True,
             "query": {parameter: "1" for parameter in endpoint.get("parameters", [])},
             "claims": CALLER if endpoint["api"] == "private" else None,
             "body": examples.of_schema(endpoint["schema"]) if "schema" in endpoint else None}
    event, why = http.request(world.app, name, request)
    if why:
        raise problem(*world.app.line(name, why[2]), f"no example of a request can be made: {why[0]}",
                      HINT.format(name))
    return event


def of_events(world, name):
    """An event that the first rule of the lambda matches."""
    rule = next(rule for rule in world.app.rules if rule["lambda"] == name)
    fields = examples.of_pattern(rule["pattern"])
    source = rule["block"].get("source", {"type": "", "name": ""})
    topic = fields.get("detail-type", TOPICS.get(source["type"], examples.TEXT))
    event = OF_SOURCE.get(source["type"], of_others)(world, source["name"], topic, fields)
    event = examples.overlaid(event, fields)
    try:
        passes = patterns.matches(rule["pattern"], event)
    except ValueError:
        passes = False
    if not passes:
        raise problem(*world.app.line(name, f"events.{rule['at']}"),
                      f"no example of an event can be made that rule {rule['name']} matches", HINT.format(name))
    return event


def of_table(world, table, topic, fields):
    """A row that was added, changed or removed; its keys and its difference are those of the pattern."""
    detail = fields.get("detail", {})
    row = {"pk": str(detail.get("pk", examples.TEXT)), "sk": f"{detail.get('sk', examples.TEXT)}#{examples.TEXT}"}
    difference = detail.get("diffKeys") if isinstance(detail.get("diffKeys"), str) else "changed"
    new, old = {**row, difference: "after"}, {**row, difference: "before"}
    physical = world.view("table", table).name
    return aws_events.of_table(world.app, table, physical, new if topic != "REMOVE" else None,
                               old if topic != "INSERT" else None)


def of_object(kind):
    """The function that makes events of objects in a bucket or a website."""
    def event(world, of, topic, fields):
        key = fields.get("detail", {}).get("object", {}).get("key", f"{examples.TEXT}.txt")
        return aws_events.of_object(world.app, world.view(kind, of).name, key, topic)
    return event


def of_others(world, _of, topic, fields):
    """An event of the app's own bus, or of another service."""
    return aws_events.event(world.app, fields.get("source", world.app.name), topic, fields.get("detail", {}))


OF_SOURCE = {"table": of_table, "bucket": of_object("bucket"), "website": of_object("website")}
MAKERS = {
    "endpoint": of_endpoint, "events": of_events,
    "queue": lambda world, name: messages.of_queue(world, name, [examples.VALUES["string"]], {}),
    "topic": lambda world, name: messages.of_topic(world.app, name, examples.VALUES["string"], None, {}),
    "timer": lambda world, name: messages.of_timer(world.app.model["lambdas"][name]["infra"]["timer"]),
}
