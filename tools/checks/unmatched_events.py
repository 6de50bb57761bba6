"""Events that no rule matches, and rules that match no event of the app: emitters and rules on the app's bus."""
import itertools

from aws import tables
from checks import emitted, partial_match, patterns, rules, source_events
from checks.check import Check, Finding, Findings, Subject, finding
from checks.example import lambda_file
from kit.problems import listed
from kit.schema import nearest


def unmatched_entries(subject: Subject) -> Findings:
    """The findings of entries for the app's bus that no rule on it matches."""
    for entry in unmatched(subject):
        call = entry["call"]
        is_allowed = (call["file"], call["line"], "P801") in subject.allowed  # nobody reads why
        why, hint = ("", "") if is_allowed else nearest_rule(subject, entry)
        yield finding(call, f"no rule matches the event {entry['topic']!r} of {entry['lambda']}: {why}", hint,
                      "no error: the bus accepts the event, and EventBridge invokes no lambda")


def unmatched(subject):
    """[entry] for the app's bus that certainly no rule on it matches."""
    if any(rule["refused"] and rules.is_on_bus(rule) for rule in rules.rules(subject)):
        return []
    return [entry for entry in emitted.entries(subject)
            if entry["bus"] == "app" and entry["topic"] is not None and entry["call"]["sure"]
            and all(partial_match.match(rule["alternatives"], entry["event"]) is False
                    for rule in rules.for_topic(subject, entry["topic"]))]


def nearest_rule(subject, entry):
    """(text why the rule nearest to an entry does not match it, hint)."""
    topics = [topic for topic, same_topic in rules.by_topic(subject).items()
              if topic and any(rule["source"] is None for rule in same_topic)]
    emitted_topics = {other["topic"] for other in emitted.entries(subject)}
    near = nearest(entry["topic"], [topic for topic in topics if topic not in emitted_topics], 0.6) \
        or nearest(entry["topic"], topics, 0.6)
    allow = "if another app matches it: # pareto: allow P801, because ..."
    candidates = [rule for key in (entry["topic"], None) for rule in rules.by_topic(subject).get(key, [])
                  if rule["source"] is None]
    if not candidates:
        if not topics:
            return "no lambda has a rule on the app's bus", allow
        return f"the rules of the app match {listed(sorted(topics), 6)}", near or allow
    rule = candidates[0]
    field, conditions = partial_match.failing_field(rule["alternatives"], entry["event"])
    return (f"the rule {rule['name']} of {rule['lambda']} requires that {field} is "
            f"{rules.conditions_text(conditions)}, "
            f"{patterns.actual_value(entry['event'], field)}"), near if not rules.by_topic(subject).get(
                entry["topic"]) and near else allow


def unmatched_rules(subject: Subject) -> Findings:
    """Rules on the app's bus that match no event of the app, for certain."""
    own_entries = [entry for entry in emitted.entries(subject) if entry["bus"] == "app"]
    if not own_entries or emitted.may_emit_unknown(subject):
        return
    events = [entry["event"] for entry in own_entries] + [
        event for name, table in subject.model["state"]["table"].items()
        for event in source_events.described_events(name, tables.keys(table), bool(tables.time_to_live(table)))]
    events += [entry["event"] for entry in emitted.entries(subject) if entry["bus"] != "app"]  # P807 reports those
    events_by_topic: dict = {}
    for entry in own_entries:
        events_by_topic.setdefault(entry["topic"], []).append(entry["event"])
    unmatched_topics = [entry["topic"] for entry in unmatched(subject)]  # one problem is reported once
    for rule in rules.rules(subject):
        topic = rule["block"].get("topic")
        # Those of its topic first: with most rules no others are compared.
        if rule["source"] or rule["refused"] or any(
                partial_match.match(rule["alternatives"], event) is not False
                for event in itertools.chain(events_by_topic.get(topic, ()), events)):
            continue
        if nearest(topic, unmatched_topics, 0.6) if topic else unmatched_topics:
            continue
        field, actual, hint = reason(rule, own_entries)
        yield Finding(*rules.field_line(subject, rule, field),
                      f"no event of the app matches the rule {rule['name']} of "
                      f"{rule['lambda']}: {actual}", hint, "no error: the lambda is never invoked")


def reason(rule, own_entries):
    """(the field that does not match, the actual events, hint) of a rule that matches no event of the app."""
    topic, topics = rule["block"].get("topic"), sorted({entry["topic"] for entry in own_entries})
    allow = "if the event comes from another app: # pareto: allow P802, because ..."
    near = [entry for entry in own_entries if entry["topic"] == topic] or [] if topic else own_entries
    if not near:
        return "detail-type", f"the app emits {listed(topics, 6)}", nearest(topic, topics, 0.6) or allow
    event = near[0]["event"]
    field, conditions = partial_match.failing_field(rule["alternatives"], event)
    return (field, f"it requires that {field} is {rules.conditions_text(conditions)}, "
            f"{patterns.actual_value(event, field)}", allow)


EMIT = "response = boto3.client('events').put_events(Entries=[{\n    'EventBusName': os.environ['DEMO_BUS'], " \
    "'Source': 'demo.a',\n    'DetailType': '%s', 'Detail': json.dumps({'id': '1'})}])\n" \
    "if response['FailedEntryCount']:\n    raise RuntimeError(response['Entries'])"
EMITTER = lambda_file("b", (EMIT % "OrderPaid").replace("{'id': '1'}", "{'id': '1', 'total': 5}"))
RECEIVER = lambda_file("c", "infra:\n  events:\n  - name: paid\n    topic: OrderPaid\n---\nprint(event['detail'])")
RULE = "infra:\n  events:\n  - name: paid\n    topic: OrderPaid\n    pattern: {total: [%s]}\n---\n" \
    "print(event['detail'])"
CHECKS = [
    Check("P801", "An event that no rule matches",
          "The bus accepts the event, and EventBridge invokes no lambda.",
          "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html",
          EMIT % "OrderPayed", EMIT % "OrderPaid", unmatched_entries, RECEIVER),
    Check("P802", "A rule that no event of the app matches",
          "The lambda is never invoked. Reported only where all events that the app emits are known.",
          "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html",
          RULE % "'5'", RULE % "5", unmatched_rules, {**EMITTER, **RECEIVER}),
]
