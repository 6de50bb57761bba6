"""Requests of many entries whose list may be empty: services refuse a request without entries."""
import ast
from typing import Any

from checks.check import Check, pitfalls_of
from checks.syntax import keywords, method_name
from interpreter.sources import called_name, constant_texts, functions, identifiers, nodes_of, read_item

# The parameter with the entries, and the error: the minimum of each list is 1 in the model of the service.
REQUESTS = {"delete_objects": ("Delete", "MalformedXML"), "send_message_batch": ("Entries", "EmptyBatchRequest"),
            "delete_message_batch": ("Entries", "EmptyBatchRequest"),
            "publish_batch": ("PublishBatchRequestEntries", "EmptyBatchRequest"),
            "put_events": ("Entries", "ParamValidationError"), "put_records": ("Records", "ParamValidationError"),
            "put_record_batch": ("Records", "ParamValidationError"),
            "transact_write_items": ("TransactItems", "ParamValidationError"),
            "batch_write_item": ("RequestItems", "ParamValidationError"),
            "batch_get_item": ("RequestItems", "ParamValidationError")}
LISTS = {"Contents", "Versions", "DeleteMarkers", "CommonPrefixes", "Messages", "Items"}  # that may be empty
NEXT = {"IsTruncated", "NextContinuationToken", "LastEvaluatedKey", "NextToken"}  # a condition on the next page
GROWS = {"append", "extend", "insert"}


def empty_requests(tree):
    """Yields pitfalls of a request with an entry for each element of a list that AWS may return empty."""
    for function in functions(tree):
        for call in nodes_of(function, ast.Call):
            parameter, error = REQUESTS.get(method_name(call), ("", ""))
            for part in entries_of(keywords(call).get(parameter)):
                source = origin(part, function)
                if source and not is_tested(function, part, source):
                    yield ["empty", call.lineno, f"{method_name(call)} without an entry is an error, and "
                           f"{ast.unparse(source)} may be empty",
                           f"if {getattr(part, 'id', 'entries')}: first; AWS: {error}"]


def entries_of(value: Any) -> list[Any]:
    """[the node of the list] of a parameter: of {"Objects": keys}, of {table: requests}, of the list itself."""
    if isinstance(value, ast.Dict):
        parts = [part for key, part in zip(value.keys, value.values)
                 if getattr(key, "value", "Objects") in ("Objects", "Keys") or not isinstance(key, ast.Constant)]
        return [part for entry in parts for part in entries_of(entry)] if len(parts) == 1 else []
    return [value] if isinstance(value, (ast.Name, ast.ListComp)) else []


def origin(part, function):
    """The node of the list from AWS, page.get("Contents", []), of whose elements alone a list is made; None of others.
    """
    if isinstance(part, ast.Name):
        values = [node for node in nodes_of(function, ast.Assign) if part.id in identifiers(ast.Tuple(node.targets))]
        changed = any(part.id in identifiers(node.target) for node in nodes_of(
            function, ast.AugAssign, ast.For, ast.NamedExpr, ast.comprehension)) or any(
            node.attr in GROWS and getattr(node.value, "id", "") == part.id
            for node in nodes_of(function, ast.Attribute))
        part = values[0].value if len(values) == 1 and not changed and isinstance(
            values[0].targets[0], ast.Name) else None
    if not isinstance(part, ast.ListComp) or len(part.generators) != 1:
        return None
    source: Any = part.generators[0].iter
    source = source.args[0] if called_name(source) in ("enumerate", "sorted", "reversed") and source.args else source
    source = source.values[0] if isinstance(source, ast.BoolOp) and isinstance(source.op, ast.Or) else source
    if isinstance(source, ast.Name):
        values = [node.value for node in nodes_of(function, ast.Assign) if source.id in identifiers(
            ast.Tuple(node.targets))]
        source = values[0] if len(values) == 1 else None
    mapping, key = read_item(source)
    is_of_aws = getattr(key, "value", "") in LISTS and (isinstance(source, ast.Call) or key.value == "Items")
    return source if is_of_aws and not isinstance(mapping, ast.Dict) else None


def is_tested(function, part, source):
    """Whether a condition of the function has the list, its source, or the page of the source."""
    names = {getattr(part, "id", ""), getattr(read_item(source)[0], "id", ""), *(
        name for node in nodes_of(function, ast.Assign) if node.value is source for name in identifiers(
            ast.Tuple(node.targets)))} - {""}
    for node in nodes_of(function, ast.If, ast.IfExp, ast.While, ast.Assert, ast.BoolOp, ast.Assign):
        tests: list = [node.test] if hasattr(node, "test") else node.values * isinstance(node.op, ast.And) \
            if isinstance(node, ast.BoolOp) else [node.value] * (called_name(node.value) in ("len", "any", "bool"))
        if any(names & identifiers(test) and not NEXT & constant_texts(test) for test in tests):
            return True
    return False


PURGE = "def handler(event, context):\n    s3 = boto3.client('s3')\n" \
    "    page = s3.list_objects_v2(Bucket=os.environ['DEMO_BUCKET'], Prefix=event['prefix'])\n" \
    "    keys = [{'Key': entry['Key']} for entry in page.get('Contents', [])]\n%s" \
    "s3.delete_objects(Bucket=os.environ['DEMO_BUCKET'], Delete={'Objects': keys})"
PITFALLS = [(tuple(REQUESTS), empty_requests)]
CHECKS = [
    Check("P234", "A request without entries",
          "Services refuse a batch with no entry, which is one for a list that is empty.",
          "https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html",
          PURGE % "    ", PURGE % "    if keys:\n        ", pitfalls_of("empty")),
]
