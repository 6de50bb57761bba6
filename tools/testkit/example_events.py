"""An example of a request to an endpoint, and of an event that a rule matches. Raise Problems if none can be made."""
import re

from aws.events import patterns
from kit import examples
from kit.problems import problem
from recipes import queue
from testkit import aws_events, http

HINT = "write one: `make invoke name={} event=event.json`"
CALLER = {"sub": "00000000-0000-4000-8000-000000000000", "email": "ann@example.com", "email_verified": "true"}
TOPICS = {"table": "INSERT", "bucket": "Object Created", "website": "Object Created",
          "builder": "CodeBuild Build State Change"}


def of_endpoint(world, name):
    """The proxy event of a request to the lambda `name`, with the parameters and body that its endpoint requires."""
    endpoint = world.app.model["lambdas"][name]["infra"]["endpoint"]
    parts = re.findall(r"\{([^}+]+)\+?\}", endpoint["path"])
    request = {"path": {part: examples.VALUES["string"] for part in parts}, "headers": {}, "method": None, "key": True,
             "query": {parameter: "1" for parameter in endpoint.get("parameters", [])},
             "claims": CALLER if endpoint["api"] == "private" else None,
             "body": examples.of_schema(endpoint["schema"]) if "schema" in endpoint else None}
    event, why = http.request(world.app, name, request)
    if why:
        path, line = world.app.line(name, why[2])
        raise problem(path, line, f"no example of a request can be made: {why[0]}", HINT.format(name))
    return event


def of_queue(fn):
    """The body of a message that the lambda's queue does not filter out."""
    filters = queue.filters(fn["infra"]["queue"])
    return examples.of_pattern(filters[0]) if filters else examples.VALUES["string"]


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
        path, line = world.app.line(name, f"events.{rule['at']}")
        raise problem(path, line,
                      f"no example of an event can be made that rule {rule['name']} matches", HINT.format(name))
    return event


def of_table(world, table, topic, fields):
    """The event of a row that was added, changed or removed; its keys and difference are those in `fields`."""
    detail = fields.get("detail", {})
    row = {"pk": str(detail.get("pk", examples.TEXT)), "sk": f"{detail.get('sk', examples.TEXT)}#{examples.TEXT}"}
    difference = detail.get("diffKeys") if isinstance(detail.get("diffKeys"), str) else "changed"
    new, old = {**row, difference: "after"}, {**row, difference: "before"}
    physical = world.view("table", table).name
    return aws_events.of_table(world.app, table, physical, new if topic != "REMOVE" else None,
                               old if topic != "INSERT" else None)


def of_object(kind):
    """The function(world, name, topic, fields) -> event of an object. kind: "bucket" or "website"."""
    def event(world, of, topic, fields):
        key = fields.get("detail", {}).get("object", {}).get("key", f"{examples.TEXT}.txt")
        return aws_events.of_object(world.app, world.view(kind, of).name, key, topic)
    return event


def of_others(world, _of, topic, fields):
    """An event of the app's own bus, or of another service."""
    return aws_events.event(world.app, fields.get("source", world.app.name), topic, fields.get("detail", {}))


OF_SOURCE = {"table": of_table, "bucket": of_object("bucket"), "website": of_object("website")}
