"""Texts that users write, put into HTML without html.escape."""
import ast
import re
from typing import Any

from checks.check import Check, pitfalls_of
from checks.syntax import method_name
from interpreter.sources import assignments, constant_texts, every_node, functions, nodes_of

TAG = re.compile(r"</?(?:html|body|head|title|h[1-6]|p|div|span|table|tr|td|th|ul|ol|li|a|b|i|em|strong|br|img|pre|"
                 r"code)\b[^<>]*>", re.IGNORECASE)
# Keys of texts that persons write; a number, a day or an id needs no escape, and `body` or `content` may be HTML.
WRITTEN = frozenset("""name title text comment message note notes description subject reason address review
    feedback bio about caption query q search term""".split())
PARTS = {"queryStringParameters", "multiValueQueryStringParameters"}  # of a request: texts under any key
UNESCAPING = {"replace", "strip", "title", "upper", "lower", "capitalize", "removeprefix", "removesuffix"}
FILE = re.compile(r"\.html?\Z")


def unescaped(tree):
    """Yields pitfalls of f"<p>{row['name']}</p>", also with format, % and templates of *.html. Silent in files that
    escape all values of a mapping or list at once."""
    constants = [name for name, _value in assignments(tree.body)]
    called = {id(node.func) for node in nodes_of(tree, ast.Call)}
    made = [node.value if isinstance(node, ast.DictComp) else node.elt
            for node in nodes_of(tree, ast.DictComp, ast.ListComp, ast.GeneratorExp)]
    if any(isinstance(value, ast.Call) and "escape" in ast.unparse(value.func) for value in made) or any(
            "escape" in node.attr and id(node) not in called for node in nodes_of(tree, ast.Attribute)):
        return
    for function in functions(tree):
        names = {**dict.fromkeys(constants), **dict(assignments(nodes_of(function, ast.Assign)))}
        for value in (value for node in every_node(function) for value in inserted(node, tree)):
            if is_written(value, names):
                text = ast.unparse(value)
                yield ["html", value.lineno, f"{text} is put into HTML without escaping", f"html.escape({text})"]


def inserted(node, tree):
    """[node] of the values that an expression puts into HTML; [] of other expressions."""
    if isinstance(node, ast.JoinedStr):
        texts = [part.value for part in node.values if isinstance(part, ast.Constant)]
        return [part.value for part in node.values if isinstance(part, ast.FormattedValue)] \
            if any(TAG.search(str(text)) for text in texts) else []
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and is_html(node.left, tree):
        return node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
    if method_name(node) in ("format", "substitute", "safe_substitute") and is_html(node.func.value, tree):
        return [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg)]
    return []


def is_html(node, tree):
    """Whether an expression is HTML: a text with tags, or made of a file *.html; also a name of the module for one."""
    if isinstance(node, ast.Name):
        values = [statement.value for statement in nodes_of(tree, ast.Assign)
                  if any(getattr(target, "id", "") == node.id for target in statement.targets)]
        return len(values) == 1 and not isinstance(values[0], ast.Name) and is_html(values[0], tree)
    return any(TAG.search(text) or FILE.search(text) for text in constant_texts(node))


def is_written(node: Any, names: dict) -> bool:
    """Whether a value is a person's text for certain: by its key, or as a parameter of the request's address.

    names  {name: node of its value} of the function; None: of a constant of the module
    """
    if isinstance(node, ast.Name):
        value = names.get(node.id)
        return value is not None and not isinstance(value, ast.Name) and is_written(value, {})
    if isinstance(node, ast.BoolOp):
        return is_written(node.values[0], names)
    owner, key = getattr(node, "value", None), getattr(node, "slice", None)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in UNESCAPING and not any(
                getattr(argument, "value", "") in ("<", "&", ">") for argument in node.args):
            return is_written(node.func.value, names)
        owner, key = (node.func.value, node.args[0]) if node.func.attr == "get" and node.args else (None, None)
    if owner is None or not isinstance(getattr(key, "value", None), str):
        return False
    base = names.get(getattr(owner, "id", ""), owner)
    text = ast.unparse(base) if base else "escape"
    return "escape" not in text and (getattr(key, "value", "") in WRITTEN or any(f"'{part}'" in text for part in PARTS))


PAGE = "import html\n\n\ndef handler(event, context):\n    name = event['queryStringParameters']['name']\n" \
    "    return {'statusCode': 200, 'headers': {'content-type': 'text/html'}, 'body': f'<h1>Hello {%s}</h1>'}"
BLOCK = "infra:\n  endpoint:\n    {method: GET, path: /hello, api: public, parameters: [name]}\n---\n"
PITFALLS = [(("<", ".html"), unescaped)]
CHECKS = [
    Check("P508", "A text in HTML that is not escaped",
          "A name with < or & changes the page, and one with <script> runs in the browser of each reader.",
          "https://docs.python.org/3/library/html.html#html.escape",
          BLOCK + PAGE.replace("import html\n\n\n", "") % "name", BLOCK + PAGE % "html.escape(name)",
          pitfalls_of("html")),
]
