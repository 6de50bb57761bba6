"""Texts for which code tests a part of the event, and that this part never is, or never begins or ends with."""
from checks import partial_match, rules
from checks.check import Check, Findings, Subject, finding
from checks.events_read import shown
from kit.problems import listed
from kit.schema import nearest

STAND_INS = ("source", "detail.bucket.name")  # fields in which rules.py has no texts of AWS: "bucket demo"


def other_texts(subject: Subject) -> Findings:
    """Comparisons, tests with `in` and cases with a text that the part of the event never is. The texts of the lambda's
    own block count in its index.py alone: other lambdas may share a module."""
    for name, note in subject.notes("other-text"):
        if not note["own"] or note["file"] == subject.model["lambdas"][name]["path"]:
            yield finding(note, f"{shown(note['path'])} is never {note['key']!r}",
                          nearest(note["key"], note["has"]) or f"it is one of {listed(note['has'])}",
                          "no error: the condition is always false, or always true")


def unmatched_edges(subject: Subject) -> Findings:
    """Texts with which a part of the event never begins, or never ends, by the rules of the lambda."""
    for name, note in subject.notes("edge-text"):
        own = [rule for rule in rules.rules(subject) if rule["lambda"] == name]
        field, text = ".".join(map(str, note["path"])), note["key"]
        is_start = note["how"] in ("startswith", "removeprefix")
        event = {"text": [text, None] if is_start else [None, text]}
        for key in reversed(note["path"]):
            event = {"dict": {key: event}, "maybe": [], "open": True}
        alternatives = [dict(alternative) for rule in own for alternative in rule["alternatives"]]
        if field not in STAND_INS and alternatives and all(
                field in alternative and partial_match.match([[(field, alternative[field])]], event) is False
                for alternative in alternatives):
            yield finding(note, f"the rule {own[0]['name']} matches no event whose {field} "
                          f"{'begins' if is_start else 'ends'} with {text!r}: it requires "
                          f"{rules.conditions_text(alternatives[0][field])}", "the text of the rule",
                          f"no error: {note['how']}() never finds it")


ROUTE = "infra:\n  endpoint: {method: ANY, path: /orders, api: public}\n---\n" \
    "if event['httpMethod'] == '%s':\n    return {'statusCode': 201}\nreturn {'statusCode': 405}"
EDGE = "infra:\n  events:\n  - {name: stored, source: {type: bucket, name: demo}, prefix: inbox/}\n---\n" \
    "return event['detail']['object']['key'].removeprefix('%s')"
CHECKS = [
    Check("P434", "A text that a part of the event never is",
          "No error: the branch never runs, or always. AWS writes methods in capitals, and S3's own records without "
          "`s3:`; the block of the lambda lists the rest.",
          "https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html",
          ROUTE % "post", ROUTE % "POST", other_texts),
    Check("P846", "A beginning or an end that no event of the lambda's rules has",
          "removeprefix() and removesuffix() change nothing, startswith() and endswith() are always false.",
          "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html",
          EDGE % "index/", EDGE % "inbox/", unmatched_edges),
]
