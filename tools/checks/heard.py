"""Events that nobody hears, and rules for events that nobody tells: the two ends of the app's bus."""
from checks import emitted, patterns, rules, sources, verdicts
from checks.check import Check, Finding
from kit.problems import listed
from kit.schema import nearest


def unheard(subject):
    """Entries for the app's bus that every rule on it refuses for certain."""
    for entry in lost(subject):
        why, hint = nearest_rule(subject, entry)
        call = entry["call"]
        yield Finding(call["file"], call["line"],
                      f"nobody hears the event {entry['topic']!r} of {entry['lambda']}: {why}", hint,
                      "nothing: the bus takes the event, and no lambda is called")


def lost(subject):
    """The entries for the app's bus that every rule on it refuses."""
    return [entry for entry in emitted.entries(subject)
            if entry["bus"] == "app" and entry["topic"] is not None and entry["call"]["sure"]
            and not has_refused(subject) and all(verdicts.verdict(one["ways"], entry["event"]) is False
                                                 for one in rules.asked(subject, entry["topic"]))]


def has_refused(subject):
    """Whether a rule on the app's bus has a pattern that AWS refuses: another check's."""
    return any(one["refused"] and rules.is_on_bus(one) for one in rules.rules(subject))


def nearest_rule(subject, entry):
    """(why the rule that comes nearest refuses an entry, what to write instead)."""
    topics = [topic for topic, held in rules.by_topic(subject).items()
              if topic and any(one["source"] is None for one in held)]
    near = nearest(entry["topic"], topics, 0.6)
    allow = "if others hear it: # pareto: allow P801, because ..."
    found = [one for key in (entry["topic"], None) for one in rules.by_topic(subject).get(key, [])
             if one["source"] is None]
    if not found:
        if not topics:
            return "no lambda has a rule for events of the app's own", allow
        return f"the app's rules want {listed(sorted(topics), 6)}", near or allow
    one = found[0]
    field, wanted = verdicts.stop(one["ways"], entry["event"])
    return (f"the rule {one['name']} of {one['lambda']} wants {field} to be {rules.said(wanted)}, "
            f"{patterns.is_instead(entry['event'], field)}"), near if not rules.by_topic(subject).get(
                entry["topic"]) and near else allow


def untold(subject):
    """Rules on the app's bus that refuse every event of the app for certain."""
    told = [entry for entry in emitted.entries(subject) if entry["bus"] == "app"]
    if not told or emitted.is_blind(subject):
        return
    events = [entry["event"] for entry in told] + [
        event for table in subject.model["state"]["table"] for event in sources.table_events(table)]
    unheard_topics = [entry["topic"] for entry in lost(subject)]  # one mistake is told once
    for one in rules.rules(subject):
        topic = one["said"].get("topic")
        if one["source"] or one["refused"] or any(verdicts.verdict(one["ways"], event) is not False
                                                  for event in events):
            continue
        if nearest(topic, unheard_topics, 0.6) if topic else unheard_topics:
            continue
        field, what, hint = reason(one, told)
        yield Finding(*rules.place(subject, one, field), f"no lambda tells what the rule {one['name']} of "
                      f"{one['lambda']} hears: {what}", hint, "nothing: the lambda is never called")


def reason(one, told):
    """(the field that refuses, what is told instead, what to write) of a rule that hears nothing of the app."""
    topic, topics = one["said"].get("topic"), sorted({entry["topic"] for entry in told})
    allow = "if it comes from elsewhere: # pareto: allow P802, because ..."
    near = [entry for entry in told if entry["topic"] == topic] or [] if topic else told
    if not near:
        return "detail-type", f"the app tells {listed(topics, 6)}", nearest(topic, topics, 0.6) or allow
    event = near[0]["event"]
    field, wanted = verdicts.stop(one["ways"], event)
    return field, f"it wants {field} to be {rules.said(wanted)}, {patterns.is_instead(event, field)}", allow


TOLD = {"lambdas/b/index.py": '"""Tells.\n\ninfra: {}\n"""\nimport json\nimport os\n\nimport boto3\n\n\n'
        'def handler(event, context):\n    answer = boto3.client("events").put_events(Entries=[{\n'
        '        "EventBusName": os.environ["DEMO_BUS"], "Source": "demo.b", "DetailType": "OrderPaid",\n'
        '        "Detail": json.dumps({"id": "1", "total": 5})}])\n    if answer["FailedEntryCount"]:\n'
        '        raise RuntimeError(answer["Entries"])\n'}
HEARS = {"lambdas/c/index.py": '"""Hears.\n\ninfra:\n  events:\n  - name: paid\n    topic: OrderPaid\n"""\n\n\n'
         'def handler(event, context):\n    print(event["detail"])\n'}
TELL = "answer = boto3.client('events').put_events(Entries=[{\n    'EventBusName': os.environ['DEMO_BUS'], " \
    "'Source': 'demo.a',\n    'DetailType': '%s', 'Detail': json.dumps({'id': '1'})}])\n" \
    "if answer['FailedEntryCount']:\n    raise RuntimeError(answer['Entries'])"
RULE = "infra:\n  events:\n  - name: paid\n    topic: OrderPaid\n    pattern: {total: [%s]}\n---\n" \
    "print(event['detail'])"
CHECKS = [
    Check("P801", "An event that no rule hears", "The bus takes it and nobody is called.",
          TELL % "OrderPayed", TELL % "OrderPaid", unheard, HEARS),
    Check("P802", "A rule for what no lambda tells",
          "The lambda is never called. Only where all that the app tells is known.",
          RULE % "'5'", RULE % "5", untold, {**TOLD, **HEARS}),
]
