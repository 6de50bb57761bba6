"""Loops that end in their first round, although they search or sum, and loops over a dict that take its keys apart."""
import ast

from checks.check import Check, pitfalls_of
from checks.syntax import base_name, method_name, stored_names
from interpreter.sources import (
    FUNCTIONS,
    assignments,
    called_name,
    every_node,
    functions,
    identifiers,
    nodes_of,
    read_item,
    read_key,
)

DICTS = {"dict", "Counter", "defaultdict", "OrderedDict"}
UNPROCESSED = ("UnprocessedKeys", "UnprocessedItems")
GROWS = {"append", "extend", "add", "update"}


def single_rounds(tree):
    """Yields pitfalls of a `return` at the end of a loop's body that belongs after the loop. P511 and P517 are for the
    records of an event."""
    for loop in nodes_of(tree, ast.For, ast.AsyncFor):
        last = loop.body[-1] if not loop.orelse and read_key(loop.iter) not in ("Records", "records") else None
        if not isinstance(last, ast.Return) or nodes_of(loop, ast.Continue, *FUNCTIONS) or any(
                isinstance(node, ast.Break) for node in own_nodes(loop)):
            continue
        if is_nothing(last.value) and any(returns_element(statement) for statement in loop.body[:-1]):
            fault = "the loop ends in its first round: only the first element is searched"
        elif last.value is not None and grown(loop.body[:-1]) & identifiers(last.value):
            fault = "the loop ends in its first round: the result has only the first element"
        else:
            continue
        yield ["round", last.lineno, fault, "write this return after the loop"]


def taken_keys(tree):
    """Yields pitfalls of `for name, count in counts`, where counts is a dict whose keys are no pairs."""
    for function in functions(tree):
        loops = [loop for loop in nodes_of(function, ast.For, ast.comprehension)
                 if isinstance(loop.target, ast.Tuple) and isinstance(loop.iter, ast.Name)]
        names = {name: value for name, value in assignments(every_node(function)) if is_dict(value)} if loops else {}
        stored = stored_names(function)
        for loop in loops:
            name = loop.iter.id
            keys = [node.slice for node in nodes_of(function, ast.Subscript) if base_name(node) == name
                    and isinstance(node.ctx, ast.Store)] if name in names and stored.count(name) == 1 else []
            keys += getattr(names.get(name), "keys", [])
            if keys and not any(may_be_taken(key, loop.target) for key in keys):
                yield ["keys", loop.iter.lineno, f"a loop over the dict {name} has its keys, which are no pairs here",
                       f"{name}.items() has keys and values"]


def is_dict(node):
    """Whether an expression makes a dict: {}, Counter(), defaultdict(int)."""
    return isinstance(node, ast.Dict) or isinstance(node, ast.Call) and called_name(node) in DICTS


def may_be_taken(key, target):
    """Whether a target of a loop, (a, b), may get the parts of a key: a tuple of as many, or a value of any type."""
    if isinstance(target, (ast.Tuple, ast.List)) and not any(isinstance(part, ast.Starred) for part in target.elts):
        if isinstance(key, ast.Tuple):
            return len(key.elts) == len(target.elts) and all(map(may_be_taken, key.elts, target.elts))
        if isinstance(getattr(key, "value", None), str):
            return len(key.value) == len(target.elts)  # of a square: "a1"
        is_text = isinstance(key, (ast.Constant, ast.JoinedStr)) or isinstance(key, ast.Call) and called_name(key) in (
            "str", "int", "isoformat", "strftime", "lower", "upper")
        return not is_text and not (isinstance(key, ast.Subscript) and isinstance(read_key(key), str))
    return True


def unread_remainders(tree):
    """Yields pitfalls of what a batch did not process, where it is requested once more, outside of a loop, and no later
    line reads what that request did not process."""
    for function in nodes_of(tree, *FUNCTIONS):
        nodes = every_node(function)
        nested = {id(part) for node in nodes if isinstance(node, (ast.While, ast.For, ast.AsyncFor, *FUNCTIONS))
                 and node is not function for part in every_node(node)}
        for node in nodes:
            is_single = isinstance(node, ast.If) and id(node) not in nested
            for part in (part for statement in node.body for part in every_node(statement)) if is_single else ():
                name = getattr(part.targets[0], "id", "") if isinstance(part, ast.Assign) else ""
                is_unprocessed = name and read_key(part.value) in UNPROCESSED and name in identifiers(node.test)
                is_answer = name and isinstance(part.value, ast.Call) and _reads_unprocessed(node.test, name) and any(
                    _reads_unprocessed(argument.value, name) for argument in part.value.keywords)
                later = [use for use in nodes if getattr(use, "lineno", 0) > (part.end_lineno or 0)] \
                    if is_unprocessed or is_answer else []
                is_read = any(getattr(use, "id", "") == name if is_unprocessed else getattr(use, "value", None) in (
                    *UNPROCESSED, name) or getattr(use, "id", "") == name and not isinstance(
                        getattr(use, "ctx", None), ast.Load) for use in later)
                if (is_unprocessed or is_answer) and not is_read and id(part) not in nested:
                    yield ["rest", part.lineno, "the code requests once what the batch did not process, and no line "
                           "reads what is left then", "while in place of if, with a wait between the requests"]


def _reads_unprocessed(node, name):
    """Whether an expression reads what a batch did not process from the response of a name."""
    return any(read_key(part) in UNPROCESSED and getattr(read_item(part)[0], "id", "") == name
               for part in every_node(node))


def own_nodes(loop):
    """The nodes of a loop without those of the loops inside it."""
    waiting, nodes = list(loop.body), []
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        if not isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
            waiting += ast.iter_child_nodes(node)
    return nodes


def is_nothing(node):
    """Whether a return means that nothing was found: return, None, False, "", [], {}, (None, None)."""
    if isinstance(node, (ast.List, ast.Dict)):
        return not (node.elts if isinstance(node, ast.List) else node.keys)
    if isinstance(node, ast.Tuple):
        return all(map(is_nothing, node.elts))
    return node is None or isinstance(node, ast.Constant) and node.value in (None, False, "", 0)


def returns_element(statement):
    """Whether a statement is the test of a search: an `if` without an else, whose last statement returns a value."""
    return isinstance(statement, ast.If) and not statement.orelse and isinstance(statement.body[-1], ast.Return) \
        and not is_nothing(statement.body[-1].value)


def grown(statements):
    """{name} to which statements add: total += 1, rows.append(row)."""
    nodes = [node for statement in statements for node in nodes_of(statement, ast.AugAssign, ast.Call)]
    return {getattr(node.target, "id", "") if isinstance(node, ast.AugAssign) else base_name(node.func)
            for node in nodes if isinstance(node, ast.AugAssign) or method_name(node) in GROWS}


SEARCH = "def star(stars, name):\n    for each in stars:\n        if each['name'] == name:\n            return each\n" \
    "%s    return None\n\n\ndef handler(event, context):\n    return star(event['stars'], event['name'])"
COUNTED = "counts = {}\nfor record in event['Records']:\n    counts[record['eventName']] = 1\n" \
    "return [f'{name}: {count}' for name, count in counts%s]"
REST = "request = {os.environ['DEMO_TABLE']: {'Keys': [{'pk': id_, 'sk': 'a'} for id_ in event['ids'][:100]]}}\n" \
    "rows, client = [], boto3.resource('dynamodb')\n%s request:\n" \
    "    answer = client.batch_get_item(RequestItems=request)\n" \
    "    rows += answer['Responses'][os.environ['DEMO_TABLE']]\n" \
    "    request = answer['UnprocessedKeys']\nreturn len(rows)"
PITFALLS = [(("for ",), single_rounds), (("for ",), taken_keys), (UNPROCESSED, unread_remainders)]
CHECKS = [
    Check("P160", "A loop that ends in its first round",
          "A return in the body of the loop, not after it: the loop never begins its second round.",
          "https://docs.python.org/3/reference/simple_stmts.html#the-return-statement",
          SEARCH % "    ", SEARCH % "", pitfalls_of("round", "no error: the other elements are not seen")),
    Check("P243", "A batch whose remainder is requested once",
          "DynamoDB processes as much of a batch as the table's throughput and 16 MB allow, each time: the rest is in "
          "UnprocessedKeys or UnprocessedItems until these are empty.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html",
          REST % "if", REST % "while", pitfalls_of("rest", "no error: some items are missing")),
    Check("P198", "A loop that takes the keys of a dict apart",
          "A loop over a dict has its keys alone: a text is then taken apart into its letters.",
          "https://docs.python.org/3/tutorial/datastructures.html#looping-techniques",
          COUNTED % "", COUNTED % ".items()", pitfalls_of("keys", "ValueError: too many values to unpack")),
]
