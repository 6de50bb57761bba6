"""An example of a request to an endpoint, and of an event that a rule matches. Raise Problems if none can be made."""
from boto3.dynamodb.types import TypeDeserializer

from aws import tables
from aws.events import patterns
from kit import examples
from kit.problems import problem
from recipes import queue, routes
from testkit import aws_events, http

HINT = "write one: `make invoke name={} event=event.json`"
CALLER = {"sub": "00000000-0000-4000-8000-000000000000", "email": "ann@example.com", "email_verified": "true"}
TOPICS = {"table": "INSERT", "bucket": "Object Created", "website": "Object Created",
          "builder": "CodeBuild Build State Change"}


def of_endpoint(world, name):
    """The proxy event of a request to the lambda `name`, with the parameters and body that its first route requires."""
    route = routes.routes(world.app.model["lambdas"][name]["infra"]["endpoint"])[0]
    path = http.filled(route["path"], {part: examples.VALUES["string"] for part in routes.variables(route)})
    method = "GET" if route["method"] == "ANY" else route["method"]
    request = {"path": path, "headers": {}, "method": method, "key": True,
             "query": {parameter: "1" for parameter in route.get("parameters", [])},
             "claims": {**CALLER, **({"cognito:groups": route["groups"][:1]} if "groups" in route else {})}
             if route["api"] == "private" else None,
             "authorizer": {"principalId": "ann"} if route["api"] == routes.CUSTOM else None,
             "body": examples.of_schema(route["schema"]) if "schema" in route else None}
    event, why = http.request(world.app, name, request)
    if why:
        path, line = world.app.line(name, why[2])
        raise problem(path, line, f"no example of a request can be made: {why[0]}", HINT.format(name))
    return event


def of_authorizer(makers):
    """A request with a token, or with a value for each source, to the first route that names the authorizer."""
    block, text = makers.fn["infra"]["authorizer"], examples.VALUES["string"]
    values = {location: {source.partition(".")[2]: text for source in block.get("sources", [])
                         if source.startswith(location)} for location in ("header", "query")}
    token = examples.of_schema({"type": "string", "pattern": block["pattern"]}) if "pattern" in block else text
    route = next(iter(routes.of_authorizer(makers.tested.model, makers.name)), None)
    path = route and http.filled(route["path"], dict.fromkeys(routes.variables(route), text))
    return makers.authorizer(token, path, headers=values["header"], query=values["query"])


def of_body(fn, word):
    """The body or data of a record that the filter of the lambda's trigger matches."""
    filters = queue.filters(fn["infra"][word])
    return examples.of_pattern(filters[0]) if filters else examples.VALUES["string"]


def of_queue(fn):
    """{"bodies", "attributes"} of a message that the filters of the lambda's queue match: its own, or the one by which
    it listens to a topic."""
    block = fn["infra"]["queue"]
    of_topic = message_of(block.get("from", {}).get("filter", {}))
    body = of_body(fn, "queue") if queue.filters(block) else of_topic["message"]
    return {"bodies": [body], "attributes": of_topic["attributes"]}


def message_of(filter_):
    """{"message", "attributes"} of a message that a filter of a topic matches."""
    attributes = examples.of_pattern(filter_["attributes"]) if "attributes" in filter_ else {}
    return {"message": examples.of_pattern(filter_["body"]) if "body" in filter_ else examples.VALUES["string"],
            "attributes": {name: str(value) for name, value in attributes.items()}}


def of_stream(event):
    """A record of a row that the filter of the lambda's stream matches. event: its Makers"""
    block = event.fn["infra"]["stream"]
    filters = queue.filters(block)
    record = examples.of_pattern(filters[0]) if filters else {}
    change = record.get("dynamodb", {})
    typed = {**change.get("OldImage", {}), **change.get("NewImage", {}), **change.get("Keys", {})}
    values = {key: TypeDeserializer().deserialize(value) for key, value in typed.items()}
    row = {**example_row(event.world.app.model["state"]["table"][block["table"]], values), **values}
    topic = record.get("eventName", "INSERT")
    ttl = "userIdentity" in record
    return event.stream(new=row if topic != "REMOVE" and not ttl else None,
                        old={**row, "changed": "before"} if topic != "INSERT" or ttl else None, ttl=ttl)


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
        path, line = world.app.line(name, rule["key"])
        raise problem(path, line,
                      f"no example of an event can be made that rule {rule['name']} matches", HINT.format(name))
    return aws_events.in_form([rule], event, rule["bus"])


def of_table(world, table, topic, fields):
    """The event of a row that was added, changed or removed; its keys and difference are those in `fields`."""
    detail = fields.get("detail", {})
    row = example_row(world.app.model["state"]["table"][table], detail)
    difference = detail.get("diffKeys") if isinstance(detail.get("diffKeys"), str) else "changed"
    new, old = {**row, difference: "after"}, {**row, difference: "before"}
    physical = world.view("table", table).name
    ttl = detail.get("ttl") is True
    topic = "REMOVE" if ttl else topic
    return aws_events.of_table(world, table, physical, new if topic != "REMOVE" else None,
                               old if topic != "INSERT" else None, ttl)


def example_row(table, detail):
    """{key: a value of its type}, with the values that a pattern's detail has for the table's keys."""
    if tables.has_default_keys(table):
        return {"pk": str(detail.get("pk", examples.TEXT)), "sk": f"{detail.get('sk', examples.TEXT)}#{examples.TEXT}"}
    values = {"S": examples.TEXT, "N": 1, "B": examples.TEXT.encode()}
    return {name: detail[name] if aws_events.is_of_type(detail.get(name), type_) else values[type_]
            for name, type_ in tables.keys(table).items()}


def of_object(kind):
    """The function(world, name, topic, fields) -> event of an object. kind: "bucket" or "website"."""
    def event(world, of, topic, fields):
        key = fields.get("detail", {}).get("object", {}).get("key", f"{examples.TEXT}.txt")
        return aws_events.of_object(world.app, world.view(kind, of).name, key, topic)
    return event


def of_others(world, _of, topic, fields):
    """An event of the app's own bus, or of another service."""
    return aws_events.event(world.app, fields.get("source", world.app.prefix), topic, fields.get("detail", {}))


OF_SOURCE = {"table": of_table, "bucket": of_object("bucket"), "website": of_object("website")}
