"""Texts with which a filter compares an attribute of items, and which lambdas write only in another case."""
from checks import dynamodb_calls, row_reads, rows
from checks.check import Check, Findings, Subject, finding
from checks.example import lambda_file
from interpreter.plain import fields, options


def misspelt_values(subject: Subject) -> Findings:
    """Values of a filter that no lambda writes to that attribute, and one writes in other capitals."""
    for name, call in subject.calls("dynamodb", dynamodb_calls.QUERIES):
        table, condition = subject.table_of(name, call), call["args"].get("FilterExpression")
        equal = condition.get("equal", {}) if isinstance(condition, dict) else {}
        written = rows.rows_of_table(subject, table) if table and call["sure"] else None
        keys = row_reads.key_values(call)
        possible = row_reads.candidates(written, keys) if written and keys else written
        for attribute, value in equal.items() if possible else ():
            texts = written_texts(possible, attribute) if isinstance(value, str) else None
            spelling = next((text for text in sorted(texts or ()) if text.lower() == value.lower()), None)
            if spelling and value not in (texts or ()):
                yield finding(call, f"no lambda writes {value!r} to {attribute!r}, but {spelling!r}",
                              f"Attr({attribute!r}).eq({spelling!r})", "no error: the filter finds nothing")


def written_texts(written, attribute) -> set | None:
    """{text} that the writes of items set an attribute to; None if one of them is unknown."""
    texts = set()
    for row in written:
        names = row_reads.attributes(row)
        if names is None or attribute in names and not row["put"]:
            return None
        if attribute in names:
            values = options(fields(row["item"])[attribute])
            if not all(isinstance(value, str) for value in values):
                return None
            texts |= {*values}
    return texts


READER = "days = Key('pk').eq('a') & Key('sk').begins_with('20')\n" \
    "return table.query(KeyConditionExpression=days, FilterExpression=Attr('state').eq('%s'))['Items']"
CHECKS = [
    Check("P830", "A value that is written with other upper and lower case",
          "DynamoDB distinguishes upper and lower case.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.FilterExpression.html",
          READER % "open", READER % "OPEN", misspelt_values,
          lambda_file("b", "table.put_item(Item={'pk': 'a', 'sk': event['time'], 'state': 'OPEN'})")),
]
