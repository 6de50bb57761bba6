"""Messages between lambdas: what one sends, against what the other reads of it."""

import recipes
from checks import emitted, rules, verdicts
from checks.check import Check, Finding
from checks.subject import per_subject
from interpreter.plain import fields, options
from kit.schema import nearest

# How each trigger's message is found in its event, and what sends it.
READ = {"queue": ["Records", "[]", "body", "()"], "topic": ["Records", "[]", "Sns", "Message", "()"]}
SENT = {"queue": ("sqs", {"SendMessage": "MessageBody", "SendMessageBatch": "MessageBody"}, ("QueueUrl", "Url")),
        "topic": ("sns", {"Publish": "Message", "PublishBatch": "Message"}, ("TopicArn", "Arn")),
        "function": ("lambda", {"Invoke": "Payload"}, ("FunctionName", ""))}
OF_ERRORS = frozenset("errorMessage errorType stackTrace requestId".split())
# Parts of events that are never JSON.
NO_JSON = frozenset("pathParameters queryStringParameters headers pk sk key time id messageId requestId".split())


def absent_keys(subject):
    """Keys that a lambda reads and that its senders do not send."""
    for name, notes in sorted(reads(subject).items()):
        base, sent = messages(subject, name)
        for note in notes if sent else ():
            if note["path"][:len(base)] != base or note["path"][:1] == ["answer of"]:
                continue
            found = [(one, has(one[2], note["path"][len(base):], note["key"])) for one in sent]
            lacking = [one for one, is_there in found if is_there is False]
            if len(lacking) == len(found) and (note["how"] == "item" and not note["expected"] or similar(note, sent)):
                yield finding(note, lacking[0], base, (note["file"], note["line"]))
            elif note["how"] == "item" and note["always"] and not note["expected"]:
                for one in lacking:
                    yield finding(note, one, base, (one[1]["file"], one[1]["line"]))


def similar(note, sent):
    """Whether .get asks for nearly the name of a key that is sent."""
    return note["how"] == "get" and any(nearest(note["key"], fields(option), 0.8) for _name, _call, content in sent
                                        for option in options(content))


def finding(note, one, base, place):
    """What is read, who sends something else, and what it is."""
    sender, call, content = one
    value = at(content, note["path"][len(base):])
    keys = sorted(fields(value))
    what = f"sends {', '.join(keys)}" if keys else "sends a list" if isinstance(value, dict) and "list" in value \
        else "sends no mapping"
    return Finding(*place, f"{note['key']!r} is read at {note['file']}:{note['line']}, and {sender} {what} "
                   f"({call['file']}:{call['line']})", nearest(note["key"], keys, 0.6),
                   f"KeyError: {note['key']!r}" if keys else "TypeError or KeyError")


def at(content, steps):
    """What stands at a path of a message."""
    for step in steps:
        content = next(iter(content.get("list", [])), None) if step == "[]" and isinstance(content, dict) else \
            fields(content).get(step)
    return content


def has(content, steps, key):
    """Whether a message holds a key at a path: True, False, or None if that is not known."""
    found = {_has(option, steps, key) for option in options(content)}
    return True if True in found else None if None in found else False


def _has(content, steps, key):
    """The same of one of its options."""
    if steps:
        if not isinstance(content, dict):
            return None
        inner = content.get("list", []) if steps[0] == "[]" else \
            [content["dict"][steps[0]]] if steps[0] in fields(content) and steps[0] not in content["maybe"] else []
        return verdicts.any_of(has(one, steps[1:], key) for one in inner) if inner else None
    if not isinstance(content, dict) or "list" in content or "text" in content:
        return False
    if "dict" not in content:
        return False if verdicts.kind_of(content) in ("number", "bool") else None
    return True if key in content["dict"] else None if content["open"] else False


@per_subject
def reads(subject):
    """{lambda: [note]} of what lambdas read of JSON."""
    found = {}
    for name, note in subject.notes("read"):
        found.setdefault(name, []).append(note)
    return found


def messages(subject, name):
    """(where a lambda finds its message, [(sender, call, its content)]); nothing of senders that are not all known."""
    infra = subject.model["lambdas"][name]["infra"]
    if "events" in infra:
        return ["detail"], details(subject, name)
    kind = next((one for one in READ if one in infra), None)
    if kind is None and recipes.trigger(infra):
        return [], []
    return (READ[kind], sent(subject, name, kind)) if kind else ([], sent(subject, name, "function"))


def details(subject, name):
    """The details that a lambda's rules hear, if the app's bus is all that calls it and all on it is known."""
    own = [one for one in rules.rules(subject) if one["lambda"] == name]
    if any(one["source"] or one["refused"] for one in own):
        return []
    heard = [entry for entry in emitted.entries(subject) if entry["bus"] in ("app", None)
             and any(verdicts.verdict(one["ways"], entry["event"]) is not False for one in own)]
    unsure = any(entry["bus"] is None or entry["topic"] is None or not entry["call"]["sure"] for entry in heard)
    if unsure or emitted.is_blind(subject):
        return []
    return [(entry["lambda"], entry["call"], entry["event"]["dict"]["detail"]) for entry in heard]


def sent(subject, name, kind):
    """Everything that the app sends to a lambda's queue or topic, or calls it with; [] if not all is known."""
    service, operations, (word, ident) = SENT[kind]
    found = []
    for sender, kinds in sorted(subject.kinds.items()):
        if (kind, name) not in kinds.values():
            continue
        own = calls_of(subject, service, operations).get(sender, [])
        to = [subject.named(sender, call["args"].get(word, call["ids"].get(ident))) for call in own]
        if (None, None) in to or emitted.is_hidden(subject, sender, service, kind):
            return []
        for call, whom in zip(own, to):
            if whom == (kind, name):
                found += [(sender, call, content) for content in contents(call, operations[call["operation"]])]
    return found


@per_subject
def _calls_of(subject, service, operations):
    """{lambda: [call]} of some operations."""
    found = {}
    for name, call in emitted.real(subject, service, operations):
        found.setdefault(name, []).append(call)
    return found


def calls_of(subject, service, operations):
    """The same, of {operation: ...}."""
    return _calls_of(subject, service, tuple(sorted(operations)))


def contents(call, word):
    """The messages of a call, in plain form; an unknown one if they are not known."""
    if not call["sure"]:
        return [emitted.NOTHING]
    batch = next((one for key, one in call["args"].items() if key.endswith("Entries")), None)
    if batch is None:
        value = call["args"].get(word)
        if value is None and word == "Payload" and call["whole"]:
            return [emitted.plain({})]
        return [emitted.NOTHING if "MessageStructure" in call["args"] else message(value)]
    known = emitted.elements(batch)
    return [message(fields(one).get(word)) for one in known] or [emitted.NOTHING]


def message(value):
    """What a text holds as JSON; BAD for texts that never are a mapping."""
    if isinstance(value, dict) and value.get("is") == "text" and NO_JSON & set(value["event"]):
        return emitted.BAD
    return emitted.content(value) if value is not None else emitted.NOTHING


def no_json(subject):
    """Texts that a lambda reads as JSON, and that surely are none."""
    for name, notes in sorted(reads(subject).items()):
        base, all_sent = messages(subject, name)
        if base[-1:] != ["()"]:
            continue
        note = next((one for one in notes if one["path"][:len(base)] == base), None)
        for sender, call, content in all_sent if note else ():
            if content == emitted.BAD:
                yield Finding(call["file"], call["line"], f"{sender} sends no JSON, and {name} reads it as such "
                              f"({note['file']}:{note['line']})", "json.dumps({...})",
                              "json.decoder.JSONDecodeError: Expecting value")


def absent_answers(subject):
    """Keys that a lambda reads of another one's answer, and that it never gives."""
    for name, notes in sorted(reads(subject).items()):
        for note in notes:
            kind, of = subject.kinds[name].get(note["path"][1] if len(note["path"]) > 1 else "", (None, None))
            if note["path"][:1] != ["answer of"] or kind != "function" or note["key"] in OF_ERRORS:
                continue
            seen = subject.seen[of]
            given = [option for one in seen["returns"] for option in options(one["value"])]
            found = [has(value, note["path"][2:], note["key"]) for value in given]
            if found and set(found) == {False} and seen["whole"] and not note["expected"]:
                keys = sorted({key for value in given for key in fields(at(value, note["path"][2:]))})
                near = nearest(note["key"], keys, 0.6)
                if note["how"] == "item" or near:
                    yield Finding(note["file"], note["line"], f"{of} answers no {note['key']!r}: "
                                  f"{'it answers ' + ', '.join(keys) if keys else 'its answer is no mapping'}", near,
                                  f"KeyError: {note['key']!r}")


def sender(code):
    """A lambda `b` that does something when it is called."""
    return {"lambdas/b/index.py": '"""Sends.\n\ninfra: {}\n"""\nimport json\nimport os\n\nimport boto3\n\n\n'
            f'def handler(event, context):\n    {code}\n'}


QUEUE = "infra:\n  queue: {}\n---\nfor record in event['Records']:\n    print(json.loads(record['body'])['%s'])"
INVOKE = "answer = boto3.client('lambda').invoke(FunctionName=os.environ['DEMO_B_FUNCTION'])\n" \
    "print(json.load(answer['Payload'])['%s'])"
TO_A = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_A_QUEUE'], MessageBody=%s)"
NUMBER = 'json.dumps({"id": "1", "number": 2})'
CHECKS = [
    Check("P820", "A key that nobody sends", "KeyError. Only where every sender of the app is known.",
          QUEUE % "count", QUEUE % "number", absent_keys, sender(TO_A % NUMBER)),
    Check("P821", "A message that is no JSON", "JSONDecodeError in the lambda that reads it.",
          QUEUE % "number", QUEUE % "number", no_json,
          {**sender(TO_A % NUMBER), **{f"bad/{path}": text for path, text in sender(TO_A % '"number 2"').items()}}),
    Check("P822", "A key that another lambda does not answer", "KeyError in the lambda that called it.",
          INVOKE % "total", INVOKE % "sum", absent_answers,
          {"lambdas/b/index.py": '"""Adds.\n\ninfra: {}\n"""\n\n\ndef handler(event, context):\n'
           '    return {"sum": 5}\n'}),
]
