"""Keys of pages that invocations share, reasons of cancelled transactions, and the StatusCode of an invocation."""
import ast

import recipes
from checks import queues
from checks.check import Check, Finding, Findings, Subject, pitfalls_of
from checks.syntax import body_nodes, defaults, function_name, keywords, method_name, parameters, stored_names
from interpreter.sources import assignments, called_name, constant_texts, every_node, functions, last_name, nodes_of

CANCELLED_ERROR = "TransactionCanceledException"
TOKENS = {"ExclusiveStartKey", "ContinuationToken", "StartingToken", "NextToken", "nextToken", "Marker"}
FAILURE_KEYS = {"itemIdentifier", "messageId", "eventID", "sequenceNumber"}
# Codes of a transaction's reasons: docs.aws.amazon.com, API_CancellationReason
REASONS = frozenset("""ConditionalCheckFailed ItemCollectionSizeLimitExceeded TransactionConflict
    ProvisionedThroughputExceeded ThrottlingError ValidationError""".split())


def kept_tokens(tree):
    """Yields pitfalls of QUERY["ExclusiveStartKey"] = ..., where QUERY is a mapping of the module, or a default."""
    shared = {name for name, value in assignments(tree.body) if _is_mapping(value)}
    for function in functions(tree):
        names = _names_in(function, shared)
        removed = {ast.unparse(node.value) for node in nodes_of(function, ast.Attribute, ast.Subscript)
                   if getattr(node, "attr", "") in ("pop", "clear") or isinstance(node.ctx, ast.Del)}
        for node in nodes_of(function, ast.Subscript):
            name, token = getattr(node.value, "id", ""), getattr(node.slice, "value", "")
            if token in TOKENS and isinstance(node.ctx, ast.Store) and name in names and name not in removed:
                yield ["kept-token", node.lineno, f"{name} keeps {token} for the next invocation, which then begins "
                       "at a later page", f"query = {{**{names[name]}}} in the function, and change that"]


def _names_in(function, shared):
    """{name in a function: the shared mapping that it is}: names of the module, aliases, and default arguments."""
    stored = {*stored_names(function)}
    declared = {name for node in nodes_of(function, ast.Global) for name in node.names}
    own = {parameter.arg for parameter in parameters(function)}
    names = {name: name for name in shared - (stored - declared) - own - declared}
    names |= {name: name for name, default in defaults(function) if _is_mapping(default) and name not in stored}
    pairs = [pair for node in nodes_of(function, ast.Assign) for pair in _pairs(node)]
    for name, value in pairs:
        if getattr(value, "id", "") in names and sum(assigned == name for assigned, _value in pairs) == 1:
            names[name] = names[value.id]
    return names


def _pairs(node):
    """[(name, node of its value)] of an assignment: of `a, b = [], QUERY` two of them."""
    target, value = node.targets[0], node.value
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        return [(getattr(part, "id", ""), entry) for part, entry in zip(target.elts, value.elts)]
    return [(getattr(target, "id", ""), value)]


def _is_mapping(node):
    """Whether an expression makes a mapping."""
    return isinstance(node, ast.Dict) or function_name(node) == "dict"


def mistaken_reasons(tree):
    """Yields pitfalls of a reason's Code of a cancelled transaction that is compared with the name of an exception."""
    by_name = {node.name: node for node in functions(tree)}
    for function in (*by_name.values(), ast.Module(tree.body, [])):
        yield from _compared_reasons(function, set(), by_name)


def _compared_reasons(function, names, by_name):
    """The pitfalls of one function. names: its names whose values are reasons, or parts of them"""
    nodes, before = list(every_node(function)), -1
    while len(names) != before:
        before = len(names)
        for node in nodes:
            target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None) if isinstance(
                node, (ast.For, ast.comprehension, ast.NamedExpr)) else None
            source = getattr(node, "iter", getattr(node, "value", None))
            if target is not None and source is not None and _is_reason(source, names):
                names |= {part.id for part in nodes_of(target, ast.Name)}
    for node in nodes:
        sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
        for side in sides if any(_is_reason(side, names) for side in sides) else ():
            for part in nodes_of(side, ast.Constant):
                stem = str(part.value).removesuffix("Exception")
                reason = next((name for name in (stem, f"{stem}Error") if name in REASONS), "")
                if isinstance(part.value, str) and part.value not in REASONS and reason:
                    yield ["reason", part.lineno, f"the Code of a cancellation reason is never {part.value!r}",
                           f"write {reason!r}"]
        called = by_name.get(function_name(node), function)
        if called is not function and node.args and _is_reason(node.args[0], names) and called.args.args:
            yield from _compared_reasons(called, {called.args.args[0].arg}, {})


def _is_reason(node, names):
    """Whether an expression is made of a transaction's reasons."""
    return any(getattr(part, "value", None) == "CancellationReasons" if isinstance(part, ast.Constant)
               else isinstance(part, ast.Name) and part.id in names for part in every_node(node))


def status_codes(tree):
    """Yields pitfalls of Invoke's StatusCode in a file that never reads FunctionError."""
    invokes = any(method_name(node) == "invoke" and "FunctionName" in keywords(node)
                  and not {"InvocationType", None} & keywords(node).keys() for node in nodes_of(tree, ast.Call))
    if not invokes or "FunctionError" in constant_texts(tree):
        return
    for node in nodes_of(tree, ast.Compare):
        if "StatusCode" in constant_texts(node):
            yield ["status", node.lineno, "the StatusCode of invoke is 200 also if the function raised an exception",
                   "if 'FunctionError' in response: raise"]


def reasons_without_condition(tree):
    """Yields pitfalls of the reason of an item of a transaction that has no condition."""
    for node in nodes_of(tree, ast.Try):
        lists = [keywords(part).get("TransactItems") for part in body_nodes(node)
                 if method_name(part) == "transact_write_items"]
        items: list = [entries.elts for entries in lists if isinstance(entries, ast.List)]
        reads: list = [part for handler in node.handlers for part in nodes_of(handler, ast.Subscript)
                       if isinstance(getattr(part.slice, "value", None), int)
                       and getattr(getattr(part.value, "slice", None), "value", "") == "CancellationReasons"]
        for part in reads if len(items) == 1 else ():
            item = next(iter(items[0][part.slice.value:]), None)
            if isinstance(item, ast.Dict) and all(isinstance(value, ast.Dict) and None not in value.keys
                                                  for value in item.values) and not {
                    "ConditionExpression", "ConditionCheck"} & constant_texts(item):
                yield ["reason", part.lineno, f"the item {part.slice.value} of the transaction has no condition: its "
                       "reason is never ConditionalCheckFailed", "the reason of the item with the ConditionExpression"]


def unread_reasons(subject: Subject) -> Findings:
    """Handlers of TransactionCanceledException that treat each cancellation as a duplicate and raise no error."""
    for name, fn in subject.lambdas:
        if not any(word in fn["infra"] for word in recipes.REPEATED):
            continue
        files = subject.observations[name]["files"]
        if not any(CANCELLED_ERROR in subject.sources.text(path) for path in files):
            continue
        aliases = {CANCELLED_ERROR} | {getattr(node.targets[0], "id", "") for path in files
                                       for node in nodes_of(subject.tree(path), ast.Assign)
                                       if getattr(node.value, "attr", "") == CANCELLED_ERROR}
        for path in files:
            tree = subject.tree(path)
            yield from (Finding(path, node.lineno, "a conflict with another transaction also cancels a "
                                "transaction, and this except treats each as a failed condition",
                                "compare error.response['CancellationReasons'][0]['Code'] with "
                                "'ConditionalCheckFailed', and raise the others", "no error: the write is lost")
                        for node in nodes_of(tree, ast.ExceptHandler) if _swallows(node, aliases))


def _swallows(handler, aliases):
    """Whether an except ends without an error for each TransactionCanceledException. aliases: its names"""
    nodes = body_nodes(handler)
    if any(getattr(node, "value", None) == "CancellationReasons" for node in nodes) or _passes_on(handler, nodes):
        return False
    raises = [node for node in nodes if isinstance(node, ast.Raise)]
    names = {last_name(node) for node in every_node(handler.type)} if handler.type is not None else set()
    if aliases & names:
        return not raises and _ends_quietly(handler)
    statements = [node for node in handler.body
                  if not (isinstance(node, ast.If) and CANCELLED_ERROR in ast.dump(node.test))]
    only_logs = queues.only_logs(ast.ExceptHandler(None, None, statements)) if statements else False
    for node in handler.body:
        if isinstance(node, ast.If) and isinstance(node.test, ast.Compare) and CANCELLED_ERROR in ast.dump(node.test):
            inside = [part for statement in node.body for part in nodes_of(statement, ast.Raise)]
            is_other = isinstance(node.test.ops[0], (ast.NotEq, ast.NotIn))
            ends = isinstance(node.body[-1], (ast.Return, ast.Continue))
            return only_logs and raises == inside if is_other else ends and not inside and getattr(
                node.body[-1], "value", None) is None
    return False


def _passes_on(handler, nodes):
    """Whether an except passes its exception to a function that may read it, or reports the record as failed."""
    calls = [node for node in nodes if isinstance(node, ast.Call)
             and called_name(node) not in queues.LOGGING_NAMES | {"str", "repr"}]
    return any(isinstance(part, ast.Name) and part.id == handler.name or getattr(part, "value", None) in FAILURE_KEYS
               for call in calls for part in every_node(call))


def _ends_quietly(handler):
    """Whether an except ends as if the write was done: it logs or counts, and returns nothing."""
    last = handler.body[-1]
    value = last.value if isinstance(last, ast.Return) else None
    return getattr(value, "value", value) is None and all(isinstance(node, (
        ast.Expr, ast.Pass, ast.Continue, ast.Return, ast.AugAssign, ast.Assign)) for node in handler.body)


PAGES = "QUERY = {'KeyConditionExpression': Key('pk').eq('a')}\n\n\ndef handler(event, context):\n" \
    "    rows, query = [], %s\n    while True:\n        page = table.query(**query)\n        rows += page['Items']\n" \
    "        if 'LastEvaluatedKey' not in page:\n            return {'count': len(rows)}\n" \
    "        query['ExclusiveStartKey'] = page['LastEvaluatedKey']"
CANCELLED = "client = boto3.client('dynamodb')\n\n\ndef handler(event, context):\n    try:\n" \
    "        client.transact_write_items(TransactItems=[{'Put': {'TableName': os.environ['DEMO_TABLE'], " \
    "'Item': {'pk': {'S': 'a'}, 'sk': {'S': 'b'}}, 'ConditionExpression': 'attribute_not_exists(pk)'}}])\n" \
    "    except client.exceptions.TransactionCanceledException as error:\n" \
    "        if error.response['CancellationReasons'][0]['Code'] != '%s':\n            raise"
DUPLICATE = CANCELLED.partition("        if error")[0] + "        %s"
INVOKE = "response = boto3.client('lambda').invoke(FunctionName=os.environ['DEMO_B_FUNCTION'])\n" \
    "if %s:\n    raise RuntimeError(response['Payload'].read())"
PITFALLS = [(tuple(TOKENS), kept_tokens), (("CancellationReasons",), mistaken_reasons),
            (("CancellationReasons",), reasons_without_condition), (("StatusCode",), status_codes)]
CHECKS = [
    Check("P336", "A page's key in parameters that invocations share",
          "A warm Lambda keeps the mapping of a module: the next invocation begins where the last one ended.",
          "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html",
          PAGES % "QUERY", PAGES % "{**QUERY}", pitfalls_of("kept-token")),
    Check("P216", "The name of an exception for a cancellation reason",
          "The codes of CancellationReasons are no names of exceptions: the condition is never true.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CancellationReason.html",
          CANCELLED % "ConditionalCheckFailedException", CANCELLED % "ConditionalCheckFailed", pitfalls_of("reason")),
    Check("P222", "A cancelled transaction that is treated as a duplicate",
          "TransactionCanceledException is also raised for a conflict with another transaction, and for throttling.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html",
          "infra:\n  timer: {rate: 1 day}\n---\n" + DUPLICATE % "print(error)",
          "infra:\n  timer: {rate: 1 day}\n---\n" + DUPLICATE % "if error.response['CancellationReasons'][0]['Code'] "
          "!= 'ConditionalCheckFailed':\n            raise", unread_reasons),
    Check("P217", "The StatusCode of an invocation that is treated as its success",
          "Lambda answers 200, with FunctionError in the response, if the function raised an exception.",
          "https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html",
          INVOKE % "response['StatusCode'] != 200", INVOKE % "'FunctionError' in response", pitfalls_of("status"),
          {"lambdas/b/index.py": '"""B.\n\ninfra: {}\n"""\n\n\ndef handler(event, context):\n    return 1\n'}),
]
