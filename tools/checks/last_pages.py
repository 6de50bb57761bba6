"""Conditions that conclude from the number of items in a page, wrongly, that there is no further page."""
import ast

from checks import dynamodb_calls
from checks.check import Check, Finding, Findings, Subject
from checks.syntax import base_name, function_name, functions_around, keywords, lines_of, method_name
from interpreter.sources import assignments, constant_texts, nodes_of, read_key

FILTER = "FilterExpression"


def mistaken_ends(subject: Subject) -> Findings:
    """Code that treats an empty or a short page as the last one, although a filter removes items of a page."""
    reported = set()
    for _name, call in subject.calls("dynamodb", dynamodb_calls.QUERIES):
        around = functions_around(subject.tree(call["file"]), call["line"]) if call["args"].get(FILTER) else ()
        for function in around:
            is_filtered = call["sure"] or any(FILTER in keywords(node) and call["line"] in lines_of(node)
                                              for node in nodes_of(function, ast.Call))  # whatever **start is
            if "LastEvaluatedKey" not in constant_texts(function) or not is_filtered:
                continue
            for line, fault in [*empty_ends(function), *(short_ends(function) if "Limit" in call["args"] else ())]:
                if (call["file"], line) not in reported:
                    reported.add((call["file"], line))
                    yield Finding(call["file"], line, fault, "if 'LastEvaluatedKey' in page",
                                  "no error: the items of later pages are missing")


def empty_ends(function):
    """Yields (line, fault) of loops that end at a page without items."""
    names = item_names(function)
    fault = "a page without items is not the last one: the filter may have removed all of them"
    for loop in nodes_of(function, ast.While):
        if not {"LastEvaluatedKey", "ExclusiveStartKey"} & constant_texts(loop):
            continue
        if any(is_items(part, names) for part in parts(loop.test, ast.And)):
            yield loop.test.lineno, fault
        for node in nodes_of(loop, ast.If):
            if isinstance(node.body[-1], (ast.Return, ast.Break)) and any(
                    isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.Not) and is_items(part.operand, names)
                    for part in parts(node.test, ast.Or)):
                yield node.lineno, fault


def parts(test, operator):
    """The conditions that an `and` or an `or` combines, operator ast.And; another test alone."""
    return test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, operator) else [test]


def short_ends(function):
    """Yields (line, fault) of conditions on the number of a page's items under which the next page is requested."""
    names = item_names(function)
    for node in nodes_of(function, ast.If, ast.IfExp):
        counts = [part for part in parts(node.test, ast.And) if isinstance(part, ast.Compare)
                  and "LastEvaluatedKey" not in constant_texts(part) and any(
                      is_count(side, names) for side in (part.left, *part.comparators))]
        if counts:
            body = [*node.body] if isinstance(node, ast.If) else [node.body]
            body += [part for part in parts(node.test, ast.And) if part not in counts]
            if any("LastEvaluatedKey" in constant_texts(part) for part in body):
                yield node.lineno, "a page with fewer items than Limit is not the last: Limit counts before the filter"


def is_count(node, names):
    """Whether an expression is len(page["Items"]), also through a name, or page["Count"]."""
    if function_name(node) == "len":
        return bool(node.args) and is_items(node.args[0], names)
    return isinstance(node, ast.Subscript) and getattr(node.slice, "value", "") == "Count"


def item_names(function):
    """The names whose value is made of a page's Items, with one element for each: no list that later pages extend."""
    names = set()
    extended = {getattr(node.target, "id", "") for node in nodes_of(function, ast.AugAssign)} | {
        base_name(call.func) for call in nodes_of(function, ast.Call) if method_name(call) in ("extend", "append")}
    for name, value in assignments(nodes_of(function, ast.Assign)):
        if isinstance(value, ast.ListComp) and not value.generators[0].ifs:
            value = value.generators[0].iter
        if is_items(value, names) and name not in extended:
            names.add(name)
    return names


def is_items(node, names):
    """Whether an expression is page["Items"], page.get("Items", []), or a name of such a value."""
    return isinstance(node, ast.Name) and node.id in names or read_key(node) == "Items"


PAGES = "query, rows = {'KeyConditionExpression': Key('pk').eq('a'), 'FilterExpression': Attr('open').eq(True)}, []\n" \
    "while True:\n    page = table.query(**query)\n    rows += page['Items']\n    if %s:\n        return rows\n" \
    "    query['ExclusiveStartKey'] = page['LastEvaluatedKey']"
CHECKS = [
    Check("P338", "The number of items of a page that is treated as the end of the result",
          "DynamoDB filters after it has read a page: a page may have few items, or none, and a LastEvaluatedKey.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html",
          PAGES % "not page['Items']", PAGES % "'LastEvaluatedKey' not in page", mistaken_ends),
]
