"""The fields of the nodes of Python's syntax that hold nodes: for walks over whole files, faster than ast.walk()."""
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
