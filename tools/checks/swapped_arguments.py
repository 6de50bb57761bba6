"""Two arguments of a call of one of the app's functions or classes that have each other's names: read(key, bucket)."""
import ast
import itertools

from checks.app_functions import of_imports
from checks.check import Check, Finding, Findings, Subject
from checks.syntax import function_name
from interpreter.sources import decorator_names, functions, nodes_of, read_key

PLAIN_CALLS = {"str", "int", "float", "Decimal"}  # their result keeps the name of their argument
AWS = "no error, or one of the service that gets the wrong value"


def swapped(subject: Subject) -> Findings:
    """Calls of functions of the same file, or of a module that it imports, with two arguments in each other's place."""
    for path in subject.python_files:
        calls = subject.of_tree(named_calls, path)
        parameters = of_imports(subject, path, parameters_of) if calls else {}
        parameters.update(subject.of_tree(parameters_of, path) if calls else {})
        for name, line, passed in calls:
            names = parameters.get(name, ["event", "context"] if passed == ["context", "event"] else [])
            for first, second in itertools.combinations(range(min(len(passed), len(names))), 2):
                pair = [names[first], names[second]]
                if pair == [passed[second], passed[first]] and all(len(word) > 2 for word in pair):
                    yield Finding(path, line, f"{name}() has the parameters {', '.join(names)}, and the arguments here "
                                  f"are {', '.join(word or '...' for word in passed)}",
                                  f"{name}({', '.join(f'{word}=...' for word in pair)})", AWS)


def parameters_of(tree):
    """{name: [parameter]} of a module's functions, and of its classes by their __init__ or a dataclass's fields."""
    result = {}
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and not node.args.posonlyargs:
            result[node.name] = [parameter.arg for parameter in node.args.args]
        elif isinstance(node, ast.ClassDef) and not node.bases:
            init = next((part for part in node.body if getattr(part, "name", "") == "__init__"), None)
            fields = [part.target.id for part in node.body if isinstance(part, ast.AnnAssign)
                      and isinstance(part.target, ast.Name)] if "dataclass" in decorator_names(node) else []
            result[node.name] = [parameter.arg for parameter in init.args.args][1:] if init else fields
    return result


def named_calls(tree):
    """[[function, line, [name or ""]]] of calls with two and more positional arguments that have names.

    Not of a function inside itself, which may turn them round on purpose: compare(b, a).
    """
    result, seen = [], set()
    for scope in [*functions(tree), tree]:
        for node in nodes_of(scope, ast.Call):
            name = ast.unparse(node.func) if isinstance(node.func, (ast.Name, ast.Attribute)) else ""
            passed = [name_of(argument) for argument in node.args]
            if id(node) not in seen and name and name != getattr(scope, "name", "") and sum(map(bool, passed)) > 1 \
                    and not any(isinstance(argument, ast.Starred) for argument in node.args):
                result.append([name, node.lineno, passed])
            seen.add(id(node))
    return sorted(result)


def name_of(node):
    """The name in an expression, "total" of total, order.total, order["total"], order.get("total") and str(total)."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    if function_name(node) in PLAIN_CALLS and len(node.args) == 1:
        return name_of(node.args[0])
    key = read_key(node)
    return key if isinstance(key, str) else ""


SWAPPED = "def cost(price, size):\n    return price / size\n\n\ndef handler(event, context):\n" \
    "    price, size = event['price'], event['size']\n    return cost(%s)"
CHECKS = [
    Check("P156", "Two arguments with each other's names",
          "Python passes arguments by their position: each parameter gets the value of the other one.",
          "https://docs.python.org/3/glossary.html#term-argument",
          SWAPPED % "size, price", SWAPPED % "price, size",
          swapped),
]
