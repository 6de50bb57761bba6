"""Slips of Python that fail only when the line is run: pyflakes's findings that are bugs, and calls that do not fit."""
from checks.check import Check, Finding
from kit.schema import nearest

UNDEFINED = {"UndefinedName", "UndefinedLocal", "UndefinedExport"}
COMPILED = {"NotPython", "ReturnOutsideFunction", "YieldOutsideFunction", "ContinueOutsideLoop", "BreakOutsideLoop",
            "DefaultExceptNotLast", "TwoStarredExpressions", "TooManyExpressionsInStarredAssignment",
            "DuplicateArgument"}
ALWAYS = {"IsLiteral", "AssertTuple", "IfTuple", "RaiseNotImplemented", "MultiValueRepeatedKeyLiteral",
          "MultiValueRepeatedKeyVariable"}
FORMATS = {"StringDotFormatMissingArgument", "StringDotFormatInvalidFormat", "StringDotFormatMixingAutomatic",
           "PercentFormatInvalidFormat", "PercentFormatMixedPositionalAndNamed",
           "PercentFormatUnsupportedFormatCharacter", "PercentFormatPositionalCountMismatch",
           "PercentFormatMissingArgument", "PercentFormatExpectedMapping", "PercentFormatExpectedSequence"}
REDEFINED = {"RedefinedWhileUnused"}


def flakes(kinds, hint=""):
    """The check of some of pyflakes's messages."""
    def found(subject):
        for path, facts in sorted(subject.files.items()):
            for kind, line, words in facts["flakes"]:
                if kind in kinds:
                    yield Finding(path, line, words, hint)
    return found


def missing_names(subject):
    """Names that a module of the app does not have."""
    for _name, note in subject.notes("no-name"):
        if not note["tried"]:
            yield Finding(note["file"], note["line"], f"{note['module']} has no {note['name']!r}",
                          nearest(note["name"], note["has"]))


def wrong_arguments(subject):
    """Calls of the app's own functions that Python would refuse."""
    for _name, note in subject.notes("arguments"):
        yield Finding(note["file"], note["line"], f"{note['function']}() {note['complaint']}",
                      "see where it is defined")


def exits(subject):
    """sys.exit where Lambda calls: it ends the runtime."""
    for _name, note in subject.notes("exit"):
        if not note["reached"]:
            continue
        yield Finding(note["file"], note["line"], f"{note['name']}() inside a lambda",
                      "return an answer, or raise an exception that says what is wrong",
                      "Runtime.ExitError: the call counts as failed, and the next one starts cold")


CHECKS = [
    Check("P101", "A name that nothing defines",
          "The import or the call raises NameError: Lambda answers with a function error, an API with 502.",
          "return {'id': evnt['id']}", "return {'id': event['id']}", flakes(UNDEFINED)),
    Check("P102", "What Python's compiler refuses",
          "Lambda cannot import the module: Runtime.UserCodeSyntaxError at every call.",
          "def handler(event, context):\n    pass\nreturn 1", "def handler(event, context):\n    return 1",
          flakes(COMPILED)),
    Check("P103", "A test that is always true or never",
          "Python only warns; the branch is taken always, or never, or another value is kept.",
          "if event['kind'] is 'a':\n    return 1", "if event['kind'] == 'a':\n    return 1", flakes(ALWAYS)),
    Check("P104", "A text whose holes and values do not fit",
          "TypeError, IndexError or KeyError when the line is run.",
          "return '%s of %s' % (event['a'],)", "return '%s of %s' % (event['a'], event['b'])", flakes(FORMATS)),
    Check("P105", "Two functions of one name",
          "The later one wins: Lambda calls it, and never the first.",
          "def handler(event, context):\n    return 1\n\n\ndef handler(event, context):\n    return 2",
          "def handler(event, context):\n    return 1", flakes(REDEFINED, "rename or delete one of them")),
    Check("P106", "A name that a module of the app does not have",
          "Lambda cannot import the module (Runtime.ImportModuleError), or the line raises AttributeError.",
          "from lambdas.dates import yesterday\n\n\ndef handler(event, context):\n    return yesterday()",
          "from lambdas.dates import today\n\n\ndef handler(event, context):\n    return today()", missing_names,
          files={"lambdas/dates.py": "def today():\n    return '2026-05-01'\n"}),
    Check("P107", "A call that does not fit the app's own function", "TypeError when the line is run.",
          "def price(item, tax):\n    return item + tax\n\n\ndef handler(event, context):\n    return price(5)",
          "def price(item, tax=0):\n    return item + tax\n\n\ndef handler(event, context):\n    return price(5)",
          wrong_arguments),
    Check("P108", "A lambda that exits", "The runtime ends: a failed call, and a cold start for the next one.",
          "import sys\n\n\ndef handler(event, context):\n    sys.exit(0)", "return None", exits),
]
