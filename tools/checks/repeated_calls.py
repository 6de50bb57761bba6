"""Calls that store an object, and that an event of the same key, or of the object's own, makes again."""
import ast
import builtins
import re

from checks.weak_conditions import is_aws_object
from interpreter.sources import assignments, constant_texts, every_node, handler_function, nodes_of

# Where events of a bucket have the object's key.
KEY_PATHS = ["detail", "object", "key"], ["Records", "[]", "s3", "object", "key"]


def is_repeated(tree, call, has_same_key):
    """Whether only conditions on the event's bucket and key decide, in the handler, whether it stores an object: an
    event of the same key comes to the same result. A condition on size is such a one for a copy only.

    has_same_key  whether the object has the event's key: with another key, conditions on the key may end the loop
    """
    handler = handler_of(tree, call)
    if handler is None:
        return False
    clients, of_event, heads = names_of_event(tree, handler)
    for test in tests(handler, call):
        is_of_size = bool((heads | clients) & loaded(test)) or "size" in constant_texts(test)
        if not is_of_event(test, of_event) or not has_same_key and not is_of_size or is_of_size and (
                call["operation"] != "CopyObject" or not constant_texts(test) <= SIZES):
            return False
    return True


def is_untested_output(tree, call, folder):
    """Whether a call of the handler stores an object in a folder of results, "in/bad/", and no condition before it
    tests the event's key, nor does any other text of the file name that folder: the key of a mapping is none."""
    handler, word = handler_of(tree, call), OUTPUT.search(folder)
    if handler is None or word is None:
        return False
    _clients, of_event, _heads = names_of_event(tree, handler)
    own = [node for node in every_node(handler) if isinstance(node, ast.stmt) and not hasattr(node, "body")
           and node.lineno <= call["line"] <= node.end_lineno]
    names = {name for node in own for name in loaded(node)}  # report = f"{key}-bad.csv", in a line of its own
    own += [node for node in nodes_of(handler, ast.Assign) if getattr(node.targets[0], "id", "") in names
            and of_event & loaded(node.value)]
    within = {id(part) for node in own for part in every_node(node)}
    within |= {id(key) for node in nodes_of(tree, ast.Dict) for key in node.keys}
    return not any(is_of_event(test, of_event) for test in tests(handler, call)) and not any(
        isinstance(node.value, str) and word[1].lower() in node.value.lower() and " " not in node.value
        for node in nodes_of(tree, ast.Constant) if id(node) not in within)


def handler_of(tree, call):
    """The handler if it makes a call itself, and has an event; else None."""
    handler = handler_function(tree)
    is_own = handler is not None and handler.lineno <= call["line"] <= handler.end_lineno and handler.args.args
    return handler if is_own else None


def names_of_event(tree, handler):
    """({name of a client}, {name of what only the event decides}, {name of a response of HeadObject}) of a handler."""
    values = assignments(tree.body)
    clients = {name for name, value in values if is_aws_object(value, {})}
    of_event = {handler.args.args[0].arg, "os"} | clients | {
        name for name, value in values if isinstance(value, (ast.Constant, ast.BinOp, ast.Tuple, ast.Set))}
    heads = set()  # what HeadObject answers: a copy has the size of its source, and may have other metadata
    for node in nodes_of(handler, ast.Assign, ast.For):
        targets, value = ([node.target], node.iter) if isinstance(node, ast.For) else (node.targets, node.value)
        if is_of_event(value, of_event):
            names = {part.id for target in targets for part in nodes_of(target, ast.Name)}
            of_event |= names
            heads |= names if clients & loaded(value) else set()
    return clients, of_event, heads


# A folder, or the beginning of a name, for what the lambda itself has made.
OUTPUT = re.compile(r"(?i)(?:^|[/_.-])(bad|invalid|errors?|fail(?:ed|ures?)?|reject(?:ed|s)?|done|processed|finished|"
                    r"archived?|results?|outputs?|thumb(?:nail)?s?|reports?|refused)[/_.-]")
SIZES = {"size", "ContentLength", "detail", "object", "Records", "s3"}


def tests(handler, call):
    """The conditions of a handler that decide whether it makes a call; not those of its excepts."""
    excepts = {id(part) for node in nodes_of(handler, ast.ExceptHandler) for part in every_node(node)}
    return [node.test for node in nodes_of(handler, ast.If) if id(node) not in excepts and (
        node.lineno <= call["line"] <= node.end_lineno or node.end_lineno < call["line"]
        and isinstance(node.body[-1], (ast.Return, ast.Continue, ast.Raise)))]


def loaded(node):
    """{name} that an expression reads."""
    return {part.id for part in nodes_of(node, ast.Name) if isinstance(part.ctx, ast.Load)}


def is_of_event(node, of_event):
    """Whether an expression has only parts of the event, constants, and functions of Python. of_event: its names"""
    return all(name in of_event or name in dir(builtins) or name[:1].isupper() for name in loaded(node)) \
        and bool(loaded(node) & of_event)


def is_suffix_same(key, alternatives):
    """Whether a stored key ends with the key in the event, f"done/{key}", and has a beginning that the rule matches:
    each of its conditions tests the beginning of keys, their end, or both."""
    parts, ends = (key.get("text", []), (key.get("of") or [None])[-1]) if isinstance(key, dict) else ([], None)
    start = parts[0] if parts and isinstance(parts[0], str) else ""
    tests = affixes(alternatives)
    return ends is not None and [part for part in ends if part != "decoded"] in KEY_PATHS \
        and len(parts) > 1 and bool(tests) and all(
            test is not None and start.startswith(test[0]) and "/" not in test[1] for test in tests)


def affixes(alternatives):
    """[(beginning, end)] of the keys that each condition of a rule matches; None of a condition with another test."""
    conditions = [condition for alternative in alternatives for field, of_field in alternative
                  if field == "detail.object.key" for condition in of_field]
    return [None if not isinstance(condition, dict) or not condition.keys() <= {"prefix", "suffix", "wildcard"}
            or not all(isinstance(text, str) for text in condition.values())
            or condition.get("wildcard", "*").count("*") != 1 else
            (condition.get("prefix", "") or condition.get("wildcard", "*").partition("*")[0],
             condition.get("suffix", "") or condition.get("wildcard", "*").rpartition("*")[2])
            for condition in conditions]


def is_beginning_same(key, alternatives):
    """Whether a stored key begins as the key in the event, f"{key.removesuffix('.csv')}-bad.csv", and has an end that
    the rule matches too: each of its conditions tests the beginning of keys, their end, or both."""
    parts, of = (key.get("text", []), key.get("of", [])) if isinstance(key, dict) else ([], [])
    end = parts[-1] if len(parts) > 1 and of[:1] and of[0] in KEY_PATHS else None
    tests = affixes(alternatives)
    return bool(tests) and isinstance(end, str) and all(test is not None and end.endswith(test[1]) for test in tests)


def added_parts(parts, key, alternatives):
    """Yields what a key has after the beginning that a rule matches, "/done/" of in/done/..., and the end of a key that
    begins as the event's key, "-bad.csv". parts: of the plain value `key`"""
    for test in affixes(alternatives) if isinstance(parts[0], str) else ():
        if test and test[0] and parts[0].startswith(test[0]):
            yield "/" + parts[0].removeprefix(test[0])
    if is_beginning_same(key, alternatives):
        yield parts[-1]
