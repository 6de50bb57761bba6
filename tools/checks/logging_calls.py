"""Calls of Python's logging that raise: unknown keywords, and names in `extra` that a record has already."""
import ast
import logging
from typing import Any

from checks.check import Check, pitfalls_of
from interpreter.sources import assignments, every_node

METHODS = {"debug", "info", "warning", "error", "exception", "critical", "log"}
KEYWORDS = {"exc_info", "stack_info", "stacklevel", "extra", "msg", "level"}
# docs.python.org/3/library/logging.html#logrecord-attributes
TAKEN = {*logging.LogRecord("a", 1, "a", 1, "a", (), None).__dict__, "message", "asctime"}


def refused(tree):
    """Yields pitfalls of logger.info("...", key=1), where logger is the standard one, and of extra={"name": ...}."""
    standard = {"logging", *loggers_of(tree, ("logging.getLogger(", "getLogger("))}
    loggers = standard | (loggers_of(tree, ("Logger(",)) if any(
        (getattr(node, "module", "") or "").startswith("aws_lambda_powertools") for node in tree.body) else set())
    rebound = [node.id for node in every_node(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    for node in every_node(tree):
        method: Any = node.func if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else None
        name = getattr(method.value, "id", "") if method is not None and method.attr in METHODS else ""
        if name not in loggers or rebound.count(name) > 1:
            continue
        for keyword in node.keywords:
            if keyword.arg and keyword.arg not in KEYWORDS and name in standard:
                yield ["logging", node.lineno, f"{name}.{method.attr}() of the standard logging has no parameter "
                       f"{keyword.arg!r}", f"{name}.{method.attr}('... %s', {ast.unparse(keyword.value)}), or "
                                           f"extra={{{keyword.arg!r}: ...}}"]
            keys = keyword.value.keys if keyword.arg == "extra" and isinstance(keyword.value, ast.Dict) else []
            for key in {getattr(key, "value", None) for key in keys} & TAKEN:
                yield ["logging", node.lineno, f"each record of a log has {key!r} already",
                       f"another name: 'order_{key}'"]


def loggers_of(tree, makers):
    """{name} of the loggers that a file makes by one of some calls, "getLogger("."""
    return {name for name, value in assignments(every_node(tree)) if ast.unparse(value).startswith(makers)}


LOG = "import logging\nlogger = logging.getLogger()\n\n\ndef handler(event, context):\n    logger.info('loaded', %s)"
PITFALLS = [(("logg",), refused)]
CHECKS = [
    Check("P143", "A call of logging that raises",
          "TypeError: only Powertools' Logger takes any keywords; KeyError: extra cannot replace what a record has.",
          "https://docs.python.org/3/library/logging.html#logging.Logger.debug",
          LOG % "extra={'name': event['id']}", LOG % "extra={'order': event['id']}",
          pitfalls_of("logging", "TypeError, or KeyError: Attempt to overwrite ... in LogRecord")),
]
