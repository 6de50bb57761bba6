"""Messages between lambdas: the keys that one sends, compared with those that the other reads."""
import functools

import recipes
from checks import emitted, partial_match, rules, scheduled
from checks.check import Check, Finding, Findings, finding
from checks.example import lambda_file
from checks.subject import Subject, per_subject
from interpreter.plain import fields, is_open, options, possible_elements
from kit.schema import nearest
from recipes import queue_source

# trigger: the path of a message in its event, and what sends one; see recipes/__init__.py
MESSAGE_PATHS = {word: module.MESSAGE_PATH for word, module in recipes.TRIGGERS.items()
                 if hasattr(module, "MESSAGE_PATH")}
SEND_OPERATIONS = {**{word: recipes.TRIGGERS[word].SENT_BY for word in MESSAGE_PATHS},
                   "function": ("lambda", {"Invoke": "Payload"}, ("FunctionName", ""))}
# Parts of events that are never JSON.
NEVER_JSON = frozenset("pathParameters queryStringParameters headers pk sk key time id messageId requestId".split())


def absent_keys(subject: Subject) -> Findings:
    """Keys that a lambda reads and that its senders do not send."""
    for name, notes in sorted(reads(subject).items()):
        base, deliveries = messages(subject, name)
        for note in notes if deliveries else ():
            if note["path"][:len(base)] != base or note["path"][:1] == ["answer of"]:
                continue
            results = [(delivery, has(delivery[2], note["path"][len(base):], note["key"])) for delivery in deliveries]
            lacking = [delivery for delivery, has_key in results if has_key is False]
            if len(lacking) == len(results) and (note["how"] == "item" and (
                    not note["expected"] or is_renamed(note, notes, base, deliveries))
                    or is_misspelt(note, deliveries)):
                yield absence(note, lacking[0], base, (note["file"], note["line"]))
            elif note["how"] == "item" and note["always"]:
                for delivery in lacking if not note["expected"] else [
                        delivery for delivery in lacking if is_renamed(note, notes, base, [delivery])]:
                    yield absence(note, delivery, base, (delivery[1]["file"], delivery[1]["line"]))


def is_renamed(note, notes, base, deliveries):
    """Whether each delivery has a key beside it that the lambda never reads: the key has another name there. Only of
    reads in a function whose caller handles KeyError: a try around one read is for a key that may be absent."""
    if not note["by_caller"]:
        return False
    keys_read = {other_note["key"] for other_note in notes if other_note["path"] == note["path"]}
    mappings = [at(content, note["path"][len(base):]) for _name, _call, content in deliveries]
    return all(fields(mapping).keys() - keys_read and not mapping["open"] for mapping in mappings if fields(mapping)) \
        and all(map(fields, mappings))


def is_misspelt(note, deliveries):
    """Whether .get reads a key that is nearly the name of one that is sent."""
    return note["how"] == "get" and any(nearest(note["key"], fields(option), 0.8)
                                        for _name, _call, content in deliveries for option in options(content))


def absence(note, delivery, base, site: tuple[str, int]):
    """The finding of a key that a delivery does not have.

    delivery  (sender, call, content); base  the path of the message in the event; site  (path, line)
    """
    sender, call, content = delivery
    value = at(content, note["path"][len(base):])
    keys = sorted({key for option in options(value) for key in fields(option)})
    is_list = isinstance(value, dict) and "list" in value
    description = f"sends {', '.join(keys)}" if keys else "sends a list" if is_list else "sends no mapping"
    return Finding(*site, f"{note['key']!r} is read at {note['file']}:{note['line']}, and {sender} {description} "
                   f"({call['file']}:{call['line']})", nearest(note["key"], keys, 0.6),
                   f"KeyError: {note['key']!r}" if keys else "TypeError or KeyError")


def at(content, steps):
    """The plain value at a path of a message, None if it has none. steps: ["stars", "[]"]"""
    for step in steps:
        content = next(iter(content.get("list", [])), None) if step == "[]" and isinstance(content, dict) else \
            fields(content).get(step)
    return content


def has(content, steps, key):
    """Whether a message has a key at a path: True, False, or None if that is unknown."""
    results = {_has(option, steps, key) for option in options(content)}
    return True if True in results else None if None in results else False


def _has(content, steps, key):
    """Whether one option of a message has a key at a path, as has()."""
    if steps:
        if not isinstance(content, dict):
            return None
        parts = content.get("list", []) if steps[0] == "[]" else \
            [content["dict"][steps[0]]] if steps[0] in fields(content) and steps[0] not in content["maybe"] else []
        return partial_match.any_of(has(part, steps[1:], key) for part in parts) if parts else None
    if not isinstance(content, dict) or "list" in content or "text" in content:
        return False
    if "dict" not in content:
        return False if partial_match.kind_of(content) in ("number", "bool") else None
    return True if key in content["dict"] else None if content["open"] else False


@per_subject
def reads(subject):
    """{lambda: [note]} of the keys that lambdas read from JSON."""
    notes_by_lambda = {}
    for name, note in subject.notes("read"):
        notes_by_lambda.setdefault(name, []).append(note)
    return notes_by_lambda


def messages(subject, name):
    """(path of the message in a lambda's event, [(sender, call, content)]); no deliveries if a sender is unknown."""
    infra = subject.model["lambdas"][name]["infra"]
    if "events" in infra:
        return ["detail"], details(subject, name)
    if "from" in infra.get("queue", {}):
        return MESSAGE_PATHS["queue"], of_topic(subject, name)
    if "filter" in infra.get("kinesis", {}):
        return [], []  # it gets some of the records
    kind = next((word for word in MESSAGE_PATHS if word in infra), None)
    if kind is None and recipes.trigger(infra):
        return [], []
    path = MESSAGE_PATHS["queue" if kind == "topic" and infra["topic"].get("fifo") else kind] if kind else []
    deliveries = sent_messages(subject, name, kind or "function")
    return path, deliveries if kind else scheduled.with_schedules(subject, name, deliveries)


def of_topic(subject, name):
    """sent_messages() to the topic of the app to which a lambda's queue listens; [] if it gets other messages too."""
    block = subject.model["lambdas"][name]["infra"]["queue"]
    topic, is_named = queue_source.topic_name(block), any(
        ("queue", name) in kinds.values() for kinds in subject.kinds.values())
    is_own = "topic" in subject.model["lambdas"].get(topic, {}).get("infra", {})
    return [] if "filter" in block["from"] or is_named or not is_own else sent_messages(subject, topic, "topic")


def details(subject, name):
    """[(sender, call, detail)] of the events that a lambda's rules match; [] if one is unknown, or comes from AWS."""
    own = [rule for rule in rules.rules(subject) if rule["lambda"] == name]
    if any(rule["source"] or rule["refused"] for rule in own):
        return []
    matched = [entry for entry in emitted.entries(subject) if entry["bus"] in ("app", None)
               and any(partial_match.match(rule["alternatives"], entry["event"]) is not False for rule in own)]
    unsure = any(entry["bus"] is None or entry["topic"] is None or not entry["call"]["sure"] for entry in matched)
    if unsure or emitted.may_emit_unknown(subject):
        return []
    return [(entry["lambda"], entry["call"], entry["event"]["dict"]["detail"]) for entry in matched]


def sent_messages(subject, name, kind, parsed=None):
    """[(sender, call, content)] of all that the app sends to a lambda's queue, topic or function; [] if one is
    unknown.

    parsed  function(message in plain form: {"dict": {"Message": ...}, ...}) -> its content; None: its JSON
    """
    service, operations, (word, ident) = SEND_OPERATIONS[kind]
    deliveries = []
    infra = subject.model["lambdas"][name]["infra"]
    target = ("data_stream", infra["kinesis"]["stream"]) if kind == "kinesis" else (kind, name)
    for sender, kinds in sorted(subject.kinds.items()):
        if target not in kinds.values():
            continue
        own = emitted.calls_by_lambda(subject, service, frozenset(operations)).get(sender, [])
        receivers = [subject.referenced(sender, call["args"].get(word, call["ids"].get(ident))) for call in own]
        if (None, None) in receivers or emitted.has_unknown_use(subject, sender, service, target[0]):
            return []
        for call, receiver in zip(own, receivers):
            if receiver == target:
                content = parsed or functools.partial(body, operations[call["operation"]])
                deliveries += [(sender, call, content(message)) for message in sent(call)]
    return deliveries


def sent(call):
    """[message in plain form] of a call: its arguments, or the entries of its batch; [an unknown one] if they are."""
    batch = next((value for key, value in call["args"].items() if key.endswith("Entries") or key == "Records"), None)
    if not call["sure"] or batch is not None:
        return call["sure"] and possible_elements(batch) or [emitted.UNKNOWN]
    return [{"dict": call["args"], "maybe": [], "open": not call["whole"]}]


def body(word, sent_message):
    """The parsed content of a message in plain form. word: the parameter that has it, "MessageBody"."""
    value = fields(sent_message).get(word)
    if value is None and word == "Payload" and not is_open(sent_message):
        return emitted.plain({})
    return emitted.UNKNOWN if "MessageStructure" in fields(sent_message) else message(value)


def message(value):
    """The parsed content of a plain text that is sent; NOT_JSON of parts of an event that are never JSON, as a key."""
    if isinstance(value, dict) and value.get("is") == "text" and NEVER_JSON & set(value["event"]):
        return emitted.NOT_JSON
    return emitted.content(value) if value is not None else emitted.UNKNOWN


def texts_without_json(subject: Subject) -> Findings:
    """Texts that a lambda reads as JSON, and that are none for certain."""
    for name, notes in sorted(reads(subject).items()):
        base, all_sent = messages(subject, name)
        if base[-1:] != ["()"]:
            continue
        note = next((candidate for candidate in notes if candidate["path"][:len(base)] == base), None)
        for sender, call, content in all_sent:
            if note and content == emitted.NOT_JSON:
                yield finding(call, f"{sender} sends a text that is no JSON, and {name} reads it as JSON "
                              f"({note['file']}:{note['line']})", "json.dumps({...})",
                              "json.decoder.JSONDecodeError: Expecting value")


QUEUE = "infra:\n  queue: {}\n---\nfor record in event['Records']:\n    print(json.loads(record['body'])['%s'])"
TO_A = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_A_QUEUE'], MessageBody=%s)"
NUMBER = 'json.dumps({"id": "1", "number": 2})'
CHECKS = [
    Check("P820", "A key that no sender sends",
          "KeyError. Reported only where every sender of the app is known.",
          "https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html",
          QUEUE % "count", QUEUE % "number", absent_keys, lambda_file("b", TO_A % NUMBER)),
    Check("P821", "A message that is no JSON",
          "JSONDecodeError in the lambda that reads it.",
          "https://docs.python.org/3/library/json.html#json.JSONDecodeError",
          QUEUE % "number", QUEUE % "number", texts_without_json,
          lambda_file("b", TO_A % NUMBER) | lambda_file("b", TO_A % '"number 2"', "bad/")),
]
