"""Whole items that a call gets as a key, items that a batch takes for one, and texts of LastEvaluatedKey that are not
JSON."""
import ast
from collections.abc import Iterator

from aws import tables
from checks.check import Check, Findings, Subject, finding, pitfalls_of
from checks.dynamodb_calls import BY_KEY, READS, table_calls
from checks.subject import per_subject
from checks.syntax import function_name, keywords
from checks.tokens import names_in
from interpreter.plain import elements, fields
from interpreter.sources import assignments, constant_texts, every_node, functions, last_name, nodes_of


def items_as_keys(subject: Subject) -> Findings:
    """Key=row, where row is an item of a query that has other attributes than the key."""
    for call, table in table_calls(subject, BY_KEY):
        item = call["args"].get("Key")
        if not isinstance(item, dict) or "row" not in item or item["path"] or item["many"] or item.get("last"):
            continue
        keys = tables.keys(table)
        reads = [read for _name, read in subject.calls("dynamodb", READS)
                 if [read["file"], read["line"]] == [item["file"], item["row"]]]
        extra = {name for read in reads for name in other_attributes(subject, read, table["name"], [*keys])}
        if len(reads) == 1 and extra:
            parts = ", ".join(f"{name!r}: row[{name!r}]" for name in keys)
            yield finding(call, f"the key is a whole item, which has {min(extra)!r} too", f"{{{parts}}}",
                          "ValidationException: The provided key element does not match the schema")


def other_attributes(subject, read, table, keys):
    """{name} of attributes besides the keys that the items of a call have: those of its projection, else those that it
    filters by, or that all known writes to the table set."""
    args = read["args"]
    if not read["whole"] or "AttributesToGet" in args or "Select" in args:
        return set()
    if "ProjectionExpression" in args:
        names = names_in(args["ProjectionExpression"], "projection", fields(args.get("ExpressionAttributeNames"))) \
            if isinstance(args["ProjectionExpression"], str) else None
        return {name for name in names or [] if name} - {*keys}
    index = tables.indexes(subject.model["state"]["table"][table]).get(args.get("IndexName") or "") \
        if isinstance(args.get("IndexName"), str) else None
    if index:
        return {*index.keys} - {*keys}
    return {} if "IndexName" in args else written_attributes(subject, table) - {*keys}


@per_subject
def written_attributes(subject, table):
    """{name} of the attributes that each known put_item of the app to a table sets; none if an item has the keys
    alone, or if no item is known."""
    items = [fields(call["args"].get("Item")) for call, of in table_calls(subject, frozenset({"PutItem"}))
             if of["name"] == table]
    keys = set(tables.keys(subject.model["state"]["table"][table]))
    names_of_items = [set(item) for item in items if item]
    return set().union(*names_of_items) if names_of_items and all(names - keys for names in names_of_items) else set()


def items_overwritten(subject: Subject) -> Findings:
    """batch_writer(overwrite_by_pkeys=["pk"]) of a table with a sort key, of which the items have several values."""
    for name, note in subject.notes("unique-keys"):
        names, (kind, table) = elements(note["keys"]), subject.referenced(name, note["table"])
        keys = list(tables.keys(subject.model["state"]["table"][table])) if kind == "table" else []
        missing = [key for key in keys if key not in names]
        items = [call["args"].get("Item") for call, of in table_calls(subject, frozenset({"PutItem"}))
                 if call["via"] == "batch" and of["name"] == table] if missing else []
        if names and all(isinstance(part, str) for part in names) and items and all(
                varies(item, missing[0]) for item in items):
            yield finding(note, f"items that differ in {missing[0]!r} count as one: of each {names[0]!r} a batch "
                          "writes the last alone", f"overwrite_by_pkeys={keys!r}",
                          "no error: the other items are not written")


def varies(item, attribute):
    """Whether an attribute of a plain item has another value in each: it is no constant, also where the item contains
    all parts of a value that is not known, {**row, "expires": ...}."""
    value = fields(item).get(attribute)
    return not isinstance(value, (str, int)) if value is not None else bool(fields(item)) and item["open"]


def python_texts(tree: ast.Module) -> Iterator[list]:
    """Yields pitfalls of str(page["LastEvaluatedKey"]) in a module that reads such a text as JSON; also in a function
    that gets the key."""
    names = {last_name(node) for node in every_node(tree)}
    if "literal_eval" in names or "eval" in names or "loads" not in names:
        return
    logs = {id(part) for node in nodes_of(tree, ast.Expr) for part in every_node(node)}
    encoded = {id(node.value) for node in nodes_of(tree, ast.Attribute) if node.attr == "encode"}
    keys = {id(name) for function in functions(tree) for names in [names_of_keys(function, tree)]
            for name in nodes_of(function, ast.Name) if name.id in names}
    for node in every_node(tree):
        text = text_of(node, encoded)
        if text is not None and id(node) not in logs and (
                is_page_key(text) or id(text) in keys and id(node) in encoded):
            yield ["repr", node.lineno, f"{ast.unparse(node)} has single quotes, so it is not JSON",
                   "json.dumps(page['LastEvaluatedKey'])"]


def text_of(node, encoded):
    """What str(key), repr(key) or f"{key}".encode() makes a text of; None of other expressions. encoded: {id of a node}
    of what is encoded"""
    if isinstance(node, ast.JoinedStr):
        return getattr(node.values[0], "value", None) if len(node.values) == 1 and id(node) in encoded else None
    return node.args[0] if function_name(node) in ("str", "repr") and len(node.args) == 1 else None


def is_page_key(node):
    """Whether an expression reads the key of the next page."""
    return isinstance(node, (ast.Subscript, ast.Call)) and "LastEvaluatedKey" in constant_texts(node)


def names_of_keys(function, tree):
    """{name} that has the key of the next page in a function: of a parameter, that of all calls in the module."""
    names = {name for name, value in assignments(every_node(function)) if is_page_key(value)}
    calls = [call for call in nodes_of(tree, ast.Call) if function_name(call) == function.name]
    for at, parameter in enumerate(function.args.args):
        values = [keywords(call).get(parameter.arg, call.args[at] if len(call.args) > at else None) for call in calls]
        if values and all(value is not None and is_page_key(value) for value in values):
            names.add(parameter.arg)
    return names


DELETE = "table.put_item(Item={'pk': 'a', 'sk': 'b', 'size': 1})\n" \
    "for row in table.query(KeyConditionExpression=Key('pk').eq('a'))['Items']:\n    table.delete_item(Key=%s)"
BATCH = "with table.batch_writer(overwrite_by_pkeys=[%s]) as batch:\n    for number, name in event['names']:\n" \
    "        batch.put_item(Item={'pk': name, 'sk': f'line#{number}'})"
PAGE = "page = table.query(KeyConditionExpression=Key('pk').eq('a'), Limit=9, " \
    "**{'ExclusiveStartKey': json.loads(event['next'])})\n" \
    "return {'next': %s(page['LastEvaluatedKey']) if 'LastEvaluatedKey' in page else None}"
PITFALLS = [(("LastEvaluatedKey",), python_texts)]
CHECKS = [
    Check("P342", "A whole item as a key",
          "ValidationException: a key has the attributes of the table's key, and no others.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html",
          DELETE % "row", DELETE % "{'pk': row['pk'], 'sk': row['sk']}", items_as_keys),
    Check("P344", "Items of a batch that count as one",
          "batch_writer drops all items with the same values of these attributes but the last: the sort key is one of "
          "them.",
          "https://boto3.amazonaws.com/v1/documentation/api/latest/guide/dynamodb.html",
          BATCH % "'pk'", BATCH % "'pk', 'sk'", items_overwritten),
    Check("P343", "The key of the next page as Python's text",
          "JSONDecodeError for the second page: str() of a mapping has single quotes.",
          "https://docs.python.org/3/library/json.html#json.dumps",
          PAGE % "str", PAGE % "json.dumps", pitfalls_of("repr")),
]
