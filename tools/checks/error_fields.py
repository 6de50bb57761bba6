"""Fields that code reads from botocore's errors, and that no error has at that place."""
import ast

from checks.check import Check, pitfalls_of
from checks.syntax import stored_names
from interpreter.sources import called_name, constant_texts, every_node, nodes_of, read_item

# {path of a mapping in error.response: {a key that it never has: where errors have it}}
MISPLACED = {
    (): {"Code": "['Error']['Code']", **{key: f"['ResponseMetadata'][{key!r}]" for key in (
        "HTTPStatusCode", "HTTPHeaders", "RetryAttempts")}, "StatusCode": "['ResponseMetadata']['HTTPStatusCode']",
        "Reasons": "['CancellationReasons']"},
    ("Error",): {"CancellationReasons": "['CancellationReasons']", "Reasons": "['CancellationReasons']",
                 "Item": "['Item']", "code": "['Error']['Code']", "message": "['Error']['Message']",
                 **{key: "['ResponseMetadata']['HTTPStatusCode']" for key in ("HTTPStatusCode", "StatusCode")}},
    ("ResponseMetadata",): {"Code": "['Error']['Code']", "Message": "['Error']['Message']",
                            "StatusCode": "['ResponseMetadata']['HTTPStatusCode']",
                            "CancellationReasons": "['CancellationReasons']"}}
# Services whose exceptions have a member Code of their own.
WITH_CODE = frozenset("backup chime cloudsearch dlm schemas securityhub chime-sdk-identity chime-sdk-meetings "
                      "chime-sdk-media-pipelines chime-sdk-messaging".split())


# Services whose exceptions have no member Message, as botocore describes them.
WITHOUT_MESSAGE = frozenset("apigateway bedrock-runtime cognito-idp ecr ecs events firehose iam kinesis kms logs "
                            "rekognition s3 ses sesv2 sqs stepfunctions sts textract".split())

# Only their errors have a Message of DynamoDB's.
TRANSACTIONS = {"transact_write_items", "transact_get_items", "execute_transaction"}


def misplaced(tree):
    """Yields pitfalls of error.response["Error"]["CancellationReasons"], also with .get and through names."""
    if constant_texts(tree) & WITH_CODE:
        return
    stored, names = stored_names(tree), {}
    for node in nodes_of(tree, ast.Assign, ast.NamedExpr):
        name = getattr(node.targets[0] if isinstance(node, ast.Assign) else node.target, "id", "")
        if stored.count(name) == 1 and path(node.value, {}) is not None:
            names[name] = node.value
    clients = [getattr(next(iter(node.args), None), "value", None) for node in nodes_of(tree, ast.Call)
               if called_name(node) in ("client", "resource")]
    methods = {node.attr for node in nodes_of(tree, ast.Attribute)}
    services = WITHOUT_MESSAGE if methods & TRANSACTIONS else {*WITHOUT_MESSAGE, "dynamodb"}
    has_none = bool(clients) and services.issuperset(clients)
    for node in every_node(tree):
        steps = path(node, names)
        correct_path = MISPLACED.get(steps[:-1], {}).get(steps[-1]) if steps else None
        if steps == ("Message",) and has_none:
            correct_path = "['Error']['Message']"
        if correct_path:
            inside = "".join(f"[{step!r}]" for step in steps[:-1])
            yield ["error-field", node.lineno, f"error.response{inside} never has {steps[-1]!r}",
                   f"error.response{correct_path}"]
        elif steps and steps[0] == "CancellationReasons" and len(steps) == 2:
            yield ["error-field", node.lineno, "the CancellationReasons are a list, with one for each item",
                   f"error.response['CancellationReasons'][0][{steps[1]!r}]"]


def path(node, names):
    """The keys of a part of error.response: ("Error", "Code"); () of itself, None of other expressions.

    names  {name: node of its value} of names for such parts
    """
    if isinstance(node, ast.Attribute):
        return () if node.attr == "response" and isinstance(node.value, ast.Name) and node.value.id != "self" else None
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
        return path(names[node.id], {})
    if isinstance(node, ast.NamedExpr):
        return path(node.value, names)
    owner, key = read_item(node) if isinstance(getattr(node, "ctx", None), ast.Load | None) else (None, None)
    before = path(owner, names) if owner is not None else None
    return (*before, key.value) if before is not None and isinstance(key, ast.Constant) \
        and isinstance(key.value, str) else None


WRITE = "from botocore.exceptions import ClientError\n\n\ndef handler(event, context):\n    try:\n" \
    "        table.put_item(Item={'pk': 'a', 'sk': 'b'}, ConditionExpression='attribute_not_exists(pk)')\n" \
    "    except ClientError as error:\n        if error.response%s != 'ConditionalCheckFailedException':\n" \
    "            raise"
PITFALLS = [(("ClientError", "botocore", ".exceptions."), misplaced)]
CHECKS = [
    Check("P224", "A field that the response of an error does not have",
          "KeyError inside the except, which hides the first error; with .get the condition is never true. A response "
          "has Error with Code and Message, ResponseMetadata, and beside them the exception's own fields.",
          "https://boto3.amazonaws.com/v1/documentation/api/latest/guide/error-handling.html",
          WRITE % "['Code']", WRITE % "['Error']['Code']", pitfalls_of("error-field")),
]
