"""Loops over pages that request the first page in each round, and helpers for all items that request only that one."""
import ast
import re
from typing import Any

from checks.check import Check, pitfalls_of
from checks.syntax import function_name, keywords, members, method_name, spread_names, stored_names
from interpreter import sources
from interpreter.sources import assignments, called_name, constant_texts, every_node, functions, nodes_of, read_key

# What responses of AWS have of the next page, and the beginnings of the methods that return pages.
TOKENS = {"LastEvaluatedKey": "ExclusiveStartKey", "NextContinuationToken": "ContinuationToken",
          "IsTruncated": "ContinuationToken", "NextToken": "NextToken", "nextToken": "nextToken",
          "NextMarker": "Marker", "PaginationToken": "PaginationToken",
          "nextForwardToken": "nextToken", "NextPageToken": "NextPageToken"}
ABSENT = {"LastEvaluatedKey", "NextContinuationToken", "NextMarker"}  # of the last page, and of a page that is alone
METHODS = ("scan", "query", "list_", "describe_", "get_", "filter_", "lookup_", "search_", "admin_list_", "batch_get_")
ALL = re.compile(r"(?:get_|list_|fetch_|load_|read_|find_)?(?:all|every|each)(?:_|\Z)|.*_all\Z")
OF_ALL = re.compile(r"(?i)(?:(?:returns?|yields?|gets?|reads?|fetch(?:es)?|lists?|loads?) )?(?:all|every|each) "
                    "(?!page)")
OF_PAGES = re.compile(r"(?i)(?!(?:an?|one|the (?:first|next|last)) )[^.;:\n]*\b(?:of|from|on|in|across|over|through|"
                      r"follow(?:s|ing)?) (?:all|every|each)(?: of)?(?: the| its| their)? pages?\b")


def first_pages(tree):
    """[kind, line, message, hint] of functions that pass on any query, are named for all items or say that they read
    all pages, and read one page."""
    for function in functions(tree):
        text = ast.get_docstring(function) or ""
        if not function.args.kwarg or not (ALL.match(function.name) or OF_ALL.match(text) or OF_PAGES.match(text)):
            continue
        texts = constant_texts(function)
        calls = [node for node in nodes_of(function, ast.Call)
                 if (method_name(node) in ("query", "scan", "list_objects_v2")
                     or function_name(node) in {entry.arg for entry in function.args.args})
                 and function.args.kwarg.arg in spread_names(node)]
        if len(calls) == 1 and texts & {"Items", "Contents"} and not texts & {*TOKENS, *TOKENS.values(), "Limit"}:
            yield ["first-page", calls[0].lineno, f"{function.name} returns the items of the first page",
                   "request the next page as long as the response has a LastEvaluatedKey"]


def cut_pages(tree):
    """[kind, line, message, hint] of paginators that stop at MaxItems, in functions that are named for all items, where
    no code reads how to resume."""
    for function in functions(tree):
        texts = constant_texts(function)
        is_for_all = ALL.match(function.name) or OF_ALL.match(ast.get_docstring(function) or "")
        resumes = texts & {"NextToken", "StartingToken"} or any(
            sources.last_name(node) == "resume_token" for node in every_node(function))
        for call in nodes_of(function, ast.Call) if is_for_all and not resumes else ():
            if called_name(call) == "paginate" and "MaxItems" in members(keywords(call).get("PaginationConfig")):
                yield ["max-items", call.lineno, f"MaxItems ends the pages: {function.name} lacks all later items",
                       "PageSize for the size of a page"]


def repeated_pages(tree):
    """[kind, line, message, hint] of requests in a loop whose arguments no round changes, and that return a page."""
    for loop in nodes_of(tree, ast.While):
        nodes, stored = every_node(loop), stored_names(loop)
        for node in nodes_of(loop, ast.Assign, ast.NamedExpr):
            call, name = node.value, _target(node)
            is_request = method_name(call).startswith(METHODS) or function_name(call) and None in keywords(call)
            if not name or not is_request or call.args or stored.count(name) != 1:
                continue
            tokens = {token for part in nodes for token in [_token(part, name)] if token}
            if tokens and not _changed(nodes, call):
                token = min(tokens)
                yield ["token", call.lineno, f"each round of the loop requests the first page: no {TOKENS[token]}",
                       f"{TOKENS[token]}={name}[{token!r}]"]


def kept_pages(tree):
    """[kind, line, message, hint] of loops that end with the token of a page that no round requests again."""
    for loop in nodes_of(tree, ast.While):
        nodes, last = every_node(loop), loop.body[-1]
        names = {part.id for node in nodes for part in every_node(node) if isinstance(node, (
            ast.Subscript, ast.Call, ast.Compare)) and isinstance(part, ast.Name) and _token(node, part.id)}
        if isinstance(last, (ast.Break, ast.Return, ast.Raise)):
            continue
        for name in sorted(names - _changing(nodes)):
            tokens = {_target(node) for node in nodes if _token(getattr(node, "value", None), name)} - {""}
            tests = [loop.test] + [node.test for node in nodes if isinstance(node, ast.If) and any(
                isinstance(part, (ast.Break, ast.Return)) for part in every_node(node))]
            ends = [test for test in tests if any(_token(part, name) or getattr(part, "id", "") in tokens
                                                  for part in every_node(test))]
            if ends and (ends[0] is loop.test or isinstance(loop.test, ast.Constant)):
                yield ["token", ends[0].lineno, f"no round of the loop requests the next page: {name} is always the "
                       "same", f"{name} = ... in the loop"]


def _changing(nodes):
    """{name} that nodes may change: set, delete, pass on, yield, or call a method of but get()."""
    names = {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    for node in nodes:
        parts: list = [*node.args, *(keyword.value for keyword in node.keywords)] if isinstance(node, ast.Call) else \
            [node.value] if isinstance(node, (ast.Subscript, ast.Yield)) and not isinstance(
                getattr(node, "ctx", None), ast.Load) else []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr != "get":
            parts.append(node.func.value)
        names |= {part.id for part in parts if isinstance(part, ast.Name)}
    return names


def tested_tokens(tree):
    """[kind, line, message, hint] of conditions on page["LastEvaluatedKey"], a key that the last page does not have, in
    functions that test it in no other way."""
    for function in functions(tree):
        reads = {id(node): read_key(node) for node in nodes_of(function, ast.Subscript)
                 if isinstance(node.ctx, ast.Load) and read_key(node) in ABSENT}
        others = {text for node in nodes_of(function, ast.Compare) for text in constant_texts(node.left)} | {
            read_key(node) for node in nodes_of(function, ast.Call)}
        if not reads or others & {*reads.values()} or "IsTruncated" in constant_texts(function) \
                or nodes_of(function, ast.Try):
            continue
        names = {name: value for name, value in assignments(nodes_of(function, ast.Assign)) if id(value) in reads}
        for node in nodes_of(function, ast.If, ast.While, ast.IfExp):
            for part in every_node(node.test):
                read = names.get(getattr(part, "id", ""), part)
                if id(read) in reads:
                    yield ["tested-token", read.lineno, f"the last page has no {reads[id(read)]}",
                           f"page.get({reads[id(read)]!r})"]
                    break


def misused_tokens(tree):
    """[kind, line, message, hint] of the key of the next page that is passed as the parameters themselves,
    query(**key), and of whole responses as the start of a page."""
    for function in functions(tree):
        nodes = every_node(function)
        values = assignments(nodes) if not constant_texts(function).isdisjoint(ABSENT) else []
        names = {name for name, value in values if read_key(value) in ABSENT}
        spread = {name for node in nodes_of(function, ast.Call) if method_name(node).startswith(METHODS)
                  for name in spread_names(node)} if names else ()
        for name, value in values:
            key = read_key(value)
            if name in spread and key in ABSENT:
                yield ["token", value.lineno, f"the parameters of the next request are the key {key} itself",
                       f"{{{TOKENS[key]!r}: page[{key!r}]}}"]
        responses = {name for name, value in values if called_name(value) in ("query", "scan")}
        others = [name for name, value in values if called_name(value) not in ("query", "scan")]
        for node in nodes:
            value = node.value if isinstance(node, ast.Assign) and read_key(node.targets[0]) == "ExclusiveStartKey" \
                or isinstance(node, ast.keyword) and node.arg == "ExclusiveStartKey" else None
            if isinstance(value, ast.Name) and value.id in responses and value.id not in others:
                yield ["token", value.lineno, "a whole response is no ExclusiveStartKey",
                       f"{value.id}['LastEvaluatedKey']"]


def _target(node):
    """The name that a statement or (name := ...) assigns; "" of others."""
    target = node.targets[0] if isinstance(node, ast.Assign) and len(node.targets) == 1 else \
        node.target if isinstance(node, ast.NamedExpr) else None
    return getattr(target, "id", "")


def _token(node: Any, name):
    """The token that an expression reads of a page: page["NextToken"], page.get("NextToken"), "NextToken" in page."""
    page, key = (node.comparators[0], node.left) if isinstance(node, ast.Compare) else sources.read_item(node)
    token = getattr(key, "value", "") if getattr(page, "id", "") == name else ""
    return token if isinstance(token, str) and token in TOKENS else ""


def _changed(nodes, call):
    """Whether a round may change an argument of a call: it contains a call, or a name that nodes assign or pass on."""
    values = [part for keyword in call.keywords for part in every_node(keyword.value)]
    names = {part.id for part in values if isinstance(part, ast.Name)}
    if any(isinstance(part, (ast.Await, ast.Yield, ast.NamedExpr)) for part in values) or any(
            isinstance(part, ast.Call) and not _is_condition(part) for part in values):
        return True
    copies = [part for node in nodes if _is_copy(node) for part in every_node(node)]
    within = {id(part) for part in (*values, *copies)}
    return any(isinstance(node, ast.Name) and node.id in names and id(node) not in within for node in nodes)


def _is_copy(node):
    """Whether a statement gives a name a copy of its mapping: query = {**query}, with constants at most."""
    name, value = _target(node), getattr(node, "value", None)
    if isinstance(value, ast.Dict):
        own = [part for key, part in zip(value.keys, value.values) if key is None]
        others = [part for key, part in zip(value.keys, value.values) if key is not None]
        return bool(name) and [getattr(part, "id", "") for part in own] == [name] and all(
            isinstance(part, ast.Constant) for part in others)
    if not name or not isinstance(value, ast.Call) or called_name(value) not in ("dict", "copy"):
        return False
    return [part.id for part in every_node(value) if isinstance(part, ast.Name) and part.id != "dict"] == [name]


def _is_condition(call):
    """Whether a call makes a condition of a query: Key("pk").eq(...)."""
    return function_name(call.func.value if method_name(call) else call) in ("Key", "Attr")


EVERY = "def every(**query):\n    while True:\n        page = table.query(**query)\n" \
    "        yield from page['Items']\n%s\n\n\n" \
    "def handler(event, context):\n    return list(every(KeyConditionExpression=Key('pk').eq(event['pk'])))"
SCAN = "rows, page = [], table.scan()\nwhile %s:\n    rows += page['Items']\n" \
    "    page = table.scan(ExclusiveStartKey=page['LastEvaluatedKey'])\nreturn len(rows + page['Items'])"
PITFALLS = [(tuple(TOKENS), repeated_pages), (tuple(TOKENS), kept_pages),
            (("Items", "Contents"), first_pages), (("MaxItems",), cut_pages),
            (tuple(ABSENT), tested_tokens), (tuple(ABSENT), misused_tokens)]
EACH = "def all_names():\n    \"\"\"The names of all objects.\"\"\"\n" \
    "    pages = boto3.client('s3').get_paginator('list_objects_v2')\n" \
    "    for page in pages.paginate(Bucket=os.environ['DEMO_BUCKET'], PaginationConfig={'%s': 1000}):\n" \
    "        yield from (entry['Key'] for entry in page.get('Contents', []))\n\n\n" \
    "def handler(event, context):\n    return list(all_names())"
CHECKS = [
    Check("P351", "A paginator for all items that stops at a number of them",
          "MaxItems is the most items of all pages together: the rest is missing, without an error.",
          "https://boto3.amazonaws.com/v1/documentation/api/latest/guide/paginators.html",
          EACH % "MaxItems", EACH % "PageSize", pitfalls_of("max-items", "no error: the later items are missing")),
    Check("P340", "A helper for all items that reads one page",
          "A response has 1 MB of items at most: of a longer result the rest is missing, without an error.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html",
          EVERY % "        return", EVERY % "        if 'LastEvaluatedKey' not in page:\n            return\n"
          "        query['ExclusiveStartKey'] = page['LastEvaluatedKey']", pitfalls_of("first-page")),
    Check("P235", "The key of the next page, where the last page has none",
          "KeyError at the last page: a response has the key only if there is a next page.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html",
          SCAN % "page['LastEvaluatedKey']", SCAN % "'LastEvaluatedKey' in page",
          pitfalls_of("tested-token", "KeyError")),
]
