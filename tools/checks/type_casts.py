"""The texts of the app's files for ty, with the types of the event's parts and of AWS's responses, which only the
interpreter knows: event["detail"] is cast("dict[str, Any]", event["detail"]) there."""
import ast
import re

from checks import return_types, row_types, sent_types, type_trials
from checks.syntax import base_name, parameters
from interpreter.sources import FUNCTIONS, called_name, every_node, nodes_of

MODULE = "pareto_types"  # a module that only ty sees
STUB = """
from datetime import datetime as datetime
from decimal import Decimal as Decimal
from typing import Any as Any, Generator as Generator, Iterator, cast as cast
class Number(Decimal): ...  # of an item of a table
class Keyed(dict[str, Any]):  # a parameter that is read as item["name"]
    def __getitem__(self, key: Any) -> Any: ...
    def __getattr__(self, name: str) -> Any: ...
    def __call__(self, *more: Any, **others: Any) -> Any: ...
    def __enter__(self) -> Any: ...
    def __exit__(self, *more: Any) -> Any: ...
class Body:
    def read(self, amt: int | None = ...) -> bytes: ...
    def readlines(self) -> list[bytes]: ...
    def iter_lines(self, *more: Any, **others: Any) -> Iterator[bytes]: ...
    def iter_chunks(self, *more: Any, **others: Any) -> Iterator[bytes]: ...
    def __getattr__(self, name: str) -> Any: ...
    def __iter__(self) -> Iterator[bytes]: ...
"""
OWN_NAMES = re.compile(r"\b(Any|Body|Decimal|Generator|Keyed|Number|datetime)\b")
TESTS = ("isinstance", "type", "issubclass", "callable", "hasattr")
# Modules whose objects have items by names, and operations that a dict does not have.
WITH_ITEMS = frozenset("numpy pandas polars pyarrow xarray geopandas bs4 lxml openpyxl sqlalchemy".split())
OBJECT_MAKERS = frozenset("data_classes batch event_handler streaming parser pydantic".split())


def types_by_file(subject):
    """{path: {(line, column, end line, end column): type}} of what the code of all lambdas shows for certain."""
    result = {}
    for name, observation in subject.observations.items():
        has_objects = object_makers(subject, name)
        for path, entries in observation["types"].items():
            of_file = result.setdefault(path, {})
            for *span_of_node, type_, is_event in entries:
                type_ = None if is_event and has_objects else type_
                marks = type_.split("\t") if type_ else []
                if len(marks) > 1:
                    type_ = (row_types if marks[0] == "row" else sent_types).type_of(subject, name, marks)
                of_file[(*span_of_node,)] = type_ if of_file.get((*span_of_node,), type_) == type_ else None
    return result


def object_makers(subject, name):
    """{part of a module's name} of those that a lambda's files import and that make objects of events: of Powertools,
    and pydantic."""
    modules = {module for path in subject.observations[name]["files"]
               for module, _line in subject.files.get(path, {"imports": []})["imports"]}
    return OBJECT_MAKERS.intersection(part for module in modules for part in module.split("."))


def with_types(text, tree, types, own):
    """(text, tree) of a file with its types, on the same lines; as they are if it has none. types: {span: type}; own:
    OwnNames of the app (closed_classes.py)"""
    insertions = [part for node in typed_nodes(tree, types) for part in insertions_at(node, types[span(node)])]
    lines = [line.encode("utf-8", "surrogatepass") for line in
             text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    insertions = sorted([*insertions, *of_returns(tree, lines, own), *of_uses(tree, types, own)])
    for line, column, _order, inserted in reversed(insertions):
        lines[line - 1] = lines[line - 1][:column] + inserted.encode() + lines[line - 1][column:]
    result = b"\n".join(lines).decode("utf-8", "surrogatepass")
    for typed in (f"import {MODULE}; {result}", f"{result}\nimport {MODULE}\n") if insertions else ():
        try:
            return typed, ast.parse(typed)
        except (SyntaxError, RecursionError, MemoryError):  # before a def; of casts that are nested too deep
            continue
    return text, tree


def of_returns(tree, lines, own):
    """Yields (line, column, order, text) of the types of what functions without annotations return."""
    for function, type_ in return_types.return_types(tree, own):
        if end := return_types.end_of_header(function, lines):
            yield *end, 0, f" -> {with_module(type_)}"


def of_uses(tree, types, own):
    """Yields (line, column, order, text) of the types of parameters that a function reads as a mapping: order["name"].
    None in a file, or an app, with other values that have such items."""
    modules = {name.partition(".")[0] for name in type_trials.imported_names(tree).values()}
    if "__getitem__" in own.open or not modules.isdisjoint(WITH_ITEMS):
        return
    for function in nodes_of(tree, *FUNCTIONS):
        read = {base_name(node) for node in nodes_of(function, ast.Subscript) if isinstance(
            getattr(node.slice, "value", None), str)} - {""}
        changed = {node.id for node in nodes_of(function, ast.Name) if not isinstance(node.ctx, ast.Load)}
        tested = {getattr(call.args[0], "id", "") for call in nodes_of(function, ast.Call) if call.args and called_name(
            call) in TESTS}
        for parameter in parameters(function) if read else ():
            if parameter.arg in read - changed - tested and not parameter.annotation and not types.get(span(parameter)):
                yield *span(parameter)[2:], 0, f": {MODULE}.Keyed"


def typed_nodes(tree, types):
    """Yields the nodes whose types are written: not those in f-strings, whose places Python does not know exactly,
    calls of async functions, which may be coroutines, values whose type the code tests, and parameters that get another
    value."""
    tested = {ast.unparse(call.args[0]) for call in nodes_of(tree, ast.Call)
              if called_name(call) in TESTS and call.args}
    skipped = {id(call) for node in nodes_of(tree, ast.AsyncFunctionDef) for call in nodes_of(node, ast.Call)}
    skipped.update(id(part) for node in nodes_of(tree, ast.JoinedStr) for part in every_node(node))
    for node in nodes_of(tree, ast.Subscript, ast.Call) if types else ():
        if types.get(span(node)) and id(node) not in skipped and not (tested and ast.unparse(node) in tested) \
                and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
            yield node
    for function in nodes_of(tree, *FUNCTIONS) if types else ():
        changed = {node.id for node in nodes_of(function, ast.Name) if not isinstance(node.ctx, ast.Load)}
        for parameter in parameters(function):
            if types.get(span(parameter)) and parameter.arg not in changed:
                yield parameter


def span(node):
    """(line, column, end line, end column)"""
    return node.lineno, node.col_offset, node.end_lineno, node.end_col_offset


def insertions_at(node, type_):
    """[(line, column, order, text)] that give a node its type: outer casts come first."""
    line, column, *last = span(node)
    name = with_module(type_)
    if isinstance(node, ast.arg):
        return [(*last, 0, f": {name}")]
    return [(line, column, -last[0] * 10_000 - last[1], f'{MODULE}.cast("{name}", '), (*last, 0, ")")]


def with_module(type_):
    """A type as a file of the app writes it: "list[Any]" -> "list[pareto_types.Any]"."""
    return OWN_NAMES.sub(rf"{MODULE}.\1", type_)


def is_cast(node):
    """Whether an expression is one of these casts, or an annotation of a parameter by them."""
    parts = [node.func] if isinstance(node, ast.Call) else [*every_node(node)] if node is not None else []
    return any(base_name(part) == MODULE for part in parts)
