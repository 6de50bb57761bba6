"""The facts of one file that checks read from its syntax tree alone: plain JSON, cached between runs."""
import ast
import functools
import re
import warnings

from checks import PITFALLS
from checks.python_versions import version_names
from checks.syntax import may_catch
from interpreter.error_codes import compared_codes
from interpreter.sources import deep_recursion, nodes_of, with_tries
from kit import child_fields
from kit.child_fields import BLOCKS

ALLOWANCE = re.compile(r"#\s*pareto:\s*allow\s+(?P<ids>P\d+(?:\s*(?:,|and)\s*P\d+)*)(?P<rest>.*)$")
REASON = re.compile(r"^[\s,:;(-]*(?:because\b)?[\s,:;-]*(?P<reason>.*?)\)?\s*$")
OTHER_RUN = re.compile(r"\b(TYPE_CHECKING|platform|os\.name)\b")  # in the test of code that no Lambda may run
IMPORT_ERRORS = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


# Characters of a file of which the checks read only the imports: nobody writes more by hand, and pyflakes and the types
# of 10 million take 20 seconds.
LARGEST = 1_000_000


def facts(text, parsed=None):
    """The facts of the text of a Python file. parsed: its tree in interpreter/sources.py, which is empty if it is not
    Python, and has other nodes in place of suppress()

    {"flakes": [[name, line, message]], "pitfalls": [[kind, line, message, hint]], "imports": [[dotted, line]],
    "allows": [[line, [ids], reason]], "codes": [[[error code, line]] of each comparison],
    "large": whether it is one of LARGEST, of which nothing else is read}
    """
    unread = {"flakes": [], "pitfalls": [], "imports": [], "allows": allowances(text)}
    try:
        tree = parsed if parsed and parsed.body and "suppress" not in text else child_fields.parsed(text)
    except (SyntaxError, ValueError, RecursionError):
        return unread
    if len(text) > LARGEST:
        return {**unread, "imports": imports(tree), "large": True}
    try:
        with deep_recursion():
            return {**unread, "flakes": compiled(text, tree) or flakes(text, tree), "imports": imports(tree),
                    "pitfalls": pitfalls(text, with_tries(text, tree)) + version_names(tree),
                    "codes": compared_codes(tree.body, tree)}
    except RecursionError:  # nested a thousand deep: too deep for pyflakes
        return {**unread, "imports": imports(tree)}


def pitfalls(text, tree):
    """[[kind, line, message, hint]] of a file: what a Check of pitfalls_of(kind) reports."""
    return sorted(pitfall for words, pitfalls_of_file in PITFALLS if not words or any(word in text for word in words)
                  for pitfall in pitfalls_of_file(tree))


def compiled(text, tree):
    """[["NotPython", line, message]] of an error of Python's compiler that the parser accepts: `return` outside a
    function; [] if there is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(tree, "x.py", "exec", dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            return [["NotPython", getattr(error, "lineno", 1) or 1, getattr(error, "msg", str(error))]]
    return []


@functools.cache
def checker_class():
    """pyflakes' Checker, changed to bind only the builtins that the text names: to bind all takes as long as to check a
    small file."""
    from pyflakes.checker import Checker  # 3 ms, and few files changed

    class CheckerOfText(Checker):
        def __init__(self, text, tree):
            self.words = re.findall(r"\w+", text) if text.isascii() else []  # else Python may spell a name as another
            super().__init__(tree, filename="")

        @property
        def builtIns(self):
            return self.every_builtin.intersection(self.words) if self.words else self.every_builtin

        @builtIns.setter
        def builtIns(self, names):
            self.every_builtin = names
    return CheckerOfText


def flakes(text, tree):
    """The messages of pyflakes: [[class of the message, line, message]]."""
    messages = checker_class()(text, tree).messages
    defined = {node.lineno for node in nodes_of(tree, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)}
    return sorted([message.__class__.__name__, message.lineno, message.message % message.message_args]
                  for message in messages if message.__class__.__name__ != "RedefinedWhileUnused"
                  or {message.lineno, message.message_args[1]} <= defined)  # importing a name twice does no harm


def imports(tree):
    """[[dotted name, line]] of all imports that must succeed: not those in a try that catches ImportError, those for
    type checkers and for one operating system."""
    imported, pending = [], [(node, False) for node in tree.body]
    while pending:
        node, optional = pending.pop()
        if isinstance(node, ast.Import) and not optional:
            imported += [[alias.name, node.lineno] for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not optional and not node.level:
            imported.append([node.module, node.lineno])
        tried = isinstance(node, (ast.Try, ast.TryStar)) and may_catch(node, IMPORT_ERRORS)
        other_run = isinstance(node, ast.If) and OTHER_RUN.search(ast.unparse(node.test))
        for name in BLOCKS[node.__class__]:  # no import is in an expression
            is_optional = optional or name == "body" and bool(tried or other_run)
            pending += [(child, is_optional) for child in getattr(node, name)]
    return sorted(imported, key=lambda entry: entry[1])


def allowances(text):
    """[[line, [ids], reason]] of every `# pareto: allow P101, because ...`; the reason may be ""."""
    lines = text.split("\n") if "pareto:" in text else []
    return [[number, re.findall(r"P\d+", match["ids"]), REASON.sub(r"\g<reason>", match["rest"])]
            for number, line in enumerate(lines, 1) if (match := ALLOWANCE.search(line))]
