"""The app's own classes of which ty sees all: no base, decorator or function adds attributes or operations to them."""
import ast
import re
from typing import NamedTuple

from interpreter.sources import FUNCTIONS, called_name, last_name, nodes_of

ENUMS = {"Enum", "StrEnum", "IntEnum", "Flag", "IntFlag"}
DECORATORS = {"dataclass", "total_ordering", "unique"}
SPECIAL = {"__getattr__", "__getattribute__", "__setattr__", "__new__", "__class_getitem__", "_missing_"}
ADDING = {"setattr", "vars", "__dict__", "__class__", "type"}  # with these a file may change a class or an object
SHOWING = {"__str__", "__repr__", "__format__"}
BASE, CLOSED, SHOWN = "base ", "closed ", "shown "
OWN = "Own"  # stands for a closed class in a type as ty writes it


def names_of_file(tree: ast.Module) -> list[str]:
    """What a file says of own names: "name" of a function or an open class, ".name" of an attribute that it sets,
    "closed Name" of a class that may be closed, "shown Name" of one whose objects have a text of their own, "base Name"
    of the bases of its classes."""
    names = {f".{node.attr}" for node in nodes_of(tree, ast.Attribute) if isinstance(node.ctx, ast.Store)}
    names |= {node.name for node in nodes_of(tree, *FUNCTIONS)}
    is_adding = any(called_name(call) in ADDING for call in nodes_of(tree, ast.Call)) or any(
        node.attr in ADDING for node in nodes_of(tree, ast.Attribute))
    for node in nodes_of(tree, ast.ClassDef):
        bases = {last_name(base) for base in node.bases}
        names |= {f"{BASE}{base}" for base in bases}
        if is_adding or not _may_be_closed(node, bases):
            names.add(node.name)
        elif not bases or bases == {"Enum"}:  # the members of others are texts or numbers too
            names.add(f"{CLOSED}{node.name}")
            if bases or "dataclass" in map(_decorator, node.decorator_list) or SHOWING & {
                    part.name for part in node.body if isinstance(part, FUNCTIONS)}:
                names.add(f"{SHOWN}{node.name}")
    return sorted(names)


class OwnNames(NamedTuple):
    """The names of an app's functions, open classes and attributes that it sets, ".total"; its closed classes, and
    those of them whose objects have a text of their own."""

    open: frozenset[str]
    closed: frozenset[str]
    shown: frozenset[str]

    def with_marks(self, type_: str) -> str:
        """A type as ty writes it, with OWN for each of the closed classes: "dict[str, Order]" -> "dict[str, Own]"."""
        return re.sub(r"\w+", lambda match: OWN if match[0] in self.closed else match[0], type_)


def own_names(names: list[str]) -> OwnNames:
    """Of names_of_file() of each file of an app, one after the other: a class is closed if it has no subclass and is
    the only one of its name."""
    bases = {name.removeprefix(BASE) for name in names if name.startswith(BASE)}
    closed = {name.removeprefix(CLOSED) for name in names if name.startswith(CLOSED)}
    open_ = {name for name in names if " " not in name} | closed & bases
    open_ |= {name for name in closed if names.count(f"{CLOSED}{name}") > 1}
    shown = {name.removeprefix(SHOWN) for name in names if name.startswith(SHOWN)}
    return OwnNames(frozenset(open_), frozenset(closed - open_), frozenset(shown))


def _decorator(node):
    """"dataclass" of @dataclass and @dataclasses.dataclass(frozen=True)."""
    return last_name(getattr(node, "func", node))


def _may_be_closed(node, bases):
    """Whether a class has no base but an Enum's, no decorator but a dataclass's, no method for unknown attributes."""
    decorators = {*map(_decorator, node.decorator_list)}
    methods = {part.name for part in node.body if isinstance(part, FUNCTIONS)}
    return not node.keywords and decorators <= DECORATORS and not methods & SPECIAL and (
        not bases or bases & ENUMS != set() and not any(name.startswith("_") for name in methods))
