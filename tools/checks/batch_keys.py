"""The ids of the entries of a batch, and the keys of a batch that is read."""
import ast
import re

from aws import tables
from checks.check import Check, Finding, Findings, Subject, pitfalls_of
from checks.syntax import arguments, base_name, function_name, keywords, members, method_name, stored_names
from interpreter.sources import FUNCTIONS, assignments, called_name, every_node, functions, last_name, nodes_of

BODIES = {"MessageBody", "Message"}
ENTRIES = BODIES | {"ReceiptHandle"}
# Names of what is distinct, and of letters that SQS and SNS take: docs.aws.amazon.com, API_SendMessageBatchRequestEntry
OF_ID = re.compile(r"(?i)(id|uuid|guid|index|number|position|count|hash|digest|token|slug|offset|sequence|seq|num|no)$"
                   r"|^[ps]k$")
OF_DATA = re.compile(r"(?i)(^|_)(phone|mobile|e?mail|customer|title|subject|status|state|address|price|amount)$")
PATHS = re.compile(r"(?i)(^|_)(key|path|url|filename)$")
SAME = {"strip", "lstrip", "rstrip", "lower", "upper", "removeprefix", "removesuffix", "replace", "get", "title"}
REFUSED = re.compile(r"[^A-Za-z0-9_-]")
KEYS = {"pk", "sk"}
MESSAGES = {"append", "print", "debug", "info", "warning", "error", "exception"}
UNIQUE = {"enumerate", "set", "frozenset", "dict", "fromkeys", "uuid4", "uuid1", "uuid7", "token_hex", "count",
          "groupby", "setdefault", "defaultdict", "line_num", "hexdigest", "ulid", "drop_duplicates"}


def entry_ids(subject: Subject) -> Findings:
    """The Ids of entries that are data, but for the attributes that tell the items of a table of the app apart."""
    distinct = {[*tables.keys(described)][-1] for described in subject.model["state"]["table"].values()}
    for path, facts in sorted(subject.files.items()):
        for kind, line, message, hint in facts["pitfalls"]:
            name = kind.removeprefix("entry-id").strip()
            if kind.startswith("entry-id") and (name not in distinct or OF_DATA.search(name) or PATHS.search(name)):
                yield Finding(path, line, message, hint)


def unfit_ids(tree):
    """Yields ["entry-id <attribute>", line, message, hint] of entries of SQS and SNS whose Id is data."""
    is_unique = "groupby" in {last_name(node) for node in nodes_of(tree, ast.Name, ast.Attribute)}
    for node in nodes_of(tree, ast.Dict):
        value = members(node).get("Id")
        if value is not None and BODIES & members(node).keys() and _is_unfit(value, is_unique):
            yield [f"entry-id {_name_of_part(value)}", value.lineno,
                   f"the Id of an entry is data, {ast.unparse(value)}: it may have characters besides A-Z, a-z, 0-9, "
                   "_ and -, and two entries may have the same", "use the entry's number: str(number) of enumerate()"]
    for entry, loop in _entries_of_loops(tree):
        same = members(entry)
        if ENTRIES & same.keys() and "Id" in same and _is_same(same["Id"], loop):
            yield ["entry-id", entry.lineno, f"all entries have the same Id, {ast.unparse(same['Id'])}",
                   "use the entry's number: str(number) of enumerate()"]


def _entries_of_loops(tree):
    """Yields (mapping, loop) of [{...} for row in rows], and of rows.append({...}) in each round of a loop that goes
    through all elements with the same list."""
    for node in nodes_of(tree, ast.ListComp, ast.GeneratorExp):
        if isinstance(node.elt, ast.Dict):
            yield node.elt, node
    for loop in nodes_of(tree, ast.For):
        parts = every_node(loop)
        stored = {part.id for part in parts if isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Load)}
        ends = any(isinstance(part, (ast.Break, ast.Return, ast.If, ast.IfExp, ast.Try)) for part in parts)
        for call in (node.value for node in loop.body if isinstance(node, ast.Expr) and not ends):
            mapping = call.args[0] if called_name(call) == "append" and call.args else None
            name = getattr(getattr(getattr(call, "func", None), "value", None), "id", "")
            if isinstance(mapping, ast.Dict) and name and name not in stored and not any(
                    called_name(part) == "clear" for part in parts):
                yield mapping, loop


def _is_same(node, loop):
    """Whether an expression has the same value in each round of a loop: parts of names that no round changes."""
    names = {part.id for part in every_node(node) if isinstance(part, ast.Name) and part.id != "str"}
    changed = {part.id for part in every_node(loop) if isinstance(part, ast.Name) and not isinstance(
        part.ctx, ast.Load)} | {getattr(part.value, "id", "") for part in nodes_of(loop, ast.Subscript, ast.Attribute)
                                if not isinstance(part.ctx, ast.Load)} | {
        getattr(getattr(part.func, "value", None), "id", "") for part in nodes_of(loop, ast.Call)}
    return not names & changed and not any(
        isinstance(part, (ast.NamedExpr, ast.Await)) or isinstance(part, ast.Call) and called_name(part) != "str"
        for part in every_node(node))


def _is_unfit(node, is_unique):
    """Whether the value of an Id is no id: order["email"], f"order#{number}", time.isoformat(). is_unique: whether the
    file groups its messages, so that an attribute may be different in each"""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.Constant) and REFUSED.search(str(part.value)) for part in node.values)
    if function_name(node) == "str" and len(node.args) == 1:
        return _is_unfit(node.args[0], is_unique)
    if method := method_name(node):
        return method == "isoformat" or method in SAME and _is_unfit(node.func.value, is_unique)
    if isinstance(node, (ast.Name, ast.Attribute)):
        return bool(OF_DATA.search(last_name(node)))
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        return _is_unfit(node.value, is_unique)
    name = _name_of_part(node)
    return bool(name) and bool(OF_DATA.search(name) or PATHS.search(name) or not is_unique and not OF_ID.search(name))


def _name_of_part(node):
    """"email" of order["email"], "" of other expressions."""
    part = node.slice.value if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) else ""
    return part if isinstance(part, str) else ""


def repeated_keys(tree):
    """Yields [kind, line, message, hint] of keys of batch_get_item that are made of an attribute of other items."""
    for function in functions(tree):
        if not any(node.attr == "batch_get_item" for node in nodes_of(function, ast.Attribute)):
            continue
        unique = {name for name, value in assignments(nodes_of(function, ast.Assign)) if _is_unique(value)}
        for node in nodes_of(function, ast.ListComp):
            if len(node.generators) == 1 and isinstance(node.elt, ast.Dict):
                part = node.generators[0]
                name = getattr(part.target, "id", "")
                if name and isinstance(part.iter, ast.Name) and part.iter.id not in unique and not part.ifs \
                        and _is_foreign(node.elt, name):
                    yield ["repeated", node.lineno, "two of these keys may be equal: an attribute is no id",
                           f"make the keys of a set: {{{_foreign(node.elt, name)} for {name} in {part.iter.id}}}"]


def _is_unique(node):
    """Whether an expression makes something without repetitions: a set, or the keys or values of a mapping."""
    return bool(nodes_of(node, ast.Set, ast.SetComp, ast.DictComp)) or any(
        called_name(call) in ("set", "frozenset", "fromkeys", "values", "keys", "unique", "groupby")
        for call in nodes_of(node, ast.Call))


def _is_foreign(mapping, name):
    """Whether a mapping is a key of which one part is an attribute of an element, and the other a constant."""
    if {getattr(key, "value", None) for key in mapping.keys} != KEYS:
        return False
    values = [value.values[0] if isinstance(value, ast.Dict) and len(value.values) == 1 else value
              for value in mapping.values]
    return sum(isinstance(value, ast.Constant) for value in values) == 1 and bool(_foreign(mapping, name))


def _foreign(mapping, name):
    """"booking.room": the attribute of the element that a key contains; "" if it is an id, or the element itself."""
    for value in every_node(mapping):
        part = value.attr if isinstance(value, ast.Attribute) else _name_of_part(value)
        if part and base_name(value) == name and part not in KEYS and not OF_ID.search(part):
            return ast.unparse(value)
    return ""


def repeated_rows(tree):
    """[kind, line, message, hint] of batch_writer() without overwrite_by_pkeys in a function that writes rows of a
    file of comma-separated values, which may have a key twice."""
    own = {*unused_numbers(tree)}
    unique = any(isinstance(node, (ast.Set, ast.SetComp, ast.DictComp)) or getattr(node, "attr", getattr(
        getattr(node, "func", None), "id", "")) in UNIQUE or isinstance(node, ast.Subscript) and isinstance(
        node.ctx, ast.Store) and not isinstance(node.slice, ast.Constant)
        for node in every_node(tree) if id(node) not in own)
    reads = any(last_name(node) in ("DictReader", "reader") for node in every_node(tree))
    for node in nodes_of(tree, ast.With) if reads and not unique else ():
        batches = [item.optional_vars.id for item in node.items if method_name(item.context_expr) == "batch_writer"
                   and not arguments(item.context_expr) and isinstance(item.optional_vars, ast.Name)]
        if any(method.attr == "put_item" and base_name(method) in batches for method in nodes_of(node, ast.Attribute)):
            yield ["repeated-row", node.lineno, "two rows of the file may have the same key, and a batch accepts each "
                                                "key once",
                   "table.batch_writer(overwrite_by_pkeys=['pk', 'sk'])"]


def repeated_puts(tree):
    """[kind, line, message, hint] of an item that each round of a loop puts into a batch under the same pk and sk."""
    for node in nodes_of(tree, ast.With):
        batches = {item.optional_vars.id for item in node.items if called_name(item.context_expr) == "batch_writer"
                   and isinstance(item.context_expr, ast.Call) and not item.context_expr.keywords
                   and isinstance(item.optional_vars, ast.Name)}
        for loop in nodes_of(node, ast.For, ast.While) if batches else ():
            changing, ends = {*stored_names(loop)}, nodes_of(loop, ast.Break, ast.Return, ast.Raise)
            for call in nodes_of(loop, ast.Call) if not ends else ():
                if called_name(call) in ("put_item", "delete_item") and base_name(call.func) in batches \
                        and _has_one_key(call, changing):
                    yield ["repeated", call.lineno, "each round of the loop writes the same key, and a batch accepts "
                           "each key once", "a key with a part of the element, or one put_item after the loop"]


def _has_one_key(call, changing):
    """Whether the item or key of a call is a mapping whose pk and sk depend on no name that a loop sets, and on no
    call."""
    keys = members(keywords(call).get("Item", keywords(call).get("Key")))
    return keys.keys() >= KEYS and None not in keys and not any(
        isinstance(part, (ast.Call, ast.Attribute, ast.NamedExpr)) or isinstance(part, ast.Name) and part.id in changing
        for name in KEYS for part in every_node(keys[name]))


def unused_numbers(tree):
    """Yields the id of the node of enumerate() in loops whose number is in messages alone: print(number)."""
    for loop in nodes_of(tree, ast.For):
        first = loop.target.elts[0] if isinstance(loop.target, ast.Tuple) else None
        if called_name(loop.iter) == "enumerate" and isinstance(first, ast.Name) and _is_shown(first, loop, tree):
            yield id(loop.iter)


def _is_shown(name, scope, tree):
    """Whether a name, or a parameter, is in messages and exceptions alone, also in functions that get it."""
    word = getattr(name, "id", getattr(name, "arg", ""))
    excepts = {id(part) for handler in nodes_of(scope, ast.ExceptHandler) for part in every_node(handler)}
    messages = [call for call in nodes_of(scope, ast.Call) if called_name(call) in MESSAGES and (
        called_name(call) != "append" or id(call) in excepts or not nodes_of(call, ast.Dict, ast.Call)[1:])]
    shown = {id(part) for node in (*messages, *nodes_of(scope, ast.Raise)) for part in every_node(node)}
    for call in nodes_of(scope, ast.Call) if isinstance(name, ast.Name) else ():
        codes = [code for code in nodes_of(tree, *FUNCTIONS) if code.name == called_name(call)]
        taken = codes[0].args.args if len(codes) == 1 else []
        taken = taken[1:] if taken and taken[0].arg in ("self", "cls") else taken
        shown |= {id(argument) for argument, parameter in zip(call.args, taken) if _is_shown(parameter, codes[0], tree)}
    return all(id(part) in shown or part is name for part in nodes_of(scope, ast.Name) if part.id == word)


QUEUE = "infra:\n  queue: {}\n---\n"
SEND = QUEUE + "rows = [json.loads(record['body']) for record in event['Records']]\n" \
    "entries = [{'Id': %s, 'MessageBody': json.dumps(row)} for number, row in enumerate(rows[:10])]\n" \
    "response = boto3.client('sqs').send_message_batch(QueueUrl=os.environ['DEMO_A_QUEUE'], Entries=entries)\n" \
    "if response.get('Failed'):\n    raise RuntimeError(response['Failed'])"
GET = "def handler(event, context):\n    orders = event['orders'][:100]\n" \
    "    names = sorted({order['customer'] for order in orders})\n    keys = [{'pk': 'customer', 'sk': %s}%s]\n" \
    "    request = {os.environ['DEMO_TABLE']: {'Keys': keys}}\n" \
    "    return boto3.client('dynamodb').batch_get_item(RequestItems=request)['Responses']"
ROWS = "import csv\n\n\ndef handler(event, context):\n    with table.batch_writer(%s) as batch:\n" \
    "        for line in csv.DictReader(event['text'].splitlines()):\n" \
    "            batch.put_item(Item={'pk': 'user', 'sk': line['mail']})"
PITFALLS = [(("Message", "ReceiptHandle"), unfit_ids), (("batch_get_item",), repeated_keys),
            (("batch_writer",), repeated_rows), (("batch_writer",), repeated_puts)]
CHECKS = [
    Check("P215", "An entry's Id that is data",
          "BatchEntryIdsNotDistinct for a value that is listed twice, InvalidBatchEntryId for one with a space or an "
          "at sign: an Id has letters, digits, _ and -, and 80 of them at most.",
          "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatchRequestEntry.html",
          SEND % "row['email']", SEND % "str(number)", entry_ids),
    Check("P334", "A key that a batch has twice",
          "ValidationException: Provided list of item keys contains duplicates.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html",
          GET % ("order['customer']", " for order in orders"), GET % ("name", " for name in names"),
          pitfalls_of("repeated", "ValidationException: Provided list of item keys contains duplicates")),
    Check("P337", "Rows of a file in one batch",
          "ValidationException: Provided list of item keys contains duplicates, for a file that has a row twice.",
          "https://boto3.amazonaws.com/v1/documentation/api/latest/guide/dynamodb.html",
          ROWS % "", ROWS % "overwrite_by_pkeys=['pk', 'sk']",
          pitfalls_of("repeated-row", "ValidationException: Provided list of item keys contains duplicates")),
]
