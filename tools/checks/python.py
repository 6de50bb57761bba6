"""Errors of Python that appear only when the line runs: messages of pyflakes that are bugs, and invalid calls."""
import ast
import itertools

from checks import format_fields
from checks.check import Check, Finding, Findings, Subject, finding, notes_of, pitfalls_of
from interpreter.sources import functions, nodes_of
from kit.schema import nearest

UNDEFINED = {"UndefinedName", "UndefinedLocal", "UndefinedExport"}
COMPILED = {"NotPython"}
ALWAYS = {"IsLiteral", "AssertTuple", "IfTuple", "RaiseNotImplemented", "MultiValueRepeatedKeyLiteral",
          "MultiValueRepeatedKeyVariable"}
FORMATS = {"StringDotFormatMissingArgument", "StringDotFormatInvalidFormat", "StringDotFormatMixingAutomatic",
           "PercentFormatInvalidFormat", "PercentFormatMixedPositionalAndNamed",
           "PercentFormatUnsupportedFormatCharacter", "PercentFormatPositionalCountMismatch",
           "PercentFormatMissingArgument", "PercentFormatExpectedMapping", "PercentFormatExpectedSequence"}
REDEFINED = {"RedefinedWhileUnused"}


def flakes(kinds, hint=""):
    """The function of a Check whose findings are some messages of pyflakes. kinds: {"UndefinedName"}"""
    def findings(subject):
        for path, facts in sorted(subject.files.items()):
            for kind, line, message in facts["flakes"]:
                if kind in kinds:
                    yield Finding(path, line, message, hint)
    return findings


def missing_names(subject: Subject) -> Findings:
    """Names that a module of the app does not have."""
    for _name, note in subject.notes("no-name"):
        if not note["tried"]:
            yield finding(note, f"{note['module']} has no {note['name']!r}", nearest(note["name"], note["has"]))


invalid_arguments = notes_of("arguments", "{function}() {problem}", "see its definition")


def swapped_arguments(tree):
    """Yields pitfalls of `read(key, bucket)` for `def read(bucket, key)`: two arguments with each other's names."""
    own = {node.name: [parameter.arg for parameter in node.args.args] for node in tree.body
           if isinstance(node, ast.FunctionDef) and not node.args.posonlyargs}
    is_called = any(getattr(node.func, "id", "") in own for node in nodes_of(tree, ast.Call))
    for function in functions(tree) if is_called else ():
        for node in nodes_of(function, ast.Call):
            name = getattr(node.func, "id", "")
            parameters = own.get(name, []) if name != function.name else []  # compare(b, a) calls itself on purpose
            passed = [getattr(argument, "id", "") for argument in node.args] if parameters else []
            for first, second in itertools.combinations(range(len(passed)), 2):
                pair = parameters[first:first + 1] + parameters[second:second + 1]
                if pair == [passed[second], passed[first]] and all(len(word) > 2 for word in pair):
                    yield ["swapped", node.lineno, f"{name}() has the parameters {', '.join(parameters)}, and the "
                           f"arguments here are {', '.join(passed)}",
                           f"{name}({', '.join(f'{word}={word}' for word in pair)})"]


def exits(subject: Subject) -> Findings:
    """sys.exit in code that a handler reaches: it ends the runtime."""
    for _name, note in subject.notes("exit"):
        if not note["reached"] or note["name"] == "os._exit" and any(
                node.attr == "fork" for node in nodes_of(subject.tree(note["file"]), ast.Attribute)):
            continue  # a child of os.fork() must end so
        yield finding(note, f"{note['name']}() inside a lambda",
                      "return a response, or raise an exception that names the problem",
                      "Runtime.ExitError: the invocation fails, and the next one is a cold start")


SWAPPED = "def cost(price, size):\n    return price / size\n\n\ndef handler(event, context):\n" \
    "    price, size = event['price'], event['size']\n    return cost(%s)"
PITFALLS = [(("def ",), swapped_arguments), ((".format(",), format_fields.unfilled)]
CHECKS = [
    Check("P101", "A name that nothing defines",
          "The import or the call raises NameError: Lambda returns a function error, an API answers 502.",
          "https://docs.python.org/3/library/exceptions.html#NameError",
          "return {'id': evnt['id']}", "return {'id': event['id']}", flakes(UNDEFINED)),
    Check("P102", "Code that Python's compiler refuses",
          "Lambda cannot import the module: Runtime.UserCodeSyntaxError at every invocation.",
          "https://docs.python.org/3/library/exceptions.html#SyntaxError",
          "def handler(event, context):\n    pass\nreturn 1", "def handler(event, context):\n    return 1",
          flakes(COMPILED)),
    Check("P103", "A condition that is always true or always false",
          "Python only warns: the branch runs always, or never, or a dict keeps only the later of two values.",
          "https://docs.python.org/3/reference/expressions.html#comparisons",
          "if event['kind'] is 'a':\n    return 1", "if event['kind'] == 'a':\n    return 1", flakes(ALWAYS)),
    Check("P104", "A format string whose fields and values do not match",
          "TypeError, IndexError or KeyError when the line runs.",
          "https://docs.python.org/3/library/stdtypes.html#printf-style-string-formatting",
          "return '%s of %s' % (event['a'],)", "return '%s of %s' % (event['a'], event['b'])",
          lambda subject: [*flakes(FORMATS)(subject), *pitfalls_of("format", "KeyError, IndexError or ValueError")(
              subject)]),
    Check("P105", "Two functions of the same name",
          "The later definition replaces the first: Lambda never calls the first.",
          "https://docs.python.org/3/reference/compound_stmts.html#function-definitions",
          "def handler(event, context):\n    return 1\n\n\ndef handler(event, context):\n    return 2",
          "def handler(event, context):\n    return 1", flakes(REDEFINED, "rename or delete one of them")),
    Check("P106", "A name that a module of the app does not have",
          "Lambda cannot import the module (Runtime.ImportModuleError), or the line raises AttributeError.",
          "https://docs.python.org/3/library/exceptions.html#ImportError",
          "from lambdas.dates import yesterday\n\n\ndef handler(event, context):\n    return yesterday()",
          "from lambdas.dates import today\n\n\ndef handler(event, context):\n    return today()", missing_names,
          files={"lambdas/dates.py": "def today():\n    return '2026-05-01'\n"}),
    Check("P107", "A call whose arguments do not fit the app's own function",
          "TypeError when the line runs.",
          "https://docs.python.org/3/reference/expressions.html#calls",
          "def price(item, tax):\n    return item + tax\n\n\ndef handler(event, context):\n    return price(5)",
          "def price(item, tax=0):\n    return item + tax\n\n\ndef handler(event, context):\n    return price(5)",
          invalid_arguments),
    Check("P156", "Two arguments with each other's names",
          "Python passes arguments by their position: each parameter gets the value of the other one.",
          "https://docs.python.org/3/glossary.html#term-argument",
          SWAPPED % "size, price", SWAPPED % "price, size",
          pitfalls_of("swapped", "no error, or one of the service that gets the wrong value")),
    Check("P108", "A lambda that exits",
          "The runtime ends: the invocation fails, and the next one is a cold start.",
          "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html",
          "import sys\n\n\ndef handler(event, context):\n    sys.exit(0)", "return None", exits),
]
