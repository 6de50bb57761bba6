"""Caches of a module under a constant key, or in a global name, with what AWS answered for one event: each later event
gets it too."""
import ast
import builtins
import re

from interpreter import values
from interpreter.sources import identifiers

# Parts of an event that are the same in each one of an environment.
FIXED = frozenset("""stage apiId accountId account region source detail-type domainName domainPrefix eventSource
    eventSourceARN awsRegion version resource httpMethod host Host""".split())


def note(target, value_node, value, frame, analysis):
    """Note a value that a function keeps for later events: target GLOBAL or CACHE["constant"] under a condition on it.
    """
    owner = target.value if isinstance(target, ast.Subscript) else target
    name = getattr(owner, "id", "")
    is_global = name in frame.globals if owner is target else \
        isinstance(target.slice, ast.Constant) and _is_module_state(name, frame)
    if not is_global or not analysis.reached or frame.fn is None or _is_emptied(name, frame):
        return
    if _is_kept(name, target, value_node, frame):
        form = analysis.plain(value)
        if any(_has_event(call["args"]) for call in _calls(form, analysis)):
            analysis.note("kept-of-event", frame, target, name=ast.unparse(target))


def _is_module_state(name, frame):
    """Whether a name of a function is a mapping of its module."""
    value = frame.module.frame.names.get(name)
    return value.__class__ is values.Dict and name not in frame.names


def _is_emptied(name, frame):
    """Whether code of the module empties the state."""
    pattern = rf"\b{name}\.(clear|pop|popitem)\(|\bdel {name}\b|^\s+{name} = (None|\{{\}}|dict\(\))\s*$"
    return re.search(pattern, ast.unparse(frame.module.tree), re.MULTILINE) is not None


def _is_kept(name, target, value_node, frame):
    """Whether a function sets the state only if it is not set: by a test on it and on nothing else of the event."""
    if isinstance(value_node, ast.BoolOp) and name in identifiers(value_node.values[0]):
        return True
    allowed = {name, "now", *frame.module.frame.names, *dir(builtins)}
    tests = [node.test for node in ast.walk(frame.fn) if isinstance(node, (ast.If, ast.IfExp))
             and name in identifiers(node.test)]
    tried = any(isinstance(node, ast.Try) and any(name in identifiers(part) for part in node.body) and any(
        target in ast.walk(part) for handler in node.handlers for part in handler.body) for node in ast.walk(frame.fn))
    return (bool(tests) or tried) and all(identifiers(test) <= allowed for test in tests)


def _calls(form, analysis):
    """The calls of AWS whose responses are in a plain value."""
    parts = list(_mappings(form))
    rows = {(part["file"], part["row"]) for part in parts if "row" in part and "file" in part}
    answers = {tuple(part["answer"][:2]) for part in parts if "answer" in part}
    return [call for call in analysis.calls if (call["file"], call["line"]) in rows
            or (call["service"], call["operation"]) in answers]


def _mappings(form):
    """Yields the mappings in plain JSON."""
    if isinstance(form, (dict, list)):
        yield from [form] if isinstance(form, dict) else ()
        for part in form.values() if isinstance(form, dict) else form:
            yield from _mappings(part)


def _has_event(args):
    """Whether arguments of a call contain a part of the event that differs from event to event."""
    paths = [path for part in _mappings(args) for path in [part.get("event"), *part.get("from", ())]
             if isinstance(path, list)]
    return any(path and path[0] != "answer of" and not FIXED & set(path) for path in paths)
