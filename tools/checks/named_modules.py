"""Modules that a text names, as Django's settings do, and that no import names: the scan does not read them."""
import ast
import re

from checks.check import Check, Finding, Findings, Subject
from interpreter.sources import nodes_of
from kit.schema import line_of

DOTTED = re.compile(r"\w+(\.\w+)+")


def unread_modules(subject: Subject) -> Findings:
    """Texts of a lambda's code, and values of its variables, that name a module of the app that it does not import."""
    folder = subject.model["package"]
    package = folder.rpartition("/")[2]
    reported = set()
    for name, fn in subject.lambdas:
        own = set(subject.observations[name]["files"])
        values = {**subject.settings["env"], **fn["infra"].get("env", {})}
        texts = [(text, path, line) for path in sorted(own)
                 for text, line in subject.of_tree(dotted_texts, path, package)]
        texts += [(str(values[variable["name"]]), fn["path"], line_of(fn["lines"], f"env.{variable['name']}"))
                  for variable in fn["env"] if variable["name"] in values]
        for text, path, line in texts:
            file = f"{folder}/{text.partition('.')[2].replace('.', '/')}.py"
            if text.startswith(f"{package}.") and file in subject.paths - own and (text, path) not in reported:
                reported.add((text, path))
                module, _dot, member = text.rpartition(".")
                yield Finding(path, line, f"{name} does not import the module {text!r}: its role lacks what the module "
                              "does, and it gets none of the module's variables",
                              f"in {fn['path']}: from {module} import {member}",
                              "KeyError of a variable, ModuleNotFoundError or AccessDenied")


def dotted_texts(tree: ast.Module, package: str) -> list[list]:
    """[[text, line]] of the constant texts in a tree that begin with "lambdas." and may name a module."""
    return [[node.value, node.lineno] for node in nodes_of(tree, ast.Constant)
            if isinstance(node.value, str) and node.value.startswith(f"{package}.") and DOTTED.fullmatch(node.value)]


SETTINGS = "import os\nKEY = os.environ['DEMO_TABLE']\n"
CHECKS = [
    Check("P173", "A module that only a text names",
          "The scan follows imports: of a module that a framework imports by its name it sees no calls, no variables.",
          "https://docs.python.org/3/library/importlib.html#importlib.import_module",
          "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'lambdas.shared.settings')\nreturn 1",
          "from lambdas.shared import settings\n\n\ndef handler(event, context):\n"
          "    os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'lambdas.shared.settings')\n    return settings.KEY",
          unread_modules, files={"lambdas/shared/settings.py": SETTINGS}),
]
