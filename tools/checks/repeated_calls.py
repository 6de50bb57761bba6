"""Calls that store an object, and that an event of the same key makes again."""
import ast
import builtins

from checks.weak_conditions import is_aws_object
from interpreter.sources import constant_texts, every_node, handler_function, nodes_of


def is_repeated(tree, call, has_same_key):
    """Whether only conditions on the event's bucket and key decide, in the handler, whether it stores an object: an
    event of the same key comes to the same result. A condition on size is such a one for a copy only.

    has_same_key  whether the object has the event's key: with another key, conditions on the key may end the loop
    """
    handler = handler_function(tree)
    if handler is None or not handler.lineno <= call["line"] <= handler.end_lineno or not handler.args.args:
        return False
    clients = {node.targets[0].id for node in tree.body if isinstance(node, ast.Assign) and isinstance(
        node.targets[0], ast.Name) and is_aws_object(node.value, {})}
    of_event = {handler.args.args[0].arg, "os"} | clients | {
        target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value, (ast.Constant, ast.BinOp, ast.Tuple, ast.Set))}
    heads = set()  # what HeadObject answers: a copy has the size of its source, and may have other metadata
    for node in every_node(handler):
        if isinstance(node, (ast.Assign, ast.For)):
            value = node.iter if isinstance(node, ast.For) else node.value
            names = {part.id for target in ([node.target] if isinstance(node, ast.For) else node.targets)
                     for part in nodes_of(target, ast.Name)}
            if is_of_event(value, of_event):
                of_event |= names
                heads |= names if clients & loaded(value) else set()
    for test in tests(handler, call):
        is_of_size = bool((heads | clients) & loaded(test)) or "size" in constant_texts(test)
        if not is_of_event(test, of_event) or not has_same_key and not is_of_size or is_of_size and (
                call["operation"] != "CopyObject" or not constant_texts(test) <= SIZES):
            return False
    return True


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
