"""Calls of Python's logging that raise: unknown keywords, and names in `extra` that a record has already; logs without
their values."""
import ast
import logging
import re

from checks.check import Check, Findings, Subject, pitfalls_of
from checks.syntax import LOGS, base_name, keywords, method_name, stored_names
from checks.weak_conditions import bound_names
from interpreter.sources import assignments, called_name, every_node, functions, nodes_of

METHODS = LOGS - {"print"}
KEYWORDS = {"exc_info", "stack_info", "stacklevel", "extra", "msg", "level"}
# docs.python.org/3/library/logging.html#logrecord-attributes
TAKEN = {*logging.LogRecord("a", 1, "a", 1, "a", (), None).__dict__, "message", "asctime"}
FORMAT = re.compile(r"%[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]")
FIELD = re.compile(r"(?<!\{)\{([a-z_]\w*)\}(?!\})")


def refused(tree):
    """Yields pitfalls of logger.info("...", key=1), where logger is the standard one, and of extra={"name": ...}."""
    for node, name, is_standard in logged(tree):
        for keyword in node.keywords:
            if keyword.arg and keyword.arg not in KEYWORDS and is_standard:
                yield ["logging", node.lineno, f"{name}.{node.func.attr}() of the standard logging has no parameter "
                       f"{keyword.arg!r}", f"{name}.{node.func.attr}('... %s', {ast.unparse(keyword.value)}), or "
                                           f"extra={{{keyword.arg!r}: ...}}"]
            keys = keyword.value.keys if keyword.arg == "extra" and isinstance(keyword.value, ast.Dict) else []
            for key in {getattr(key, "value", None) for key in keys} & TAKEN:
                yield ["logging", node.lineno, f"each record of a log has {key!r} already",
                       f"another name: 'order_{key}'"]


def logged(tree):
    """Yields (node, name of the logger, whether it is the standard one) of the calls of loggers."""
    standard = {"logging", *loggers_of(tree, ("logging.getLogger(", "getLogger("))}
    loggers = standard | (loggers_of(tree, ("Logger(",)) if any(
        (getattr(node, "module", "") or "").startswith("aws_lambda_powertools") for node in tree.body) else set())
    rebound = stored_names(tree)
    for node in nodes_of(tree, ast.Call):
        name = base_name(node.func) if method_name(node) in METHODS else ""
        if name in loggers and rebound.count(name) <= 1:
            yield node, name, name in standard


def without_values(tree):
    """Yields pitfalls of logger.error("failed", error), whose text has no %s, and of logger.info("order {id}"), whose
    text is no f-string, though a variable of the function has this name."""
    for node, name, _is_standard in logged(tree):
        text, *values = node.args[node.func.attr == "log":] or [None]
        form = text.value if isinstance(text, ast.Constant) and isinstance(text.value, str) else "%("
        formats = form.replace("%%", "")
        if not values or "%(" in formats or "*" in formats or any(isinstance(part, ast.Starred) for part in values):
            continue
        if len(FORMAT.findall(formats)) != len(values):
            yield ["values", node.lineno, f"the text of the log has {len(FORMAT.findall(formats)) or 'no'} %s, and "
                   f"{len(values)} follow{'s' * (len(values) == 1)}",
                   f"{name}.{node.func.attr}({form + ': %s'!r}, ...)" if "%" not in form else "one %s for each value"]
    for function in functions(tree):
        bound = {name for node in every_node(function) for name in bound_names(node)}
        for node in nodes_of(function, ast.Call):
            texts = [getattr(part, "value", None) for part in node.args if called_name(node) in LOGS]
            for text in (text for text in texts if isinstance(text, str)):
                if (fields := FIELD.findall(text)) and bound.issuperset(fields):
                    yield ["values", node.lineno, f"the text has {{{fields[0]}}}, and no f before it", f"f{text!r}"]


def ignored_levels(subject: Subject) -> Findings:
    """Levels of basicConfig(), unless app.yaml or a lambda sets the level, or the format, in which INFO is logged."""
    infras = [fn["infra"] for fn in subject.model["lambdas"].values()]
    logs = [where.get("log") or {} for where in (subject.settings, *infras)]
    if not any({"level", "format"} & log.keys() for log in logs):
        yield from pitfalls_of("level", "no error: the messages are missing")(subject)


def basic_levels(tree):
    """Yields pitfalls of logging.basicConfig(level="INFO"), which has no effect on Lambda, where nothing else sets a
    level and the code logs below WARNING."""
    changes = {"setLevel", "removeHandler", "addHandler", "dictConfig", "fileConfig", "clear", "disable"} & {
        *map(called_name, nodes_of(tree, ast.Call))}
    below = any(node.func.attr in ("info", "debug") for node, _name, _is_standard in logged(tree))
    for node in nodes_of(tree, ast.Call) if below and not changes else ():
        level = ast.unparse(keywords(node).get("level") or ast.Constant(""))
        if ast.unparse(node.func) in ("logging.basicConfig", "basicConfig") and level.strip("'\"").rpartition(".")[2] \
                in ("INFO", "DEBUG") and not {"force", "handlers", None} & keywords(node).keys():
            yield ["level", node.lineno, "Lambda's root logger has a handler already, so basicConfig() does nothing, "
                   "and the level stays WARNING", f"logging.getLogger().setLevel({level}), or force=True"]


def loggers_of(tree, makers):
    """{name} of the loggers that a file makes by one of some calls, "getLogger("."""
    return {name for name, value in assignments(nodes_of(tree, ast.Assign)) if ast.unparse(value).startswith(makers)}


LOG = "import logging\nlogger = logging.getLogger()\n\n\ndef handler(event, context):\n    logger.info('loaded', %s)"
VALUE = LOG.replace("'loaded', %s", "'loaded%s', event['id']")
PITFALLS = [(("logg",), refused), (("logg", "print("), without_values),
            (("basicConfig",), basic_levels)]
CONFIG = "import logging\n\nlogging.basicConfig(level=logging.INFO%s)\nlogger = logging.getLogger(__name__)\n\n\n" \
    "def handler(event, context):\n    logger.info('loaded')"
CHECKS = [
    Check("P177", "A level of logging that has no effect on Lambda",
          "basicConfig() does nothing if the root logger has a handler, and Lambda adds one: nothing below WARNING is "
          "logged.",
          "https://docs.python.org/3/library/logging.html#logging.basicConfig",
          CONFIG % "", CONFIG % ", force=True", ignored_levels),
    Check("P143", "A call of logging that raises",
          "TypeError: only Powertools' Logger takes any keywords; KeyError: extra cannot replace what a record has.",
          "https://docs.python.org/3/library/logging.html#logging.Logger.debug",
          LOG % "extra={'name': event['id']}", LOG % "extra={'order': event['id']}",
          pitfalls_of("logging", "TypeError, or KeyError: Attempt to overwrite ... in LogRecord")),
    Check("P157", "A log without its values",
          "logging formats the text with % and its values: if the numbers differ, it prints --- Logging error ---, and "
          "not the text.",
          "https://docs.python.org/3/library/logging.html#logging.Logger.debug",
          VALUE % "", VALUE % " %s", pitfalls_of("values", "TypeError: not all arguments converted during string "
                                                           "formatting; or a log with the braces in it")),
]
