"""events: EventBridge rules that call the lambda, one each.

    infra:
      events:
      - name: order-paid
        source:
          type: table
          name: demo
        topic: MODIFY
        pattern:
          diffKeys: [paid]
"""
from aws import cfn
from kit import names
from recipes import bus, failures, function, pattern

# What a source puts into the pattern itself, so that a person's own would be lost.
OWN = {"bucket": ("bucket", "name"), "website": ("bucket", "name"), "builder": ("project-name",)}
SCHEMA = {
    "title": "events",
    "description": "EventBridge rules. Without a source, a rule listens to the app's own bus (`APP_BUS`). "
                   "An event needs at least one of source, topic and pattern.",
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "name": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$",
                     "description": "tells the rules of one lambda apart: letters, digits, - and _, 64 at most"},
            "source": {
                "description": "whose events: a table's writes, a bucket's or website's objects, "
                               "a CodeBuild project's builds",
                "type": "object",
                "properties": {
                    "type": {"type": "string", "enum": ["bucket", "builder", "table", "website"]},
                    "name": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]*$",
                             "description": "as in its variable, `demo` is DEMO_TABLE: letters, digits, - and _"}},
                "required": ["name", "type"],
                "additionalProperties": False},
            "topic": {"type": "string",
                      "description": "the event's detail-type: `INSERT`, `Object Created`, or your own"},
            "pattern": {"type": "object",
                        "description": "an EventBridge pattern over the detail; its leaves are lists"}},
        "required": ["name"],
        "additionalProperties": False},
    "examples": [[{"name": "order-paid", "source": {"type": "table", "name": "demo"}, "topic": "MODIFY"}]],
}


def complaints(block):
    """[(key, message, hint)] of a list of events: blank, said twice, or a pattern that AWS would refuse."""
    if not block:
        return [("", "no events", "name one, or take the word away")]
    found = []
    for at, event in enumerate(block):
        same = [before["name"] for before in block[:at]
                if names.logical_id(before["name"]) == names.logical_id(event["name"])]
        if event["name"] in same:
            found.append((f"{at}.name", f"event {event['name']!r} is said twice", "give each its own name"))
        elif same:
            found.append((f"{at}.name", f"event {event['name']!r} cannot be told from {same[0]!r}",
                          "CloudFormation has no - and _ in names: rename one of the two"))
        if not event.keys() & {"source", "topic", "pattern"} or event.get("pattern") == {}:
            found.append((str(at), f"event {event['name']!r} is blank",
                          "say at least one of source, topic and pattern"))
        wrong = pattern.complaints(event.get("pattern", {})) or pattern.whole_complaints(event.get("pattern", {}))
        found += [(f"{at}.pattern{key and '.' + key}", message, hint) for key, message, hint in wrong]
        found += own_complaints(at, event)
    return found


def own_complaints(at, event):
    """A complaint if the pattern says what the source says already."""
    source = event.get("source", {})
    inner, path = event.get("pattern", {}), OWN.get(source.get("type"), ())
    for step in path:
        inner = inner.get(step) if isinstance(inner, dict) else None
    if not path or inner is None:
        return []
    key = ".".join(path)
    return [(f"{at}.pattern.{key}", f"the source {source['name']!r} says {key} already",
             "take it out of the pattern")]


def normal(block):
    """The list as said: source, topic and pattern stay absent where they were."""
    return list(block)


def ids(fn, event):
    """("OrdersEventOrderPaidRule", "OrdersEventOrderPaidPermission")"""
    stem = names.logical_id(fn["name"], "event", event["name"])
    return f"{stem}Rule", f"{stem}Permission"


def resources(app, fn):
    """A rule and a permission for each event."""
    return cfn.merge(*[event_resources(app, fn, event) for event in fn["infra"]["events"]])


def event_resources(app, fn, event):
    """{"OrdersEventOrderPaidRule": ..., "OrdersEventOrderPaidPermission": ...} of one event."""
    function_id = names.logical_id(fn["name"], "function")
    rule_id, permission_id = ids(fn, event)
    return {
        rule_id: cfn.resource("AWS::Events::Rule", {
            **on_bus(app, event),
            "EventPattern": event_pattern(event),
            "State": "ENABLED",
            "Targets": [failures.target(cfn.arn(function_id))]}),
        permission_id: function.invoke_permission(function_id, "events.amazonaws.com", cfn.arn(rule_id))}


def on_bus(app, event):
    """Tables and events without a source are on the app's bus; AWS's own events on the default bus."""
    if event.get("source", {}).get("type", "table") != "table":
        return {}
    return {"EventBusName": bus.value(app, app["name"])}


def event_pattern(event):
    """The rule's EventPattern: the source's own part, the detail-type, and a person's pattern."""
    source, detail = {}, event.get("pattern", {})
    if "source" in event:
        source, own = SOURCES[event["source"]["type"]](event["source"]["name"])
        detail = {**detail, **own}
    return {**source,
            **({"detail-type": [event["topic"]]} if "topic" in event else {}),
            **({"detail": detail} if detail else {})}


def table_source(name):
    """The stream's function sends a table's events with the table's physical name as their source."""
    return {"source": [cfn.ref(names.logical_id(name, "table"))]}, {}


def bucket_source(name, kind="bucket"):
    """S3's own events of a bucket."""
    return {"source": ["aws.s3"]}, {"bucket": {"name": [cfn.ref(names.logical_id(name, kind))]}}


def website_source(name):
    """S3's own events of a website's bucket."""
    return bucket_source(name, "website")


def builder_source(name):
    """CodeBuild's events of one project, which is not the app's own."""
    return {"source": ["aws.codebuild"]}, {"project-name": [name]}


SOURCES = {"bucket": bucket_source, "builder": builder_source, "table": table_source,
           "website": website_source}


def statements(app, fn):
    """An event asks nothing of the lambda's role."""
    return []


def outputs(app, fn):
    """Rules have nothing to tell."""
    return {}


def shared(app, fns):
    """The bus is state, and not made here."""
    return {}


def shared_outputs(app, fns):
    """Nothing that is shared has anything to tell."""
    return {}
