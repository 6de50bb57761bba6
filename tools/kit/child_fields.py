"""The fields of the nodes of Python's syntax that hold nodes: for walks over whole files, faster than ast.walk()."""
import ast
import re

# Contexts, operators and the names of imports count as no nodes here.
WITHOUT_CODE = {"alias", "expr_context", "boolop", "operator", "unaryop", "cmpop", "type_ignore", "identifier", "int",
                "string", "constant"}


def _fields(kind):
    """(field, ...) of a class whose documentation is "Call(expr func, expr* args, keyword* keywords)"."""
    return tuple(field for type_, field in re.findall(r"(\w+)[*?]? (\w+)(?=[,)])", kind.__doc__ or "")
                 if type_ not in WITHOUT_CODE)


# {class: (field, ...)}; a field holds a node, None, or a list of these.
CHILD_FIELDS: dict[type, tuple[str, ...]] = {
    kind: _fields(kind) for kind in [type(None), *vars(ast).values()]
    if isinstance(kind, type) and issubclass(kind, (ast.AST, type(None)))}
