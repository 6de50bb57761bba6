"""Names that Python's library, boto3 and botocore do not have: boto3.exceptions.ClientError."""
import ast
import functools
import importlib.util
import sys

from checks.check import Check, pitfalls_of
from checks.python_versions import SINCE, UNTIL, guarded_lines
from checks.syntax import dotted_name
from interpreter.sources import FUNCTIONS, every_node, nodes_of
from kit.schema import nearest

# Modules without names of their own making (__getattr__), and equal on all machines.
MODULES = frozenset("""asyncio base64 binascii boto3.dynamodb.conditions boto3.dynamodb.types boto3.exceptions
    botocore.config botocore.exceptions calendar collections concurrent.futures contextlib copy csv dataclasses datetime
    decimal email.message functools gzip hashlib hmac html http http.client io itertools json logging math operator
    pathlib queue random re secrets shutil smtplib statistics string struct subprocess tempfile textwrap threading time
    urllib.error urllib.parse urllib.request uuid xml.etree.ElementTree zipfile zlib zoneinfo""".split())
OF_LINUX = frozenset(["os", "socket"]) if sys.platform == "linux" else frozenset()  # other names on other systems
MODULES |= OF_LINUX
TOPS = tuple(sorted({name.partition(".")[0] for name in MODULES}))
UNDEFINED = "ImportError", "ModuleNotFoundError", "AttributeError", "NameError"


def absent_names(tree):
    """Yields pitfalls of imports and attributes that a module, or a class of it, does not have."""
    nodes, guarded = every_node(tree), None
    names: dict[str, str] = {}
    packages, faults = set(), []
    imports = nodes_of(tree, ast.Import, ast.ImportFrom)
    for node in imports:
        for alias in node.names if isinstance(node, ast.Import) else ():
            if alias.name in MODULES:
                names[alias.asname or alias.name] = alias.name
            packages |= {alias.name.partition(".")[0]} if not alias.asname else set()
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            aliases = {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            names.update({name: of for name, of in aliases.items() if node.module in MODULES or of in MODULES})
            faults += [(node.lineno, name, False) for name in aliases.values()
                       if node.module in MODULES and name not in MODULES and not name.endswith("*")]
    if not names:
        return
    bound = [node.id for node in nodes_of(tree, ast.Name) if not isinstance(node.ctx, ast.Load)]
    bound += [node.arg for node in nodes_of(tree, ast.arg)]
    bound += [node.name or "" for node in nodes_of(tree, *FUNCTIONS, ast.ClassDef, ast.ExceptHandler)]
    bound += [alias.asname or alias.name for node in imports for alias in node.names
              if names.get(alias.asname or alias.name) != (
                  alias.name if isinstance(node, ast.Import) else f"{node.module}.{alias.name}")]
    faults += attributes(nodes, names, packages, bound)
    for line, dotted, is_caught in faults:
        if fault := absence(dotted, is_caught):
            guarded = guarded_lines(tree, UNDEFINED) if guarded is None else guarded
            if line not in guarded:
                yield ["library", line, *fault]


def attributes(nodes, names, packages, bound):
    """Yields (line, dotted name, whether an except catches it) of the attributes of modules, and of their classes.

    names: {name: dotted name} of imports; packages: {"urllib"} of dotted ones; bound: names that have other values too
    """
    caught = {part for node in nodes if isinstance(node, ast.ExceptHandler) and node.type is not None
              for part in nodes_of(node.type, ast.Attribute)}
    for node in nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            owner = dotted_name(node.value)
            first, _dot, more = owner.partition(".")
            if first in names and first not in bound:
                yield node.lineno, ".".join(filter(None, (names[first], more, node.attr))), node in caught
            elif owner in MODULES and first in packages and first not in bound:
                yield node.lineno, f"{owner}.{node.attr}", node in caught


@functools.cache
def absence(dotted, is_caught=False):
    """(message, hint) of a name that its module or class does not have; None if the module may have it.

    Only if the name is another one's for certain: a Python that is not the app's may have more names, or fewer.
    is_caught  whether it is the name of an exception in an except: Python's versions differ in those of SINCE alone
    """
    owner, _dot, name = dotted.rpartition(".")
    if name.startswith("_") or dotted in SINCE or dotted in UNTIL:
        return None
    value = _value(owner)
    if not isinstance(value, type) and owner not in MODULES or value is None or hasattr(value, name) \
            or hasattr(value, "__path__") and importlib.util.find_spec(dotted):  # a module of a package
        return None
    public = [key for key in dir(value) if not key.startswith("_")]
    hint = nearest(name, public, 0.75)
    module = owner if owner in MODULES else owner.rpartition(".")[0]
    outer = _value(module)
    if value is not outer and hasattr(outer, name) and name.lower() not in map(str.lower, public):
        return f"{owner} has no {name!r}", f"from {module} import {name}"
    class_name = next((key for key, part in vars(value).items() if isinstance(part, type) and key == module
                       and hasattr(part, name)), "")
    if class_name:
        return (f"the module {owner} has no {name!r}",
                f"{owner}.{class_name}.{name}, or from {module} import {class_name}")
    module_of_name = next((part for part in sorted(MODULES) if part != module and part.partition(".")[0] in (
        "boto3", "botocore") and module.partition(".")[0] in ("boto3", "botocore") and hasattr(_value(part), name)), "")
    if module_of_name:
        return f"{owner} has no {name!r}", f"from {module_of_name} import {name}"
    return (f"{owner} has no {name!r}", hint) if hint or is_caught else None


@functools.cache
def _value(dotted):
    """What a dotted name is in this Python: a module, a class, another value; None if it is not there."""
    if dotted in MODULES:
        return sys.modules.get(dotted) or importlib.import_module(dotted)
    owner, _dot, name = dotted.rpartition(".")
    return getattr(_value(owner), name, None) if owner in MODULES else None


HOUR = "from datetime import datetime, timedelta\n\n\ndef handler(event, context):\n" \
    "    return (datetime.fromisoformat(event['at']) - %s(hours=1)).isoformat()"
PITFALLS = [(TOPS, absent_names)]
CHECKS = [
    Check("P165", "A name that a module of Python or of boto3 does not have",
          "ImportError, and no invocation succeeds; or AttributeError when the line runs.",
          "https://docs.python.org/3/library/datetime.html",
          HOUR % "datetime.timedelta", HOUR % "timedelta", pitfalls_of("library", "ImportError, or AttributeError")),
]
