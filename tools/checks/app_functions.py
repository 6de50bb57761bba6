"""The functions of the app's modules, under the names by which a file calls them."""
import ast
from collections.abc import Callable

from checks.subject import Subject, per_subject
from interpreter.sources import nodes_of


def of_imports(subject: Subject, path: str, facts: Callable) -> dict:
    """{"sessions.now": value}: what facts(tree), {name of a function: value}, says of the functions that a file
    imports, or whose module it imports."""
    files, values = subject.sources.files, {}
    for name, level, module, attribute in subject.of_tree(imported, path):
        package = package_of(subject, path, level) if level else ""
        dotted = ".".join(filter(None, (package, module)))
        whole = f"{dotted}.{attribute}" if attribute else dotted
        if whole in files:
            values.update({f"{name}.{key}": value for key, value in subject.of_tree(facts, files[whole]).items()})
        elif dotted in files and attribute in (own := subject.of_tree(facts, files[dotted])):
            values[name] = own[attribute]
    return values


@per_subject
def dotted_names(subject):
    """{path: dotted name} of the app's modules."""
    return {path: dotted for dotted, path in subject.sources.files.items()}


def package_of(subject, path, level):
    """The dotted package from which an import with `level` dots counts in a file."""
    package = subject.sources.package_of(dotted_names(subject).get(path, ""))
    return package if level == 1 else ".".join(package.split(".")[:1 - level])


def imported(tree):
    """[[local name, number of dots, module, attribute or ""]] of the imports of a file."""
    names = []
    for node in nodes_of(tree, ast.Import, ast.ImportFrom):
        if isinstance(node, ast.Import):
            names += [[alias.asname or alias.name, 0, alias.name, ""] for alias in node.names]
        else:
            names += [[alias.asname or alias.name, node.level, node.module or "", alias.name] for alias in node.names]
    return names
