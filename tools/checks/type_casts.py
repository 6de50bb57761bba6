"""The texts of the app's files for ty, with the types of the event's parts and of AWS's responses, which only the
interpreter knows: event["detail"] is cast("dict[str, Any]", event["detail"]) there."""
import ast
import re

from interpreter.sources import FUNCTIONS, called_name, every_node, nodes_of

MODULE = "pareto_types"  # a module that only ty sees
IMPORT = f"import {MODULE}; "
STUB = """
from datetime import datetime as datetime
from typing import Any as Any, Iterator, cast as cast
class Body:
    def read(self, amt: int | None = ...) -> bytes: ...
    def readlines(self) -> list[bytes]: ...
    def iter_lines(self, *more: Any, **others: Any) -> Iterator[bytes]: ...
    def iter_chunks(self, *more: Any, **others: Any) -> Iterator[bytes]: ...
    def __getattr__(self, name: str) -> Any: ...
    def __iter__(self) -> Any: ...
"""
OWN_NAMES = re.compile(r"\b(Any|Body|datetime)\b")
OBJECT_MAKERS = frozenset("data_classes batch event_handler streaming parser pydantic".split())
STARTS = (ast.Constant, ast.ImportFrom, ast.Import, ast.Assign, ast.Expr)  # a first statement after an import


def types_by_file(subject):
    """{path: {(line, column, end line, end column): type}} of what the code of all lambdas shows for certain."""
    result = {}
    for name, observation in subject.observations.items():
        has_objects = object_makers(subject, name)
        for path, entries in observation["types"].items():
            of_file = result.setdefault(path, {})
            for *place, type_, is_event in entries:
                type_ = None if is_event and has_objects else type_
                of_file[(*place,)] = type_ if of_file.get((*place,), type_) == type_ else None
    return result


def object_makers(subject, name):
    """{part of a module's name} of those that a lambda's files import and that make objects of events: of Powertools,
    and pydantic."""
    modules = {module for path in subject.observations[name]["files"]
               for module, _line in subject.files.get(path, {"imports": []})["imports"]}
    return OBJECT_MAKERS.intersection(part for module in modules for part in module.split("."))


def with_types(text, tree, types):
    """(text, tree) of a file with its types, on the same lines; as they are if it has none. types: {place: type}"""
    insertions = sorted(part for node in typed_nodes(tree) for part in insertions_at(node, types))
    if not insertions or not tree.body or tree.body[0].__class__ not in STARTS:
        return text, tree
    lines = [line.encode("utf-8", "surrogatepass") for line in
             text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    for line, column, _order, inserted in reversed(insertions):
        lines[line - 1] = lines[line - 1][:column] + inserted.encode() + lines[line - 1][column:]
    lines[0] = IMPORT.encode() + lines[0]
    result = b"\n".join(lines).decode("utf-8", "surrogatepass")
    return result, ast.parse(result)


def typed_nodes(tree):
    """Yields the nodes whose types may be written: not those in f-strings, whose places Python does not know exactly,
    calls of async functions, which may be coroutines, values whose type the code tests, and parameters that get another
    value."""
    tested = {ast.unparse(call.args[0]) for call in nodes_of(tree, ast.Call)
              if called_name(call) in ("isinstance", "type", "issubclass", "callable") and call.args}
    skipped = {id(call) for node in nodes_of(tree, ast.AsyncFunctionDef) for call in nodes_of(node, ast.Call)}
    skipped.update(id(part) for node in nodes_of(tree, ast.JoinedStr) for part in every_node(node))
    for node in nodes_of(tree, ast.Subscript, ast.Call):
        if id(node) not in skipped and isinstance(getattr(node, "ctx", ast.Load()), ast.Load) \
                and not (tested and ast.unparse(node) in tested):
            yield node
    for function in nodes_of(tree, *FUNCTIONS):
        changed = {node.id for node in nodes_of(function, ast.Name) if not isinstance(node.ctx, ast.Load)}
        for parameter in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs):
            if parameter.arg not in changed and parameter.annotation is None:
                yield parameter


def insertions_at(node, types):
    """[(line, column, order, text)] that give a node its type: outer casts come first."""
    first, last = (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)
    type_ = types.get((*first, *last))
    if type_ is None:
        return []
    name = OWN_NAMES.sub(rf"{MODULE}.\1", type_)
    if isinstance(node, ast.arg):
        return [(*last, 0, f": {name}")]
    return [(*first, -last[0] * 10_000 - last[1], f'{MODULE}.cast("{name}", '), (*last, 0, ")")]


def is_cast(node):
    """Whether an expression is one of these casts, or an annotation of a parameter by them."""
    parts = [node.func] if isinstance(node, ast.Call) else [*every_node(node)] if node is not None else []
    return any(getattr(getattr(part, "value", None), "id", "") == MODULE for part in parts)
