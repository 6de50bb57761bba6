"""What the name `handler` means once a module is imported: whether Lambda can call it."""
import ast

from kit.child_fields import BLOCKS
from kit.variable_reads import FUNCTIONS
from scan.facts import HandlerFacts

TRIES = (ast.Try, ast.TryStar)
OF_BLOCKS = (ast.If, ast.With, ast.ExceptHandler, *TRIES)
LITERALS = {ast.Dict: "a dict", ast.DictComp: "a dict", ast.List: "a list", ast.ListComp: "a list", ast.Set: "a set",
            ast.Tuple: "a tuple", ast.JoinedStr: "a text"}


def handler(tree: ast.Module, may_yield: bool) -> HandlerFacts | None:
    """The line where `handler` is defined, and its fault; None if it is not defined.

    may_yield  whether the file has the word yield
    """
    conditional: HandlerFacts | None = None
    for node in reversed(list(statements(tree))):
        if isinstance(node, ast.Delete) and _names(node) == ["handler"]:
            return {"line": node.lineno, "fault": "is deleted here"}
        if isinstance(node, FUNCTIONS) and node.name == "handler":
            return {"line": node.lineno, "fault": _problem_of_function(node, may_yield)}
        if isinstance(node, ast.ClassDef) and node.name == "handler":
            return {"line": node.lineno, "fault": "is a class: Lambda would return an object of it, which is not JSON"}
        names = [alias.asname or alias.name for alias in getattr(node, "names", []) if isinstance(alias, ast.alias)]
        if "handler" not in [*names, *_names(node)] or isinstance(node, ast.AnnAssign) and not node.value:
            continue
        if isinstance(node, ast.For) and ".handlers" in ast.unparse(node.iter):
            return {"line": node.lineno, "fault": "is one of logging's handlers after this loop"}
        fault = _problem_of_value(getattr(node, "value", None), tree, may_yield)
        if not fault or node in tree.body:
            return {"line": node.lineno, "fault": fault}
        conditional = conditional or {"line": node.lineno, "fault": fault}  # `except ImportError: handler = None`
    return conditional


def statements(tree):
    """The statements of a module that run at its import, also those inside an if, a try or a with. Of
    `if __name__ == "__main__"` only the else runs on Lambda."""
    waiting = tree.body[::-1]
    while waiting:
        node = waiting.pop()
        yield node
        if node.__class__ in OF_BLOCKS:
            skipped = "body" if isinstance(node, ast.If) and _is_main(node.test) else ""
            waiting += [nested for block in BLOCKS[node.__class__] if block != skipped
                        for nested in getattr(node, block)][::-1]


def _is_main(test):
    """Whether a condition is __name__ == "__main__"."""
    return isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Eq) and {"__name__", "'__main__'"} == {
        ast.unparse(part) for part in (test.left, *test.comparators)}


def _names(node):
    """The names that an assignment, a loop or a del names alone: not those in a tuple."""
    targets = [*getattr(node, "targets", []), getattr(node, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _problem_of_function(node, may_yield, bound=0):
    """The predicate of a problem ("is async: ...", "takes 1 argument: ..."), "" if Lambda can call the function.

    node   its ast; a decorated function gives ""
    bound  1 of a method of an object, whose self is passed already
    """
    if getattr(node, "decorator_list", None):  # a lambda has none
        return ""
    if isinstance(node, ast.AsyncFunctionDef):
        return "is async: Lambda would get a coroutine"
    if may_yield and not isinstance(node, ast.Lambda) and _yields(node):
        return "has a yield: Lambda would get a generator, and run none of its code"
    args = node.args
    placed = len(args.posonlyargs) + len(args.args) - bound
    demanded = [arg.arg for arg, default in zip(args.kwonlyargs, args.kw_defaults) if default is None]
    if placed - len(args.defaults) <= 2 and (placed >= 2 or args.vararg) and not demanded:
        return ""
    return f"takes {placed or 'no'} argument{'' if placed == 1 else 's'}: Lambda passes two"


def _problem_of_value(value, tree, may_yield):
    """As _problem_of_function(), of the value that is assigned to `handler`; "" of a value that is not known."""
    if isinstance(value, ast.Constant):
        return f"is {value.value!r:.40}: Lambda needs a function"
    if value.__class__ in LITERALS:
        return f"is {LITERALS[value.__class__]}: Lambda needs a function"
    if isinstance(value, ast.Lambda):
        return _problem_of_function(value, may_yield)
    if isinstance(value, ast.Name):
        function = _defined(value.id, tree)
        return _problem_of_function(function, may_yield) if isinstance(function, FUNCTIONS) else ""
    if isinstance(value, ast.Attribute):  # App.run, or App().run
        is_object = isinstance(value.value, ast.Call)
        method = _method(value.value.func if is_object else value.value, value.attr, tree)
        return _problem_of_function(method, may_yield, int(is_object)) if method else ""
    if isinstance(value, ast.Call):
        if ast.unparse(value.func) in ("logging.StreamHandler", "logging.FileHandler", "logging.NullHandler"):
            return f"is a {ast.unparse(value.func)}: Lambda needs a function"
        owner = _class(value.func, tree)
        if owner and not _members(owner, "__call__"):
            return f"is an object of {owner.name}, a class without __call__: Lambda needs a function"
    return ""


def _defined(name, tree):
    """The function or class that alone has a name in a module; None of a name that is bound twice, or otherwise."""
    bound = [node for node in ast.walk(tree) if getattr(node, "name", None) == name
             or isinstance(node, ast.Name) and node.id == name and not isinstance(node.ctx, ast.Load)]
    return bound[0] if len(bound) == 1 and bound[0] in tree.body else None


def _class(node, tree):
    """The class that an expression names, without bases and decorators; None of any other expression."""
    owner = _defined(node.id, tree) if isinstance(node, ast.Name) else None
    plain = isinstance(owner, ast.ClassDef) and not (owner.bases or owner.keywords or owner.decorator_list)
    return owner if plain and not _members(owner, "__new__") else None


def _method(node, name, tree):
    """The only method of a name in the class that an expression names; None if it is not known."""
    owner = _class(node, tree)
    members = _members(owner, name) if owner else []
    return members[0] if len(members) == 1 and isinstance(members[0], FUNCTIONS) else None


def _members(owner, name):
    """[statement] of a class that bind a name."""
    return [node for node in owner.body if getattr(node, "name", "") == name or name in _names(node)]


def _yields(node):
    """Whether a function has a yield of its own, outside nested functions."""
    nested = (*FUNCTIONS, ast.Lambda, ast.ClassDef)
    return any(isinstance(part, (ast.Yield, ast.YieldFrom)) or not isinstance(part, nested) and _yields(part)
               for part in ast.iter_child_nodes(node))
