"""Importing: modules of the app run once, all others are only names."""
import ast

from interpreter import values, warm_state
from interpreter.analysis import Arguments
from interpreter.frames import Frame, bind
from interpreter.values import Const, External, Module

# Values of names outside the app
CONSTANTS: dict[str, values.Value] = {
    "typing.TYPE_CHECKING": Const(False), "builtins.__debug__": Const(True),
    "flask.current_app": External("flask.Flask()"), "fastapi.Request().app": External("fastapi.FastAPI()"),
    "boto3.DEFAULT_SESSION": values.Aws("session", more="default")}
PUBLIC = {"boto3": ("client", "resource", "session", "Session", "setup_default_session")}  # of a star import
MOST_IMPORTS = 6  # modules through which a name is imported
DONE = object()  # of a module that ran to its end: only then a missing name is an error
# Packages that make clients of AWS themselves, from the credentials of the environment.
CALLING_AWS = frozenset("""awswrangler aws_encryption_sdk aws_secretsmanager_caching boto cloudpathlib
    dyntastic langchain_aws pyathena pycognito pynamodb s3fs sagemaker smart_open ssm_cache warrant
    watchtower""".split())


def module(dotted, analysis):
    """The Module of a dotted name, run at its first import; External outside the app; UNKNOWN if the app lacks it."""
    if not analysis.sources.is_ours(dotted):
        if analysis.sources.is_ours(dotted.partition(".")[0]):
            return values.UNKNOWN  # scan reports a missing module of the app
        return External(dotted)
    parts = dotted.split(".")
    for end in range(1, len(parts)):
        load(".".join(parts[:end]), analysis)
    return load(dotted, analysis)


def load(dotted, analysis):
    """The Module of the app with a dotted name. Its code is followed at the first import."""
    if dotted in analysis.modules:
        return analysis.modules[dotted]
    imported = analysis.modules[dotted] = Module(dotted, analysis.sources.files.get(dotted, ""))
    imported.frame = Frame(imported)
    imported.frame.names.update(__name__=Const(dotted), __file__=values.TEXT)
    if imported.path:
        branches, analysis.branches = analysis.branches, []
        tries, analysis.open_tries = analysis.open_tries, []
        in_handler, analysis.in_handler = analysis.in_handler, False  # a module runs once, whichever line imports it
        imported.tree = analysis.sources.tree(imported.path)
        analysis.follow(imported.tree.body, imported.frame)
        imported.frame.fn = DONE
        warm_state.mark_module(imported, analysis)
        analysis.branches, analysis.open_tries, analysis.in_handler = branches, tries, in_handler
    return imported


def value_of_name(text, analysis):
    """What a text names in the app: "lambdas.a" a module, "lambdas.a.run" or "lambdas.a:run" a name in it. UNKNOWN of
    other texts."""
    parts = text.replace(":", ".").split(".")
    ends = [end for end in range(len(parts), 0, -1) if ".".join(parts[:end]) in analysis.sources.files]
    value = module(".".join(parts[:ends[0]]), analysis) if ends else values.UNKNOWN
    for name in parts[ends[0]:] if ends else ():
        names = value.frame.names if value.__class__ is Module else getattr(value, "names", {})
        value = names.get(name, values.UNKNOWN)
    return value


def import_names(node, site):
    """Set the names of `from a import b, c`: each a name in the module, or a module below it."""
    base = _base(node, site.frame.module, site.analysis)
    imported = module(base, site.analysis)
    note_import(base, site)
    for alias in node.names:
        if alias.name == "*":
            _import_all(imported, site.frame)
        else:
            bind(alias.asname or alias.name, member(imported, alias.name, site), site.frame)


def _base(node, importer, analysis):
    """The dotted name of the module of an ast.ImportFrom in the Module `importer`."""
    if not node.level:
        return node.module or ""
    package = analysis.sources.package_of(importer.dotted).split(".")
    return ".".join([*package[:len(package) - node.level + 1], *filter(None, [node.module])])


def assigned(name, of, analysis, deep=0):
    """(node of the value, Frame) of the assignment that gives a Module's name its value, also in the module from which
    that one imports it; (None, None) of other names."""
    for node in of.tree.body if of.tree is not None and deep < MOST_IMPORTS else ():
        if isinstance(node, ast.Assign) and [getattr(target, "id", "") for target in node.targets] == [name]:
            return node.value, of.frame
        for alias in node.names if isinstance(node, ast.ImportFrom) else ():
            source = module(_base(node, of, analysis), analysis) if (alias.asname or alias.name) == name else None
            if source.__class__ is Module:
                return assigned(alias.name, source, analysis, deep + 1)
    return None, None


def _import_all(imported, frame):
    """Every public name; a module outside the app may have any."""
    if imported.__class__ is Module:
        for name, value in list(imported.frame.names.items()):
            if not name.startswith("_") or name == "*":
                frame.names[name] = value
    else:
        frame.names.update({"*": values.UNKNOWN, **{
            name: External(f"{imported.dotted}.{name}") for name in PUBLIC.get(imported.dotted, ())}})


def member(imported, name, site):
    """The value of a name in a module, imported.name; notes a name that a module of the app does not have."""
    if imported.__class__ is External:
        dotted = f"{imported.dotted}.{name}"
        return CONSTANTS.get(dotted) or site.analysis.set_fields.get(dotted) or External(dotted)
    if imported.__class__ is not Module:
        return values.UNKNOWN
    if name in imported.frame.names:
        return imported.frame.names[name]
    if site.analysis.sources.is_ours(f"{imported.dotted}.{name}"):
        return load(f"{imported.dotted}.{name}", site.analysis)
    dynamic = imported.frame.names.get("__getattr__")
    if dynamic.__class__ is values.Function and not name.startswith("__"):
        return site.analysis.call(dynamic, Arguments([Const(name)]), site)
    open_ended = {"*", "__getattr__"} & imported.frame.names.keys() or name.startswith("__")
    if imported.frame.fn is DONE and not open_ended:
        site.note("no-name", module=imported.dotted, name=name, has=sorted(imported.frame.names))
    return values.UNKNOWN


def namespace(receiver, name, site):
    """The value of sys.modules[name], or of module.__dict__[name] of a module outside the app; None of others."""
    if receiver.dotted == "sys.modules":
        return module(name, site.analysis)
    return member(External(receiver.dotted.removesuffix(".__dict__")), name, site) \
        if receiver.dotted.endswith(".__dict__") else None


def note_import(dotted, site):
    """Note the import of a package that calls AWS itself."""
    if (package := dotted.partition(".")[0]) in CALLING_AWS:
        note_caller(package, site)


def note_caller(name, site):
    """Note code outside the app that has the credentials of the role from the environment."""
    site.note("escaped", service="environment", variables=[], to=name, pure=False)
