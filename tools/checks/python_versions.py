"""Names of Python's library that the app's runtime does not have: of a newer Python, or removed from an older one."""
import ast

from checks.check import Check, Finding, Findings, Subject
from checks.imports import runtime_version

ABSTRACT = "Awaitable Callable Coroutine Generator Hashable ItemsView Iterable Iterator KeysView Mapping " \
           "MutableMapping MutableSequence MutableSet Sequence Set Sized ValuesView"
# docs.python.org/3/whatsnew: the minor version of Python 3 that added or removed a name, and its replacement.
# Compared with the libraries of Python 3.9 to 3.13.
ADDED = {10: "itertools.pairwise contextlib.aclosing typing.ParamSpec typing.TypeGuard types.NoneType",
         11: "datetime.UTC asyncio.TaskGroup asyncio.timeout asyncio.Runner typing.Self typing.LiteralString "
             "typing.Never typing.assert_never typing.assert_type typing.reveal_type typing.NotRequired "
             "typing.Required typing.TypeVarTuple typing.Unpack enum.StrEnum enum.verify "
             "hashlib.file_digest contextlib.chdir "
             "operator.call math.cbrt math.exp2 logging.getLevelNamesMapping builtins.ExceptionGroup",
         12: "itertools.batched typing.override math.sumprod calendar.Month calendar.Day typing.TypeAliasType "
             "inspect.markcoroutinefunction",
         13: "warnings.deprecated copy.replace typing.ReadOnly typing.TypeIs queue.ShutDown math.fma glob.translate "
             "base64.z85encode base64.z85decode builtins.PythonFinalizationError",
         14: "uuid.uuid6 uuid.uuid7 uuid.uuid8 functools.Placeholder operator.is_none operator.is_not_none "
             "heapq.heappush_max heapq.heappop_max heapq.heapify_max"}
REMOVED = {10: {f"collections.{name}": f"collections.abc.{name}" for name in ABSTRACT.split()},
           11: {"inspect.getargspec": "inspect.signature", "inspect.formatargspec": "inspect.signature",
                "asyncio.coroutine": "async def", "gettext.lgettext": "gettext.gettext"},
           12: {"configparser.SafeConfigParser": "configparser.ConfigParser", "ssl.wrap_socket": "ssl.SSLContext",
                "ssl.match_hostname": "SSLContext.check_hostname", "pkgutil.ImpImporter": "importlib"},
           13: {"unittest.makeSuite": "unittest.TestLoader", "locale.resetlocale": "locale.setlocale"},
           14: {"ast.Str": "ast.Constant", "ast.Num": "ast.Constant", "ast.NameConstant": "ast.Constant",
                "ast.Bytes": "ast.Constant", "pkgutil.find_loader": "importlib.util.find_spec",
                "pkgutil.get_loader": "importlib.util.find_spec"}}
SINCE = {name: version for version, names in ADDED.items() for name in names.split()}
UNTIL = {name: (version, instead) for version, names in REMOVED.items() for name, instead in names.items()}
MODULES = {name.partition(".")[0] for name in {*SINCE, *UNTIL}}


def version_names(tree):
    """[["version", line, dotted name, ""]] of a file's names that not all versions of Python have."""
    modules, names = {}, []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules.update({alias.asname or alias.name: alias.name for alias in node.names if alias.name in MODULES})
        elif isinstance(node, ast.ImportFrom) and node.module in MODULES and not node.level:
            names += [[node.lineno, f"{node.module}.{alias.name}"] for alias in node.names]
    guarded = guarded_lines(tree)
    names += [[node.lineno, f"{modules[node.value.id]}.{node.attr}"] for node in ast.walk(tree)
              if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules]
    return [["version", line, name, ""] for line, name in sorted(names)
            if (name in SINCE or name in UNTIL) and line not in guarded]


def guarded_lines(tree):
    """The lines of code for some versions only: in a try that catches the error, or in an if of sys.version_info."""
    guarded = set()
    for node in ast.walk(tree):
        tests_version = isinstance(node, (ast.If, ast.IfExp)) and ("version" in (text := ast.unparse(node.test))
                                                                  or "hasattr" in text or "TYPE_CHECKING" in text)
        if isinstance(node, (ast.stmt, ast.expr)) and (tests_version or isinstance(node, ast.Try) and node.handlers):
            guarded |= set(range(node.lineno, (node.end_lineno or 0) + 1))
    return guarded


def missing_names(subject: Subject) -> Findings:
    """Names that the runtime's Python does not have."""
    _major, minor = runtime_version(subject)
    for path, facts in sorted(subject.files.items()):
        for kind, line, name, _hint in facts["pitfalls"]:
            module, _dot, attribute = name.rpartition(".")
            if kind == "version" and minor < SINCE.get(name, 0):
                yield Finding(path, line, f"{name} is not in Python 3.{minor}, the app's runtime",
                              f"Python 3.{SINCE[name]} added it: set `runtime`, or do without",
                              f"AttributeError: module {module!r} has no attribute {attribute!r}")
            elif kind == "version" and name in UNTIL and minor >= UNTIL[name][0]:
                yield Finding(path, line, f"{name} is not in Python 3.{minor}, the app's runtime",
                              f"Python 3.{UNTIL[name][0]} removed it; use {UNTIL[name][1]}",
                              f"AttributeError: module {module!r} has no attribute {attribute!r}")


RUNTIMES = {"bad/app.yaml": "name: demo\nruntime: python3.11\n", "app.yaml": "name: demo\nruntime: python3.12\n"}
CHECKS = [
    Check("P122", "A name of another version of Python",
          "ImportError or AttributeError on Lambda. The code works here, because this Python is not the app's runtime.",
          "https://docs.python.org/3/whatsnew/3.12.html",
          "import itertools\n\n\ndef handler(event, context):\n    return list(itertools.batched([1, 2], 2))",
          "import itertools\n\n\ndef handler(event, context):\n    return list(itertools.batched([1, 2], 2))",
          missing_names, files=RUNTIMES),
]
