"""Images of a stream's records whose attributes the code uses with their types: {"S": "paid"}."""
import ast
from typing import Any

from checks.check import Check, Finding, Findings, Subject
from checks.syntax import function_name, keywords, members, method_name, stored_names
from interpreter.sources import assignments, called_name, every_node, functions, nodes_of, read_key

IMAGES = ("NewImage", "OldImage")
CONVERSIONS = ("int", "float", "Decimal")
TEXT_METHODS = frozenset("split startswith endswith removeprefix removesuffix lower upper strip partition".split())


def typed_values(subject: Subject) -> Findings:
    """Attributes of an image that a lambda with a stream compares with a constant, or converts to a number; numbers of
    an image, which are texts, in arithmetic; whole images that DynamoDB's resource gets as items."""
    reported = set()
    for name, fn in subject.lambdas:
        for path in subject.observations[name]["files"] if "stream" in fn["infra"] else ():
            for line, text, use in subject.of_tree(typed_uses, path):
                if (path, line) not in reported:
                    reported.add((path, line))
                    message, hint, consequence = USES[use]
                    yield Finding(path, line, message.format(text), hint, consequence)


def typed_uses(tree):
    """[[line, text of the expression, key of USES]] of image["status"] == "paid", int(image["size"]),
    image["pk"].split("#"), image["size"]["N"] * 2 and put_item(Item=image) of an image as it is."""
    uses = []
    if any({*IMAGES} & members(node).keys() for node in nodes_of(tree, ast.Dict)):
        return uses  # a mapping of the code's own has such a key
    for function in functions(tree):
        nodes, stored = every_node(function), stored_names(function)
        images = {name for name, value in assignments(nodes) if is_image(value) and stored.count(name) == 1}

        def of_image(node, images=images):
            return is_image(node) or getattr(node, "id", "") in images
        for node in nodes:
            uses += [[side.lineno, ast.unparse(side), "typed"] for side in typed_operands(node)
                     if isinstance(side, ast.Subscript) and isinstance(read_key(side), str) and of_image(side.value)]
            uses += [[side.lineno, ast.unparse(side), "number"] for side in numeric_operands(node)
                     if isinstance(side, ast.Subscript) and read_key(side) == "N"
                     and isinstance(side.value, ast.Subscript) and of_image(side.value.value)]
            item = keywords(node).get("Item") if called_name(node) == "put_item" else None
            if item is not None and of_image(item) and "TableName" not in keywords(node):
                uses.append([node.lineno, ast.unparse(item), "item"])
    return uses


def typed_operands(node: Any):
    """[node] of the operands of a comparison with a constant, of the arguments of int() and of the object of a method
    of texts."""
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)):
        sides = [node.left, *node.comparators]
        return sides if any(isinstance(side, ast.Constant) and isinstance(side.value, (str, int))
                            for side in sides) else []
    if function_name(node) in CONVERSIONS:
        return node.args
    return [node.func.value] if method_name(node) in TEXT_METHODS else []


def numeric_operands(node: Any):
    """[node] of the operands of an operator for numbers, or of an operator or comparison with a number."""
    sides = [node.left, node.right] if isinstance(node, ast.BinOp) else [node.left, *node.comparators] \
        if isinstance(node, ast.Compare) else []
    has_number = any(isinstance(side, ast.Constant) and type(side.value) in (int, float) for side in sides)
    return sides if has_number or isinstance(getattr(node, "op", None), (ast.Sub, ast.Div, ast.FloorDiv)) else []


def is_image(node: Any):
    """Whether an expression is record["dynamodb"]["NewImage"], or change["NewImage"]."""
    if isinstance(node, ast.IfExp):
        return is_image(node.body) and is_image(node.orelse)
    return read_key(node) in IMAGES and isinstance(node, ast.Subscript) and (
        read_key(node.value) == "dynamodb" or isinstance(node.value, ast.Name))


# {use: (message, hint, consequence)}
USES = {
    "typed": ("in a record of a stream {} is a mapping with a type: {{'S': 'paid'}}",
              "TypeDeserializer().deserialize(value) of boto3.dynamodb.types, for each value of the image",
              "no error where it is compared: it is never equal; TypeError where it is a number"),
    "number": ("in a record of a stream {} is a text", "Decimal(...), or int(...)",
               "TypeError; a text * 2 is the text twice, without an error"),
    "item": ("{} has the types of DynamoDB's client, and a table of the resource takes plain values",
             "boto3.client('dynamodb').put_item(TableName=..., Item=...), or TypeDeserializer() for each value",
             "ValidationException: Type mismatch for key")}
RECORD = "infra:\n  stream: {table: demo, filter: {eventName: [INSERT]}}\n---\nfor record in event['Records']:\n" \
    "    image = record['dynamodb']['NewImage']\n    if image['status']%s == 'paid':\n        print(image['pk'])"
CHECKS = [
    Check("P430", "An image of a stream that is used with its types",
          "A record has DynamoDB's own format: each value is a mapping from its type to a text, numbers too.",
          "https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html", RECORD % "", RECORD % "['S']", typed_values),
]
