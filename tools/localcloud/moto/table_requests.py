"""Requests to DynamoDB that AWS rejects, and moto accepts or fails on: expressions and key conditions.

docs.aws.amazon.com/amazondynamodb/latest/developerguide: Expressions.html, HowItWorks.NamingRulesDataTypes.html
"""
import decimal
import functools
import re

from moto.core.utils import camelcase_to_underscores, get_service_model
from moto.dynamodb.exceptions import MockValidationException, ResourceNotFoundException
from moto.dynamodb.responses import DynamoHandler

from checks import expression_grammar, tokens
from localcloud.moto import table_conditions, table_transactions, table_values
from localcloud.moto.key_types import key_types, type_of
from localcloud.moto.replacing import replace

KINDS = {"UpdateExpression": "update", "ConditionExpression": "condition", "FilterExpression": "condition",
         "KeyConditionExpression": "condition", "ProjectionExpression": "projection"}
NO_CONDITION = "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request."
OPERATIONS = ("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan", "BatchGetItem", "BatchWriteItem",
              "TransactGetItems", "TransactWriteItems")
CONDITIONS = {"KeyConditions", "KeyConditionExpression"}
COUNTED = "1 validation error detected: "  # so DynamoDB begins some messages, where the operation writes one item
WRITES = ("PutItem", "UpdateItem", "DeleteItem")
PLACEHOLDERS = {"ExpressionAttributeNames": "#", "ExpressionAttributeValues": ":"}
MAX_EXPRESSION = 4096  # bytes
_PATH = r"(?<![\w.:#\])])((?:#?[A-Za-z_][\w-]*)(?:\.#?[\w-]+|\[\d+\])*)"
_SAME = re.compile(_PATH + r"\s*(=|<>|<=|>=|<|>)\s*\1(?![\w.\[-])")
# The values of an ADD that has one change; types that it does not add.
_ADDED = re.compile(r"\bADD\s+[\w#.\[\]-]+\s+(:\w+)", re.IGNORECASE)
OPERANDS = {"S": "STRING", "BOOL": "BOOLEAN", "NULL": "NULL", "L": "LIST", "M": "MAP", "B": "BINARY"}
EMPTY = "Invalid {}: The expression can not be empty;"
MAX_WRITES = 25  # of one BatchWriteItem


def problem(operation, request):
    """The message of DynamoDB's ValidationException about a request; "" if it finds none. operation: "PutItem"."""
    members = []
    if operation in ("TransactWriteItems", "TransactGetItems"):
        members = [part for item in request.get("TransactItems") or [] for part in item.values()]
    if operation == "BatchWriteItem":
        members = [part for table in (request.get("RequestItems") or {}).values() for write in table
                   for part in write.values()]
    if operation == "BatchGetItem":
        members = [{"Key": key} for table in (request.get("RequestItems") or {}).values() for key in table["Keys"]]
    if members:
        return next(filter(None, (problem("", part) for part in members)), "")
    expressions = {name: request[name] for name in KINDS if isinstance(request.get(name), str)}
    values = [request.get(name) or {} for name in ("Item", "Key", "ExpressionAttributeValues", "ExclusiveStartKey")]
    attributes = [value for group in values if isinstance(group, dict) for value in group.values()]
    return (next(filter(None, map(table_values.value_problem, attributes)), "")
            or table_values.empty_key_problem(request.get("Key") or {})
            or next(filter(None, (size_problem(operation, *item) for item in expressions.items())), "")
            or next((COUNTED * (operation in WRITES) + EMPTY.format(name) for name, text in expressions.items()
                     if not text), "")
            or placeholder_problem(operation, request, expressions)
            or next(filter(None, (expression_problem(*item, request) for item in expressions.items())), "")
            or table_conditions.key_condition_problem(request)
            or (NO_CONDITION if operation == "Query" and not request.keys() & CONDITIONS else ""))


def placeholder_problem(operation, request, expressions):
    """The message about #a or :a that an expression uses and the request does not define, or that none uses."""
    for parameter, mark in PLACEHOLDERS.items():
        defined = request.get(parameter)
        if defined and not expressions:
            return f"{parameter} can only be specified when using expressions"
        used = [(name, word) for name, text in expressions.items() for sort, word in tokens.pieces(text, KINDS[name])
                if sort == "placeholder" and word[0] == mark]
        for name, word in used:
            if word not in (defined or {}):
                what = "name used in the document path is not defined; attribute name" if mark == "#" else \
                    "value used in expression is not defined; attribute value"
                return f"Invalid {name}: An expression attribute {what}: {word}"
        if unused := sorted((defined or {}).keys() - {word for _name, word in used}):
            return (COUNTED * (operation in WRITES)
                    + f"Value provided in {parameter} unused in expressions: keys: {{{', '.join(unused)}}}")
    return ""


def size_problem(operation, name, text):
    """The message about an expression that is too long; only that of a scan's filter has the size."""
    size = len(text.encode("utf-8", "surrogatepass"))
    return "" if size <= MAX_EXPRESSION else (
        f"{COUNTED * (operation in WRITES)}Invalid {name}: Expression size has exceeded the maximum allowed size;"
        + f" expression size: {size}" * (operation == "Scan" and name == "FilterExpression"))


def expression_problem(name, text, request):
    """The message about an expression: functions, operands, and what the grammar does not allow."""
    kind = KINDS[name]
    functions = {**expression_grammar.OF_UPDATE} if kind == "update" else {**expression_grammar.OF_CONDITION, "size": 1}
    for called, arguments in table_conditions.CALL.findall(text):
        count = arguments.count(",") + bool(arguments.strip())
        if called.upper() in ("AND", "OR", "NOT", "IN", "BETWEEN", *expression_grammar.CLAUSES):
            continue
        if called not in functions:
            return f"Invalid {name}: Invalid function name; function: {called}"
        if functions[called] != count:
            return (f"Invalid {name}: Incorrect number of operands for operator or function; operator or function: "
                    f"{called}, number of operands: {count}")
    for value in _ADDED.findall(text) if kind == "update" else ():
        type_ = next(iter((request.get("ExpressionAttributeValues") or {}).get(value) or {}), "N")
        if type_ in OPERANDS:
            return (f"Invalid {name}: Incorrect operand type for operator or function; operator: ADD, operand type: "
                    f"{OPERANDS[type_]}, typeSet: ALLOWED_FOR_ADD_OPERAND")
    same = _SAME.search(text) if kind == "condition" else None
    if same:
        return (f"Invalid {name}: The first operand must be distinct from the remaining operands for this operator or "
                f"function; operator: {same[2]}, first operand: [{', '.join(table_conditions.STEP.split(same[1]))}]")
    values, names = request.get("ExpressionAttributeValues") or {}, request.get("ExpressionAttributeNames") or {}
    return (table_conditions.operand_problem(name, text, values) or table_conditions.between_problem(name, text, values)
            or (table_conditions.syntax_problem(name, kind, text) if kind != "update" else "")
            or (table_conditions.overlap_problem(text, names) if kind == "projection" else ""))


def start_problem(handler):
    """The message about an ExclusiveStartKey that is not the key of the table, with that of the index."""
    start = handler.body.get("ExclusiveStartKey")
    if start is None:
        return ""
    table = handler.dynamodb_backend.get_table(handler.body["TableName"])
    schemas = [table.schema, *(index.schema for index in [*table.global_indexes, *table.indexes]
                               if index.name == handler.body.get("IndexName"))]
    types = {name: type_ for schema in schemas for name, type_ in key_types(table, schema).items()}
    if types != {name: type_of(value) for name, value in start.items()}:
        return "The provided starting key is invalid: The provided key element does not match the schema"
    names, values = handler.body.get("ExpressionAttributeNames") or {}, handler.body.get("ExpressionAttributeValues")
    equal = {names.get(name, name): values[value]
             for name, value in tokens.EQUALITY.findall(handler.body.get("KeyConditionExpression") or "")}
    partition = [entry["AttributeName"] for entry in schemas[-1] if entry["KeyType"] == "HASH"]
    return "" if all(comparable(equal.get(name, start[name])) == comparable(start[name]) for name in partition) else \
        "The provided starting key is outside query boundaries based on provided conditions"


def batch_problem(operation, handler):
    """The message about a BatchWriteItem of too many items, or that puts or deletes the item of one key twice; moto
    compares whole items, and those of all tables with each other."""
    batch = handler.body["RequestItems"] if operation == "BatchWriteItem" else {}
    if any(len(requests) > MAX_WRITES for requests in batch.values()):
        return (f"{COUNTED}Value at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: "
                f"[Member must have length less than or equal to {MAX_WRITES}, Member must have length greater than or "
                "equal to 1]")
    if sum(map(len, batch.values())) > MAX_WRITES:
        return "Too many items requested for the BatchWriteItem call"
    for name, requests in batch.items():
        table = handler.dynamodb_backend.get_table(name)
        items = [part.get("Item") or part["Key"] for request in requests for part in request.values()]
        keys = [tuple(comparable(item[key]) for key in key_types(table, table.schema)) for item in items]
        if len({*keys}) < len(keys):
            return "Provided list of item keys contains duplicates"
    return ""


def comparable(value):
    """A key's value, {"N": "1.0"}, as (type, content) that equals that of each equal key."""
    (type_, content), = value.items()
    return type_, decimal.Decimal(content) if type_ == "N" else content


def length_problem(operation, request):
    """The message about the first text of a request that is longer than botocore's model allows."""
    for name, member in get_service_model("dynamodb").operation_model(operation).input_shape.members.items():
        value, longest = request.get(name), member.metadata.get("max")
        if isinstance(value, str) and longest and len(value) > longest:
            return f"{COUNTED}Value '{value}' at '{name[0].lower()}{name[1:]}' failed to satisfy constraint: Member " \
                f"must have length less than or equal to {longest}"
    return ""


def filter_problem(request, keys):
    """The message about a filter of Query that names a key; keys: [attribute] of the table, or of the index."""
    text = request.get("FilterExpression")
    names = isinstance(text, str) and tokens.names_in(text, "condition", request.get("ExpressionAttributeNames") or {})
    key = next((name for name in names or () if name in keys), None)
    return key and f"Filter Expression can only contain non-primary key attributes: Primary key attribute: {key}"


def checked(operation, original, self):
    """The replacement of an operation, which checks the request; the answer has no capacity that was not requested."""
    try:
        message = length_problem(operation, self.body) or problem(operation, self.body) or start_problem(self) \
            or batch_problem(operation, self)
    except (AttributeError, TypeError, ValueError, KeyError, ArithmeticError):  # of another form than DynamoDB's
        message = ""
    if message:
        raise MockValidationException(message)
    answer = original(self)
    if self.body.get("ReturnConsumedCapacity", "NONE") == "NONE":
        answer.result.pop("ConsumedCapacity", None)
    return answer


@functools.cache
def install():
    """Let moto refuse such requests and values. Once a process."""
    table_values.install()
    table_conditions.install()
    table_transactions.install()
    for operation in OPERATIONS:
        replace(DynamoHandler, camelcase_to_underscores(operation))(functools.partial(checked, operation))

    @replace(DynamoHandler, "_contains_duplicates")
    def has_duplicates(original, self, keys):
        writes = all(isinstance(part, list) for part in self.body["RequestItems"].values())  # see batch_problem()
        return not writes and original(self, keys)

    @replace(DynamoHandler, "query")
    def query(original, self):
        table, index = self.dynamodb_backend.get_table(self.body["TableName"]), self.body.get("IndexName")
        schemas = {entry.name: entry.schema for entry in [*table.global_indexes, *table.indexes]}
        schema = schemas.get(index, table.schema)
        message = filter_problem(self.body, [entry["AttributeName"] for entry in schema])
        if message:
            raise MockValidationException(message)
        return original(self)

    @replace(DynamoHandler, "delete_table")
    def delete_table(original, self):
        if self.body["TableName"] not in self.dynamodb_backend.tables and ":" not in self.body["TableName"]:
            raise ResourceNotFoundException(table_name=self.body["TableName"])
        answer = original(self)
        answer.result["TableDescription"]["TableStatus"] = "DELETING"
        return answer
