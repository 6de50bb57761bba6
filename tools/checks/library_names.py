"""Names that Python's library, boto3 and botocore do not have: boto3.exceptions.ClientError."""
import ast
import functools
import importlib
import sys

from checks.check import Check, pitfalls_of
from checks.python_versions import SINCE, UNTIL, guarded_lines
from interpreter.sources import FUNCTIONS, every_node
from kit.schema import nearest

# Modules without names of their own making (__getattr__), and equal on all machines.
MODULES = frozenset("""base64 boto3.dynamodb.conditions boto3.dynamodb.types boto3.exceptions botocore.config
    botocore.exceptions collections contextlib copy csv dataclasses datetime decimal functools hashlib html io itertools
    json logging math operator random re secrets statistics string textwrap time urllib.parse urllib.request uuid
    zoneinfo""".split())
TOPS = tuple(sorted({name.partition(".")[0] for name in MODULES}))


def absent_names(tree):
    """Yields pitfalls of imports and attributes that a module, or a class of it, does not have."""
    nodes, guarded = every_node(tree), None
    names: dict[str, str] = {}
    imports = [node for node in nodes if isinstance(node, (ast.Import, ast.ImportFrom))]
    faults = []
    for node in imports:
        for alias in node.names if isinstance(node, ast.Import) else ():
            if alias.name in MODULES and (alias.asname or "." not in alias.name):
                names[alias.asname or alias.name] = alias.name
        if isinstance(node, ast.ImportFrom) and node.module and node.module in MODULES and not node.level:
            names.update({alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names})
            faults += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names if alias.name != "*"]
    if not names:
        return
    bound = [node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)]
    bound += [node.arg for node in nodes if isinstance(node, ast.arg)]
    bound += [getattr(node, "name", None) or "" for node in nodes
              if isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.ExceptHandler))]
    bound += [alias.asname or alias.name for node in imports for alias in node.names
              if names.get(alias.asname or alias.name) != (
                  alias.name if isinstance(node, ast.Import) else f"{node.module}.{alias.name}")]
    for node in nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and isinstance(node.value, ast.Name) \
                and node.value.id in names and node.value.id not in bound:
            faults.append((node.lineno, f"{names[node.value.id]}.{node.attr}"))
    for line, dotted in faults:
        fault = absence(dotted)
        if fault:
            guarded = guarded_lines(tree) if guarded is None else guarded
            if line not in guarded:
                yield ["library", line, *fault]


@functools.cache
def absence(dotted):
    """(message, hint) of a name that its module or class does not have; None if the module may have it.

    Only if the name is another one's for certain: a Python that is not the app's may have more names, or fewer.
    """
    owner, _dot, name = dotted.rpartition(".")
    if name.startswith("_") or dotted in SINCE or dotted in UNTIL:
        return None
    value = _value(owner)
    if not isinstance(value, type) and owner not in MODULES or value is None or hasattr(value, name):
        return None
    module = owner if owner in MODULES else owner.rpartition(".")[0]
    outer = _value(module)
    if value is not outer and hasattr(outer, name):
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
    hint = nearest(name, [key for key in dir(value) if not key.startswith("_")], 0.75)
    return (f"{owner} has no {name!r}", hint) if hint else None


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
