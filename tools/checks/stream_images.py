"""Images of a stream's records whose attributes the code uses with their types: {"S": "paid"}."""
import ast
from typing import Any

from checks.check import Check, Finding, Findings, Subject
from interpreter.sources import every_node, functions, read_key

IMAGES = ("NewImage", "OldImage")
CONVERSIONS = ("int", "float", "Decimal")
TEXT_METHODS = frozenset("split startswith endswith removeprefix removesuffix lower upper strip partition".split())


def typed_values(subject: Subject) -> Findings:
    """Attributes of an image that a lambda with a stream compares with a constant, or converts to a number."""
    reported = set()
    for name, fn in sorted(subject.model["lambdas"].items()):
        for path in subject.observations[name]["files"] if "stream" in fn["infra"] else ():
            for line, text in subject.of_tree(typed_uses, path):
                if (path, line) not in reported:
                    reported.add((path, line))
                    yield Finding(
                        path, line, f"in a record of a stream {text} is a mapping with a type: {{'S': 'paid'}}",
                        "TypeDeserializer().deserialize(value) of boto3.dynamodb.types, for each value of the image",
                        "no error where it is compared: it is never equal; TypeError where it is a number")


def typed_uses(tree):
    """[[line, text of the expression]] of image["status"] == "paid", int(image["size"]) and image["pk"].split("#") of
    an image as it is."""
    uses = []
    if any(isinstance(node, ast.Dict) and any(getattr(key, "value", "") in IMAGES for key in node.keys)
           for node in every_node(tree)):
        return uses  # a mapping of the code's own has such a key
    for function in functions(tree):
        nodes = every_node(function)
        stored = [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
        images = {node.targets[0].id for node in nodes if isinstance(node, ast.Assign) and is_image(node.value)
                  and isinstance(node.targets[0], ast.Name) and stored.count(node.targets[0].id) == 1}
        for node in nodes:
            called: Any = getattr(node, "func", None)
            sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) and isinstance(node.ops[0], (
                ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)) else node.args if isinstance(node, ast.Call) \
                and getattr(called, "id", "") in CONVERSIONS else [called.value] if isinstance(node, ast.Call) \
                and getattr(called, "attr", "") in TEXT_METHODS else []
            is_use = isinstance(node, ast.Call) or any(isinstance(getattr(side, "value", None), (str, int))
                                                       for side in sides if isinstance(side, ast.Constant))
            uses += [[side.lineno, ast.unparse(side)] for side in sides if is_use and isinstance(side, ast.Subscript)
                     and isinstance(read_key(side), str) and (is_image(side.value) or getattr(
                         side.value, "id", "") in images)]
    return uses


def is_image(node: Any):
    """Whether an expression is record["dynamodb"]["NewImage"], or change["NewImage"]."""
    if isinstance(node, ast.IfExp):
        return is_image(node.body) and is_image(node.orelse)
    return read_key(node) in IMAGES and isinstance(node, ast.Subscript) and (
        read_key(node.value) == "dynamodb" or isinstance(node.value, ast.Name))


RECORD = "infra:\n  stream: {table: demo, filter: {eventName: [INSERT]}}\n---\nfor record in event['Records']:\n" \
    "    image = record['dynamodb']['NewImage']\n    if image['status']%s == 'paid':\n        print(image['pk'])"
CHECKS = [
    Check("P430", "An image of a stream that is used with its types",
          "A record has DynamoDB's own format: each value is a mapping from its type to a text.",
          "https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html", RECORD % "", RECORD % "['S']", typed_values),
]
