"""Texts for which code tests a part of the event, and that this part never is."""
from checks.check import Check, Findings, Subject, finding
from checks.events_read import shown
from kit.problems import listed
from kit.schema import nearest


def other_texts(subject: Subject) -> Findings:
    """Comparisons, tests with `in` and cases with a text that the part of the event never is. The texts of the lambda's
    own block count in its index.py alone: other lambdas may share a module."""
    for name, note in subject.notes("other-text"):
        if not note["own"] or note["file"] == subject.model["lambdas"][name]["path"]:
            yield finding(note, f"{shown(note['path'])} is never {note['key']!r}",
                          nearest(note["key"], note["has"]) or f"it is one of {listed(note['has'])}",
                          "no error: the condition is always false, or always true")


ROUTE = "infra:\n  endpoint: {method: ANY, path: /orders, api: public}\n---\n" \
    "if event['httpMethod'] == '%s':\n    return {'statusCode': 201}\nreturn {'statusCode': 405}"
CHECKS = [
    Check("P434", "A text that a part of the event never is",
          "No error: the branch never runs, or always. AWS writes methods in capitals, and S3's own records without "
          "`s3:`; the block of the lambda lists the rest.",
          "https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html",
          ROUTE % "post", ROUTE % "POST", other_texts),
]
