"""Responses in pages: the key of the next page under another name, and requests that read the first page only."""
import ast

from aws import tables
from checks import attribute_uses, dynamodb_calls, last_pages, rows, time_to_live
from checks.check import Check, Findings, Subject, finding, pitfalls_of
from checks.subject import per_subject
from checks.syntax import base_name, functions_around, keywords, members, method_name, spread_names
from interpreter.plain import fields, options
from interpreter.sources import assignments, constant_texts, every_node, functions, nodes_of, read_key

# What a response has of the next page: the parameter with which the next request sends it.
PARAMETERS = {"LastEvaluatedKey": "ExclusiveStartKey", "NextContinuationToken": "ContinuationToken"}


def misnamed_tokens(tree):
    """Yields [kind, line, message, hint] of pages whose next request does not get the key of the next page."""
    for function in functions(tree):
        if not constant_texts(function).isdisjoint(PARAMETERS):
            yield from _misnamed(function)


def _misnamed(function):
    """query["StartKey"] = page["LastEvaluatedKey"], where query is passed as table.scan(**query)."""
    nodes = every_node(function)
    spread = set().union(*map(spread_names, nodes_of(function, ast.Call)))
    values = assignments(nodes) + [(node.target.id, node.value) for node in nodes_of(function, ast.NamedExpr)]
    names = {name: token for name, value in values if (token := _token(value, {}))}
    for node in nodes if spread else ():
        for key, value in _stored(node, spread):
            token = _token(value, names)
            if token and key != PARAMETERS[token]:
                yield ["token", value.lineno, f"the next request takes {token} as {PARAMETERS[token]}, not as {key}",
                       f"query[{PARAMETERS[token]!r}] = page[{token!r}]"]


def items_as_tokens(tree):
    """[kind, line, message, hint] of an item as ExclusiveStartKey: query["ExclusiveStartKey"] = page["Items"][-1]"""
    for function in functions(tree):
        nodes = every_node(function)
        values = [value for node in nodes for value in _start_keys(node)]
        names = last_pages.item_names(function) if values else set()
        items = {name for name, value in assignments(nodes) if _is_item(value, names)} if values else set()
        for value in values:
            if _is_item(value, names) or isinstance(value, ast.Name) and value.id in items:
                yield ["token", value.lineno, "an item is no ExclusiveStartKey: it has other attributes than the key",
                       "page['LastEvaluatedKey']"]


def _start_keys(node):
    """Yields the nodes of the values that a statement or a call passes as ExclusiveStartKey."""
    if isinstance(node, ast.keyword) and node.arg == "ExclusiveStartKey":
        yield node.value
    elif isinstance(node, ast.Dict) and "ExclusiveStartKey" in members(node):
        yield members(node)["ExclusiveStartKey"]
    elif isinstance(node, ast.Assign) and getattr(getattr(node.targets[0], "slice", None), "value", "") \
            == "ExclusiveStartKey":
        yield node.value


def _is_item(node, names):
    """Whether an expression is page["Items"][-1]. names: of such lists"""
    at = getattr(node, "slice", None)
    at = at.operand if isinstance(at, ast.UnaryOp) else at
    return isinstance(node, ast.Subscript) and isinstance(getattr(at, "value", None), int) \
        and last_pages.is_items(node.value, names)


def _token(node, names):
    """"LastEvaluatedKey" of page["LastEvaluatedKey"], page.get("LastEvaluatedKey") and names of such values, or ""."""
    if isinstance(node, ast.Name):
        return names.get(node.id, "")
    value = read_key(node)
    return value if isinstance(value, str) and value in PARAMETERS else ""


def _stored(node, spread):
    """Yields (key, node of its value) that a statement puts into a mapping of a name in `spread`."""
    target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
    value = getattr(node, "value", None)
    if isinstance(target, ast.Subscript) and base_name(target) in spread and isinstance(target.slice, ast.Constant):
        yield target.slice.value, value
    elif getattr(target, "id", "") in spread and isinstance(value, ast.Dict):
        yield from ((key.value, part) for key, part in zip(value.keys, value.values) if isinstance(key, ast.Constant))
    elif isinstance(node, ast.Expr) and method_name(value) == "update" and base_name(node.value.func) in spread:
        yield from ((name, part) for name, part in keywords(value).items() if name)


def filtered_limits(subject: Subject) -> Findings:
    """Limit beside FilterExpression, where the code does not read the next page."""
    for _name, call in subject.calls("dynamodb", dynamodb_calls.QUERIES):
        if {"Limit", "FilterExpression"} <= call["args"].keys() and call["args"]["FilterExpression"] is not None \
                and reads_one_page(subject, call):
            yield finding(call, "Limit is the number of items that DynamoDB reads, before the "
                          "filter: a page may be empty although there are such items",
                          "filter by the key, or follow LastEvaluatedKey until there are enough",
                          "no error: items are not found")


def one_page_scans(subject: Subject) -> Findings:
    """A scan with a filter, or of a table that grows, whose LastEvaluatedKey no line of the file reads."""
    for name, call in subject.calls("dynamodb", frozenset({"Scan"})):
        read = {"Items", "Count"} & constant_texts(subject.tree(call["file"]))
        if not {"Limit", "ExclusiveStartKey", "TotalSegments"} & call["args"].keys() \
                and ("FilterExpression" in call["args"] and "Items" in read
                     or bool(read) and grows(subject, subject.table_of(name, call))) and reads_one_page(subject, call):
            yield finding(call, "a scan reads 1 MB, and the code does not request the next page",
                          "while 'LastEvaluatedKey' in page: page = table.scan(ExclusiveStartKey="
                          "page['LastEvaluatedKey'])", "no error: of a larger table items are missing")


@per_subject
def grows(subject, table, partition=None):
    """Whether a lambda creates items of a table whose key is no constant: a table with a few settings does not grow.

    partition  the text of their partition key, if only those count
    """
    keys = [*tables.keys(subject.model["state"]["table"][table])] if table else []
    items = [{key: value if write["python"] else rows.untyped(value) for key, value in fields(
        write["args"].get("Item")).items()} for _call, write in rows.writes_to(subject, table, "PutItem")]
    return any(isinstance(item.get(key), dict) and "row" not in item[key] for item in items for key in keys
               if partition is None or item.get(keys[0]) == partition)


def one_page_queries(subject: Subject) -> Findings:
    """A count of items, or a query of all items of a state or of a partition that grows, that reads one page."""
    for name, call in subject.calls("dynamodb", frozenset({"Query"})):
        args = call["args"]
        if {"Limit", "ExclusiveStartKey"} & args.keys() or not reads_one_page(subject, call):
            continue
        if args.get("Select") == "COUNT":
            yield finding(call, "a query counts 1 MB of items, and the code does not request the next page",
                          "while 'LastEvaluatedKey' in page: add the Count of the next page",
                          "no error: of more items the count is too small")
        elif is_of_many(subject, subject.table_of(name, call), args) \
                and not is_numbered(subject.tree(call["file"]), call):
            yield finding(call, "a query reads 1 MB, and the code does not request the next page",
                          "while 'LastEvaluatedKey' in page: page = table.query(..., ExclusiveStartKey="
                          "page['LastEvaluatedKey'])", "no error: of more items some are missing")


def is_of_many(subject, table, args):
    """Whether a query reads all items of a state, or all of a partition with a constant name to which items are
    added."""
    if "IndexName" in args or not table:
        return "IndexName" in args and is_of_all_puts(subject, table, args)
    parts = [option if isinstance(option, dict) else {} for option in options(args.get("KeyConditionExpression"))]
    texts = [text for part in parts for text in part.get("equal", {}).values() if len(part["condition"]) == 1]
    return len(texts) == len(parts) and all(isinstance(text, str) and grows(subject, table, text) for text in texts)


def is_of_all_puts(subject, table, args):
    """Whether a query asks for all items whose attribute has one of some texts that writes of the app give to it: a
    put, or an update of a state."""
    equal = [option.get("equal", {}) if isinstance(option, dict) else {}
             for option in options(args.get("KeyConditionExpression"))]
    texts = [(name, options(value)) for values in equal for name, value in values.items()]
    if not table or len(texts) != len(equal) or not all(isinstance(text, str) for _, part in texts for text in part):
        return False
    written = [(name, value) for _kind, write, names in attribute_uses.known_writes(subject, table) or ()
               for name, _part in texts if name in names for value in time_to_live.values_of(write, name)]
    for name, part in texts:
        values = [option for other, value in written if other == name for option in options(value)]
        constants = {value for value in values if isinstance(value, str)}
        if constants & {*part} or constants and not all(isinstance(value, str) for value in values):
            return True
    return False


def reads_one_page(subject, call):
    """Whether no line of a call's file, or of its function if this keeps only the items, reads where the next page
    begins."""
    tree = subject.tree(call["file"])
    return call["via"] in ("client", "resource") and call["sure"] and call["whole"] and call["reached"] \
        and ("LastEvaluatedKey" not in constant_texts(tree) or keeps_items(tree, call))


def keeps_items(tree, call):
    """Whether the function of a call uses nothing of the response but all its items, or their number."""
    nodes = function_nodes(tree, call)
    if any(getattr(node, "value", None) == "LastEvaluatedKey" for node in nodes):
        return False
    responses = [node for node in nodes if method_name(node) == call["method"] and node.lineno == call["line"]]
    names = {name for name, value in assignments(nodes) if value in responses}
    kept = [node for node in nodes if last_pages.is_items(node, set()) or last_pages.is_count(node, set())]
    bases = [node.value if isinstance(node, ast.Subscript) else node.func.value for node in kept]
    uses = [node for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
            and node.id in names]
    return len(responses) == 1 and (responses[0] in bases or bool(uses) and all(node in bases for node in uses))


def is_numbered(tree, call):
    """Whether the function of a call reads one of its items: page["Items"][0]"""
    return any(isinstance(node, ast.Subscript) and last_pages.is_items(node.value, set()) and not isinstance(
        node.slice, ast.Slice) for node in function_nodes(tree, call))


def function_nodes(tree, call):
    """The nodes of the innermost function with a call; [] outside functions."""
    inside = functions_around(tree, call["line"])
    return every_node(max(inside, key=lambda function: function.lineno)) if inside else []


LOOP = "rows, query = [], {'KeyConditionExpression': Key('pk').eq('a')}\nwhile True:\n" \
    "    page = table.query(**query)\n    rows += page['Items']\n    if 'LastEvaluatedKey' not in page:\n" \
    "        break\n    query['%s'] = page['LastEvaluatedKey']"
FILTERED = "return table.query(KeyConditionExpression=Key('pk').eq('a'), FilterExpression=Attr('open').eq(True)%s)"
SCAN = "page = table.scan(FilterExpression=Attr('open').eq(True))\nrows = page['Items']%s\nreturn len(rows)"
NEXT = "\nwhile 'LastEvaluatedKey' in page:\n    page = table.scan(FilterExpression=Attr('open').eq(True), " \
    "ExclusiveStartKey=page['LastEvaluatedKey'])\n    rows += page['Items']"
PITFALLS = [(tuple(PARAMETERS), misnamed_tokens), (("ExclusiveStartKey",), items_as_tokens)]
CHECKS = [
    Check("P331", "The key of the next page under another name, or not at all",
          "ParamValidationError, or an endless loop, as soon as a response has a second page. A page of DynamoDB has "
          "at most 1 MB; a test has only one page.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html",
          LOOP % "StartKey", LOOP % "ExclusiveStartKey", pitfalls_of("token")),
    Check("P332", "A limit that counts before the filter",
          "DynamoDB reads as many items as Limit allows, and then filters: it may find none, although there are such "
          "items.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.FilterExpression.html",
          FILTERED % ", Limit=1", FILTERED % "", filtered_limits),
    Check("P333", "A scan, a count, or a query of all items of a state or a partition, that reads one page",
          "A response has 1 MB of items at most: of a larger table the rest is missing, without an error.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html#Scan.Pagination",
          SCAN % "", SCAN % NEXT,
          lambda subject: [*one_page_scans(subject), *one_page_queries(subject)]),
]
