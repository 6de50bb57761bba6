"""Texts with names in braces that are no f-strings, and exceptions that get a text and its values."""
import ast
import re

from checks.check import Check, pitfalls_of
from checks.syntax import arguments, base_name, function_name, stored_names
from interpreter import sources
from interpreter.sources import FUNCTIONS, called_name, constant_texts, functions, identifiers, last_name, nodes_of

# What fills the braces of a text later.
FILLS = {"format", "format_map", "Formatter", "vformat", "substitute", "safe_substitute", "render", "sub", "translate",
         "from_string", "Template", "eval", "exec", "partial"}
FIELD = re.compile(r"(?<![${\\])\{([A-Za-z_]\w*)((?:\.\w+|\[[^\[\]{}]*\]|\(\))*)(?:![rs])?"
                   r"(:(?:[<>^0-9.,dfYmHMS%+-]*|[^{}]*%[^{}]*))?\}(?!\})")
# Functions that use a text as it is. P157 is for logs.
SINKS = {"join", "append", "dumps", "write", "str", "put_item", "put_object", "get_object", "send_message",
         "publish", "send_email", "generate_presigned_url"}
KEYS = {"Key", "Name", "Subject", "Message", "MessageBody", "Body"}  # arguments of calls of AWS
ENDS = (ast.JoinedStr, ast.Compare, ast.Subscript, ast.match_case, ast.FormattedValue, ast.Expr, ast.Attribute)
QUOTED = re.compile(r"\{[A-Za-z_][\w.]*\[(['\"])\w+\1\][^{}]*\}")  # only of f-strings: keys of format() have no quotes
ERRORS = {"Exception", "ValueError", "RuntimeError", "TypeError", "KeyError", "LookupError", "PermissionError"}
PLACE = re.compile(r"%[sdr]")


def unformatted(tree):
    """Yields pitfalls of "{session['id']} is open", where `session` is a name of the function."""
    fills = any(last_name(node) in FILLS for node in nodes_of(tree, ast.Name, ast.Attribute)) or any(
        node.name in FILLS for node in nodes_of(tree, *FUNCTIONS, ast.alias))
    constants = [node for node in nodes_of(tree, ast.Constant) if isinstance(node.value, str)
                 and "{" in node.value and fields_of(node.value) and (not fills or QUOTED.search(node.value))]
    if not constants:
        return
    parent_of = sources.parents(tree)
    outer = {name for name, _value in sources.assignments(tree.body) if name.isupper()}
    for constant in constants:
        names, scope = names_around(constant, parent_of)
        known = names | outer if names and " " in constant.value else names
        if names and fields_of(constant.value) <= known and is_whole(constant, parent_of, scope):
            yield ["unformatted", constant.lineno, f"{short(constant.value)!r} is no f-string: the braces stay",
                   f"f{short(constant.value)!r}"]


def short(text):
    """The beginning of a text, for a message."""
    return text if len(text) <= 60 else f"{text[:57]}..."


def fields_of(text):
    """{name} of the fields of a text; empty if it has other braces, or looks like a path or a pattern."""
    names = {match[1] for match in FIELD.finditer(text)}
    other = FIELD.sub("", text)
    is_plain = all(not match[2] for match in FIELD.finditer(text))
    is_path = is_plain and (re.match(r"(?:[A-Z]+ )?/", text) or re.fullmatch(FIELD, text) or "://" in text)
    return set() if is_path or "{" in other or "}" in other or "\\" in text or "<script" in text else names


def names_around(node, parent_of):
    """({name} that the functions around a node bind, the innermost of them); (set(), None) at the top of a module, in
    decorators, defaults and annotations."""
    names, scope = set(), None
    while node in parent_of:
        child, node = node, parent_of[node]
        if isinstance(node, FUNCTIONS):
            if child not in node.body:
                return set(), None
            scope = scope or node
            names |= {*stored_names(node), *(part.arg for part in nodes_of(node.args, ast.arg))}
    return names, scope


def is_whole(node, parent_of, scope):
    """Whether a text is used as it is: nothing compares it, looks it up or gets it with the values of its fields."""
    names, child = fields_of(node.value), node
    has_format = any("%" in (match[3] or "") for match in FIELD.finditer(node.value))  # no path of a router has one
    is_path = "/" in node.value.partition("{")[0] and " " not in node.value and not has_format \
        and not QUOTED.search(node.value)
    if is_path and getattr(parent_of[node], "arg", "") not in KEYS:
        return False  # of a router
    while child is not scope:
        parent = parent_of[child]
        if isinstance(parent, ENDS) or isinstance(parent, ast.Dict) and child in parent.keys \
                or isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Mod):
            return isinstance(parent, ast.Expr) and isinstance(parent.value, ast.Call)
        is_sink = bool(QUOTED.search(node.value)) or called_name(parent) in SINKS | ERRORS \
            or called_name(parent).endswith(("Error", "Exception"))
        if isinstance(parent, (ast.Dict, ast.Call)) and not is_sink and names & identifiers(parent):
            return False  # render("Dear {name}", name=name)
        if isinstance(parent, (ast.Call, ast.keyword)) and child is node and not is_sink:
            call = parent_of[parent] if isinstance(parent, ast.keyword) else parent
            if called_name(call) not in SINKS | ERRORS and not called_name(call).endswith(("Error", "Exception")) \
                    and not isinstance(parent_of.get(call), ast.Raise):
                return False  # a function that may fill the text
        if isinstance(parent, (ast.Assign, ast.AnnAssign)):
            return bool(QUOTED.search(node.value)) or not is_passed_on(parent, scope)
        child = parent
    return True


def is_passed_on(assignment, scope):
    """Whether a name that gets a text is an argument of a function, which may fill it."""
    targets = assignment.targets if isinstance(assignment, ast.Assign) else [assignment.target]
    names = {getattr(target, "id", "") for target in targets}
    return any(base_name(node) in names for node in nodes_of(scope, ast.Attribute)) or any(
        getattr(part, "id", "") in names for node in nodes_of(scope, ast.Call) if called_name(node) not in SINKS
        for part in arguments(node))


def unapplied(tree):
    """Yields pitfalls of ValueError("no %s", id) and print("no %s", id): neither puts the value into the text."""
    for function in functions(tree):
        for node in nodes_of(function, ast.Call):
            text = getattr(node.args[0], "value", None) if len(node.args) > 1 else None
            if isinstance(text, str) and function_name(node) in {*ERRORS, "print"} \
                    and len(PLACE.findall(text)) == len(node.args) - 1:
                yield ["unformatted", node.lineno, f"{called_name(node)}() does not put values into {short(text)!r}",
                       "an f-string, or text % values: only logging takes them as further arguments"]


def backspaces(tree):
    """Yields pitfalls of re.compile("\\bword"), whose \\b is a backspace, as the text is no raw one."""
    for node in nodes_of(tree, ast.Call):
        if base_name(node.func) == "re" and node.args and any("\b" in text for text in constant_texts(node.args[0])):
            yield ["unformatted", node.lineno, "\\b in a text is a backspace, and in a raw text the edge of a word",
                   "r'\\b...'"]


LINE = "def handler(event, context):\n    id = event['id']\n" \
    "    return {'text': %s'the order {id} is paid'}"
PITFALLS = [(("{",), unformatted), (("%s", "%d", "%r"), unapplied), (("\\b",), backspaces)]
CHECKS = [
    Check("P159", "A text with names in braces that is no f-string, or a pattern that is no raw text",
          "The reader sees the braces and the name, not the value; the pattern matches a backspace.",
          "https://docs.python.org/3/reference/lexical_analysis.html#formatted-string-literals",
          LINE % "", LINE % "f", pitfalls_of("unformatted", "no error: the text has no values")),
]
