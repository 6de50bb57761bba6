"""Names of Python's library that the app's runtime does not have: of a newer Python, or removed from an older one."""
import ast

from checks.check import Check, Finding, Findings, Subject
from checks.imports import runtime_version
from checks.syntax import lines_of
from interpreter.sources import every_node, last_name, nodes_of

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
             "inspect.markcoroutinefunction asyncio.eager_task_factory asyncio.create_eager_task_factory os.unshare "
             "os.setns threading.setprofile_all_threads threading.settrace_all_threads",
         13: "warnings.deprecated copy.replace typing.ReadOnly typing.TypeIs queue.ShutDown math.fma glob.translate "
             "base64.z85encode base64.z85decode builtins.PythonFinalizationError asyncio.EventLoop "
             "asyncio.QueueShutDown os.process_cpu_count pathlib.UnsupportedOperation "
             "http.HTTPStatus.CONTENT_TOO_LARGE http.HTTPStatus.URI_TOO_LONG "
             "http.HTTPStatus.RANGE_NOT_SATISFIABLE http.HTTPStatus.UNPROCESSABLE_CONTENT",
         14: "uuid.uuid6 uuid.uuid7 uuid.uuid8 functools.Placeholder operator.is_none operator.is_not_none "
             "heapq.heappush_max heapq.heappop_max heapq.heapify_max"}
# docs.python.org/3.0/whatsnew/3.0.html
OF_PYTHON_2 = {"string.letters": "string.ascii_letters", "string.lowercase": "string.ascii_lowercase",
               "string.uppercase": "string.ascii_uppercase", "string.maketrans": "str.maketrans",
               "string.join": "str.join", "sys.maxint": "sys.maxsize", "os.getcwdu": "os.getcwd",
               "itertools.izip": "zip", "itertools.imap": "map", "itertools.ifilter": "filter",
               "itertools.izip_longest": "itertools.zip_longest", "types.StringType": "str",
               **{f"urllib.{name}": f"urllib.parse.{name}" for name in "quote quote_plus unquote unquote_plus "
                                                                        "urlencode".split()},
               "urllib.urlopen": "urllib.request.urlopen", "urllib.urlretrieve": "urllib.request.urlretrieve"}
REMOVED = {0: OF_PYTHON_2,
           8: {"time.clock": "time.perf_counter", "platform.linux_distribution": "platform.freedesktop_os_release",
               "platform.dist": "platform.freedesktop_os_release"},
           9: {"base64.encodestring": "base64.encodebytes", "base64.decodestring": "base64.decodebytes",
               "fractions.gcd": "math.gcd", "sys.getcheckinterval": "sys.getswitchinterval",
               "sys.setcheckinterval": "sys.setswitchinterval", "xml.etree.cElementTree": "xml.etree.ElementTree"},
           10: {f"collections.{name}": f"collections.abc.{name}" for name in ABSTRACT.split()},
           11: {"inspect.getargspec": "inspect.signature", "inspect.formatargspec": "inspect.signature",
                "asyncio.coroutine": "async def", "gettext.lgettext": "gettext.gettext"},
           12: {"configparser.SafeConfigParser": "configparser.ConfigParser", "ssl.wrap_socket": "ssl.SSLContext",
                "ssl.match_hostname": "SSLContext.check_hostname", "pkgutil.ImpImporter": "importlib",
                "importlib.find_loader": "importlib.util.find_spec", "locale.format": "locale.format_string",
                "sqlite3.OptimizedUnicode": "str", "ssl.RAND_pseudo_bytes": "ssl.RAND_bytes"},
           13: {"unittest.makeSuite": "unittest.TestLoader", "locale.resetlocale": "locale.setlocale",
                "unittest.findTestCases": "unittest.TestLoader", "re.template": "re.compile", "typing.io": "typing",
                "unittest.getTestCaseNames": "unittest.TestLoader", "typing.re": "re",
                "configparser.LegacyInterpolation": "configparser.BasicInterpolation"},
           14: {"ast.Str": "ast.Constant", "ast.Num": "ast.Constant", "ast.NameConstant": "ast.Constant",
                "ast.Bytes": "ast.Constant", "pkgutil.find_loader": "importlib.util.find_spec",
                "pkgutil.get_loader": "importlib.util.find_spec", "ast.Ellipsis": "ast.Constant",
                "urllib.request.URLopener": "urllib.request.urlopen", "sqlite3.version": "sqlite3.sqlite_version",
                "urllib.request.FancyURLopener": "urllib.request.urlopen",
                "importlib.abc.Traversable": "importlib.resources.abc.Traversable",
                "asyncio.get_child_watcher": "asyncio.create_subprocess_exec"}}
SINCE = {name: version for version, names in ADDED.items() for name in names.split()}
UNTIL = {name: (version, instead) for version, names in REMOVED.items() for name, instead in names.items()}
MODULES = {name[:end] for name in {*SINCE, *UNTIL} for end in (name.find("."), name.rfind("."))}


def version_names(tree):
    """[["version", line, dotted name, ""]] of a file's names that not all versions of Python have."""
    modules, names = {}, []
    for node in nodes_of(tree, ast.Import, ast.ImportFrom):
        if isinstance(node, ast.Import):
            modules.update({alias.asname or alias.name: alias.name for alias in node.names if alias.name in MODULES})
        elif node.module in MODULES and not node.level:
            names += [[node.lineno, f"{node.module}.{alias.name}"] for alias in node.names]
    names += [[node.lineno, f"{modules[node.value.id]}.{node.attr}"] for node in nodes_of(tree, ast.Attribute)
              if isinstance(node.value, ast.Name) and node.value.id in modules] if modules else []
    names = [[line, name] for line, name in names if name in SINCE or name in UNTIL]
    guarded = guarded_lines(tree) if names else ()
    return [["version", line, name, ""] for line, name in sorted(names) if line not in guarded]


def guarded_lines(tree, exceptions=()):
    """{line} of code that may be for some versions only: a try with an except; an if, with its else, whose test has
    `version`, `hasattr` or `TYPE_CHECKING`. exceptions: only a try with an except of one of these"""
    guarded = set()
    for node in nodes_of(tree, ast.If, ast.IfExp, ast.Try):
        text = "" if isinstance(node, ast.Try) else ast.unparse(node.test)
        handlers = [handler for handler in getattr(node, "handlers", []) if not exceptions or handler.type is not None
                    and {last_name(part) for part in every_node(handler.type)} & {*exceptions}]
        if any(word in text for word in ("version", "hasattr", "TYPE_CHECKING")) or handlers:
            guarded |= {*lines_of(node)}
    return guarded


def missing_names(subject: Subject) -> Findings:
    """Names that the Python of a runtime does not have."""
    owners = runtime_owners(subject)
    for path, facts in sorted(subject.files.items()):
        of_app = {runtime_version(subject)[1]: "the app's runtime"}
        for minor, owner in sorted((owners.get(path) or of_app).items()):
            for kind, line, name, _hint in facts["pitfalls"]:
                hint = hint_for(name, minor) if kind == "version" else ""
                module, _dot, attribute = name.rpartition(".")
                if hint:
                    yield Finding(path, line, f"{name} is not in Python 3.{minor}, {owner}", hint,
                                  f"AttributeError: module {module!r} has no attribute {attribute!r}")


def runtime_owners(subject: Subject) -> dict[str, dict[int, str]]:
    """{path: {minor version of Python: "the runtime of lambda a"}} of the files that lambdas import."""
    owners: dict[str, dict[int, str]] = {}
    for name, fn in subject.lambdas:
        owner = f"the runtime of lambda {name}" if "runtime" in fn["infra"] else "the app's runtime"
        for path in subject.observations[name]["files"]:
            owners.setdefault(path, {}).setdefault(runtime_version(subject, fn)[1], owner)
    return owners


def hint_for(name, minor):
    """What to do about a name that Python 3.`minor` does not have; "" if it has it."""
    if minor < SINCE.get(name, 0):
        return f"Python 3.{SINCE[name]} added it: set a newer `runtime`, or do not use it"
    if name in UNTIL and minor >= UNTIL[name][0]:
        return f"Python 3.{UNTIL[name][0]} removed it; use {UNTIL[name][1]}"
    return ""


RUNTIMES = {"bad/app.yaml": "name: demo\nruntime: python3.11\n", "app.yaml": "name: demo\nruntime: python3.12\n"}
CHECKS = [
    Check("P122", "A name of another version of Python",
          "ImportError or AttributeError on Lambda. The code works here, because this Python is not the app's runtime.",
          "https://docs.python.org/3/whatsnew/3.12.html",
          "import itertools\n\n\ndef handler(event, context):\n    return list(itertools.batched([1, 2], 2))",
          "import itertools\n\n\ndef handler(event, context):\n    return list(itertools.batched([1, 2], 2))",
          missing_names, files=RUNTIMES),
]
