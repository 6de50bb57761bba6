"""Python's syntax trees: the fields of nodes that hold nodes, for walks over whole files, faster than ast.walk()."""
import ast
import re

# Contexts, operators and the names of imports, which CHILD_FIELDS has not; and values that are no nodes.
WITHOUT_CODE = {"alias", "expr_context", "boolop", "operator", "unaryop", "cmpop", "type_ignore"}
PLAIN = {"identifier", "int", "string", "constant"}


def _fields(kind, without):
    """(field, ...) of a class whose documentation is "Call(expr func, expr* args, keyword* keywords)", without those of
    some types."""
    return tuple(field for type_, field in re.findall(r"(\w+)[*?]? (\w+)(?=[,)])", kind.__doc__ or "")
                 if type_ not in without)


KINDS = [kind for kind in [type(None), *vars(ast).values()]
         if isinstance(kind, type) and issubclass(kind, (ast.AST, type(None)))]
# {class: (field, ...)}; a field holds a node, None, or a list of these.
CHILD_FIELDS: dict[type, tuple[str, ...]] = {kind: _fields(kind, WITHOUT_CODE | PLAIN) for kind in KINDS}
NODE_FIELDS: dict[type, tuple[str, ...]] = {kind: _fields(kind, PLAIN) for kind in KINDS}
# Those of statements, excepts and cases that hold such: {ast.If: ("body", "orelse"), ...}
BLOCKS: dict[type, tuple[str, ...]] = {
    kind: tuple(field for field in fields if field in ("body", "handlers", "cases", "orelse", "finalbody"))
    for kind, fields in CHILD_FIELDS.items() if issubclass(kind, (ast.stmt, ast.ExceptHandler, ast.match_case))}

HALVES = re.compile("[\ud800-\udfff]")
ESCAPED_HALF = re.compile(r"\\(?:u|U0000)[dD][89a-fA-F]")


def parsed(text: str, version: tuple[int, int] | None = None) -> ast.Module:
    """The syntax tree of a text. Half of a surrogate pair, "\\ud800", is U+FFFD: no JSON, and no terminal, takes one.

    version  of Python whose syntax it has: (3, 13). Raises SyntaxError, and ValueError of a zero byte.
    """
    tree = ast.parse(text, feature_version=version)
    if ESCAPED_HALF.search(text):
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                node.value = HALVES.sub("\ufffd", node.value)
    return tree
