"""Errors, events, secrets and batches of Powertools that code uses as they are not."""
import ast
from typing import Any

from aws import tables
from checks.check import Check, Finding, Findings, Subject, finding, pitfalls_of
from checks.syntax import base_name, function_name, keywords, method_name, stored_names
from interpreter.sources import assignments, called_name, last_name, nodes_of, read_item
from kit import settings
from recipes import IDENTIFIERS, TRIGGERS

# Of NotFoundError the message has a default.
ERRORS = {"BadRequestError", "UnauthorizedError", "ForbiddenError", "InternalServerError",
          "RequestTimeoutError", "RequestEntityTooLargeError", "ServiceUnavailableError", "ServiceError"}


def without_message(tree):
    """Yields pitfalls of raise BadRequestError, and of raise BadRequestError(), of Powertools."""
    names = {alias.asname or alias.name for node in nodes_of(tree, ast.ImportFrom)
             if (node.module or "").startswith("aws_lambda_powertools.event_handler") for alias in node.names
             if alias.name in ERRORS}
    for node in nodes_of(tree, ast.Raise) if names else ():
        error = node.exc
        name: Any = error.func if isinstance(error, ast.Call) and not error.args and not error.keywords else error
        if getattr(name, "id", "") in names:
            yield ["powertools", node.lineno, f"{ast.unparse(name)} needs a message",
                   f"raise {ast.unparse(name)}('...')"]


def texts_as_mappings(tree):
    """Yields pitfalls of app.current_event.body["name"]: the body is a text."""
    bound = single_names(tree, lambda value: is_body(value, set()))
    for node in nodes_of(tree, ast.Subscript, ast.Call):
        is_item = isinstance(node, ast.Subscript) and isinstance(getattr(node.slice, "value", None), str)
        is_call = method_name(node) in ("get", "items", "keys", "values")
        is_dict = function_name(node) == "dict" and len(node.args) == 1
        base: Any = node.value if is_item else node.func.value if is_call else node.args[0] if is_dict else None
        if is_body(base, bound):
            yield ["powertools", node.lineno, f"{ast.unparse(base)} is a text, not a mapping",
                   "app.current_event.json_body"]


def is_body(node, bound):
    """Whether an expression is the body of Powertools' current_event, or a name of it."""
    return getattr(node, "id", "") in bound or isinstance(node, ast.Attribute) and node.attr == "body" \
        and getattr(node.value, "attr", "") == "current_event"


def parsed_twice(tree):
    """Yields pitfalls of json.loads(record.json_body), which is parsed already."""
    bound = single_names(tree, lambda value: last_name(value) == "json_body")
    for node in nodes_of(tree, ast.Call):
        argument: Any = node.args[0] if node.args and ast.unparse(node.func) in ("json.loads", "loads") else None
        if last_name(argument) == "json_body" or getattr(argument, "id", "") in bound:
            yield ["powertools", node.lineno, f"{ast.unparse(argument)} is no text: Powertools has parsed it",
                   "json_body alone, or json.loads(...body)"]


def single_names(tree, is_source):
    """{name} that a file binds only once, to a value for which is_source(node) is true."""
    stored = stored_names(tree)
    return {name for name, value in assignments(nodes_of(tree, ast.Assign))
            if is_source(value) and stored.count(name) == 1}


def secrets_as_responses(tree):
    """Yields pitfalls of get_secret(name)["SecretString"]: Powertools returns the text alone."""
    own = {alias.asname or alias.name for node in nodes_of(tree, ast.ImportFrom)
           if node.module == PARAMETERS for alias in node.names if alias.name in TEXTS}
    modules = {alias.asname or alias.name for node in nodes_of(tree, ast.ImportFrom)
               if f"{node.module}.parameters" == PARAMETERS for alias in node.names}

    def is_text(node):
        """Whether an expression is the text of a secret, or of a parameter."""
        return not {"transform", None} & keywords(node).keys() and (
            function_name(node) in own or method_name(node) in TEXTS and base_name(node.func) in modules)

    bound = single_names(tree, is_text)
    for node in nodes_of(tree, ast.Subscript, ast.Call):
        mapping, key = read_item(node)
        if isinstance(getattr(key, "value", None), str) and (is_text(mapping) or getattr(mapping, "id", "") in bound):
            yield ["powertools", node.lineno, f"{ast.unparse(mapping)} is a text, not a mapping",
                   f"{ast.unparse(mapping)} alone, or transform='json' if it is JSON"]


def processors(tree):
    """[[line, "SQS"]] of BatchProcessor(event_type=EventType.SQS) and its relatives."""
    return [[node.lineno, part.attr] for node in nodes_of(tree, ast.Call)
            if called_name(node).endswith("BatchProcessor")
            for part in (*node.args[:1], keywords(node).get("event_type"))
            if isinstance(part, ast.Attribute) and last_name(part.value) == "EventType"]


def other_processors(subject: Subject) -> Findings:
    """Processors for records of another service than the one that invokes the lambda."""
    for _name, fn in subject.lambdas:
        expected = [EVENT_TYPES[word] for word in EVENT_TYPES if word in fn["infra"]]
        for line, type_ in subject.of_tree(processors, fn["path"]) if len(expected) == 1 else ():
            if type_ != expected[0]:
                yield Finding(fn["path"], line, f"EventType.{type_}, and the lambda gets records of {expected[0]}",
                              f"EventType.{expected[0]}", "KeyError or AttributeError: each record fails")


def stores(tree):
    """[[line, [attribute of the partition key, perhaps that of the sort key]]] of DynamoDBPersistenceLayer(...)."""
    result = []
    for node in nodes_of(tree, ast.Call):
        given = keywords(node)
        keys = [given.get("key_attr", ast.Constant("id")), *(
            [given["sort_key_attr"]] if "sort_key_attr" in given else [])]
        if called_name(node) == "DynamoDBPersistenceLayer" and None not in given and len(node.args) < 2 and all(
                isinstance(getattr(key, "value", None), str) for key in keys):
            result.append([node.lineno, [key.value for key in keys]])
    return result


def other_keys(subject: Subject) -> Findings:
    """Tables of Powertools' idempotency whose key is not the one that it writes."""
    for name, call in subject.calls("dynamodb", {"PutItem"}):
        table = subject.table_of(name, call)
        for line, written in subject.of_tree(stores, call["file"]) if table else ():
            keys = tables.keys(subject.model["state"]["table"][table])
            if line == call["line"] and keys != dict.fromkeys(written, "S"):
                fields = ", ".join(f"{key}: string" for key in written)
                yield finding(call, f"the key of {table} is {' and '.join(keys)}, and Powertools writes "
                              f"{' and '.join(written)}",
                              f"tables: {{{table}: {{key: {{{fields}}}, ttl: expiration}}}} in {settings.FILE}, or "
                              "key_attr= and sort_key_attr=",
                              "IdempotencyPersistenceLayerError: Missing the key in the item")


PARAMETERS = "aws_lambda_powertools.utilities.parameters"
TEXTS = {"get_secret", "get_parameter"}
EVENT_TYPES = {word: TRIGGERS[word].EVENT_TYPE for word in IDENTIFIERS}
BATCH = "infra:\n  queue: {batch: 10}\n  layers: [powertools]\n---\n" \
    "from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response\n\n" \
    "processor = BatchProcessor(event_type=EventType.%s)\n\n\ndef store(record):\n    print(record.body)\n\n\n" \
    "def handler(event, context):\n    return process_partial_response(event=event, record_handler=store, " \
    "processor=processor, context=context)"
APP = "infra:\n  layers: [powertools]\n  endpoint: {method: GET, path: '/stars', api: public}\n---\n" \
    "from aws_lambda_powertools.event_handler import APIGatewayRestResolver\n" \
    "from aws_lambda_powertools.event_handler.exceptions import BadRequestError\n\n" \
    "app = APIGatewayRestResolver()\n\n\n" \
    "@app.get('/stars')\ndef stars():\n    raise BadRequestError%s\n\n\ndef handler(event, context):\n" \
    "    return app.resolve(event, context)"
ONCE = "infra:\n  layers: [powertools]\n---\nimport os\n\n" \
    "from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer, idempotent\n\n" \
    "store = DynamoDBPersistenceLayer(table_name=os.environ['DEMO_TABLE']%s)\n\n\n" \
    "@idempotent(persistence_store=store)\ndef handler(event, context):\n    return {'paid': True}"
LAYER = {"layers/powertools/requirements.txt": "aws-lambda-powertools==3.37.0\n"}
PITFALLS = [(("event_handler",), without_message), (("current_event",), texts_as_mappings),
            (("json_body",), parsed_twice), (tuple(TEXTS), secrets_as_responses)]
CHECKS = [
    Check("P152", "An error, a body or a secret of Powertools that is used as it is not",
          "TypeError, and so 500 in place of 404: the errors of resolvers need a message, body is a text, json_body is "
          "none, and get_secret() returns the secret's text.",
          "https://docs.aws.amazon.com/powertools/python/latest/core/event_handler/api_gateway/index.html",
          APP % "", APP % "('no stars')",
          pitfalls_of("powertools", "TypeError: missing 1 required positional argument: 'msg', or of the text"),
          LAYER),
    Check("P519", "A batch processor for records of another service",
          "The processor reads the ids of records, and makes its data classes, by its event type: each record fails.",
          "https://docs.aws.amazon.com/powertools/python/latest/utilities/batch/index.html",
          BATCH % "DynamoDBStreams", BATCH % "SQS", other_processors,
          LAYER),
    Check("P352", "A table of Powertools' idempotency that has another key",
          "DynamoDBPersistenceLayer writes items with the key `id`, unless key_attr and sort_key_attr name another: "
          "DynamoDB refuses each, and so each invocation fails. The key of a table is pk and sk, unless app.yaml has "
          "another.",
          "https://docs.aws.amazon.com/powertools/python/latest/utilities/idempotency/index.html",
          ONCE % "", ONCE % ", key_attr='pk', sort_key_attr='sk'", other_keys, LAYER),
]
