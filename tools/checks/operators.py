"""Conditions of boto3 that Python's own operators combine: only &, | and ~ do."""
from checks.check import Check, Findings, Subject, finding

RESULTS = {"or": ("`or` between two conditions returns the first: the second is never sent", "|, in parentheses"),
           "and": ("`and` between two conditions returns the last: the first is never sent", "&, in parentheses"),
           "not": ("`not` of a condition is False, not a condition", "~"),
           "==": ("an operator of Python compares the object of boto3, and makes no condition",
                  "a method: Key('pk').eq(...), Attr('count').gt(...)")}


def combined_conditions(subject: Subject) -> Findings:
    """`or`, `and` and `not` of conditions, and comparisons of Key(...) and Attr(...)."""
    for _name, note in subject.notes("condition-logic"):
        message, hint = RESULTS[note["name"]]
        yield finding(note, message, hint,
                      "no error: DynamoDB gets another condition" if note["name"] in ("or", "and") else
                      "ParamValidationError, or TypeError")


FILTER = "return table.query(KeyConditionExpression=Key('pk').eq('a'), " \
    "FilterExpression=Attr('state').eq('open') %s Attr('state').eq('new'))"
CHECKS = [
    Check("P335", "Conditions that Python combines",
          "Each condition is true for Python, so `a or b` is a, and `a and b` is b; &, | and ~ combine conditions.",
          "https://boto3.amazonaws.com/v1/documentation/api/latest/guide/dynamodb.html",
          FILTER % "or", FILTER % "|", combined_conditions),
]
