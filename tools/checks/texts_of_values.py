"""Names and keys that contain a whole mapping or list, as Python writes it: f"reports/{detail}.csv"."""
import re

from aws import tables
from checks.check import Check, Findings, Subject, finding
from checks.dynamodb_calls import table_calls
from interpreter.plain import elements, fields, options

# Parameters that name a thing, or are an address.
NAMING = re.compile(r"Key|CopySource|Bucket|\w*Prefix|\w+(?:Id|Name|Arn|ARN|Url|URL|Uri|URI|Address|Addresses|Number)")
WRITES = frozenset({"PutItem", "UpdateItem", "DeleteItem", "GetItem", "Query"})


def values_in_names(subject: Subject) -> Findings:
    """Texts in names, in keys of objects and in keys of items with the text of a mapping or a list."""
    for _name, call in subject.calls():
        yield from _findings(call, [*_naming_parts({**call["args"], **call["ids"]}, call["service"] == "dynamodb")])
    for call, table in table_calls(subject, WRITES):
        args, keys = call["args"], tables.keys(table)
        parts = {**fields(args.get("Item")), **fields(args.get("Key"))}
        conditions = [option["equal"] for option in options(args.get("KeyConditionExpression"))
                      if isinstance(option, dict) and "condition" in option]
        yield from _findings(call, [(name, part) for mapping in (
            {name: parts[name] for name in keys if name in parts}, *conditions) for name, part in mapping.items()])


def _findings(call, parts_by_name):
    """Yields a finding for each (name, plain value) with such a text."""
    for name, value in parts_by_name:
        texts = [part for option in options(value) for part in fields(option).values() or [option]]  # {"S": text}
        for text in texts:
            described = text.get("repr") if isinstance(text, dict) else None
            if described:
                yield finding(call, f"{name} contains {described} as a text", "one of its values",
                              "no error: the name begins with {' or [")


def _naming_parts(args, is_dynamodb):
    """Yields (name, plain value) of the parameters that name a thing, also inside other ones."""
    for name, value in args.items():
        name = str(name)  # of a mapping of Python, perhaps a number
        for option in options(value):
            members = fields(option)
            if members or elements(option):
                yield from _naming_parts(members, is_dynamodb) if not (is_dynamodb and name in ("Item", "Key")) else ()
                yield from ((name, part) for part in elements(option) if NAMING.fullmatch(name))
            elif NAMING.fullmatch(name):
                yield name, option


REPORT = "infra:\n  queue: {}\n---\nfor record in event['Records']:\n    order = json.loads(record['body'])\n" \
    "    boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Body=b'', Key=f\"reports/{record%s}.csv\")\n" \
    "    print(order['id'])"
CHECKS = [
    Check("P241", "A name or key with the text of a whole mapping or list",
          "The text is Python's, {'id': ...}: nothing has such a name, and each other value makes another one.",
          "https://docs.python.org/3/reference/lexical_analysis.html#f-strings",
          REPORT % "", REPORT % "['messageId']", values_in_names),
]
