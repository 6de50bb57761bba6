"""Following an expression of one module through the constants and imports of the others.

`app` is {"files": {dotted module: path}, "folders": {dotted}, "facts": path -> facts of kit/source.py,
"seen": {dotted name: options}, "paths": {dotted module: paths}}; the last two remember answers.
"""
import itertools

MOST = 200


def application(paths, facts):
    """An `app` of {dotted module: path} and the function that gives the facts of a path."""
    folders = {module.rpartition(".")[0] for module in paths}
    inits = {module for module, path in paths.items() if path.endswith("/__init__.py")}
    for module in [*folders]:
        folders.update(itertools.accumulate(module.split("."), "{}.{}".format))
    return {"files": paths, "folders": folders | inits, "facts": facts, "seen": {}, "paths": {}}


def imported(app, module):
    """The paths that Python reads to import a dotted module: its packages' __init__.py, and its own."""
    if module not in app["paths"]:
        packages = itertools.accumulate(module.split("."), "{}.{}".format)
        app["paths"][module] = [app["files"][name] for name in packages if name in app["files"]]
    return app["paths"][module]


def texts(app, expression):
    """The texts that an expression may stand for, [] if it cannot be followed."""
    return [one for one in options(app, expression) if isinstance(one, str)]


def options(app, expression):
    """All that an expression may stand for: texts, and ["at", path]s that no constant of the app has."""
    if isinstance(expression, str):
        return [expression]
    return OPTIONS[expression[0]](app, expression) if isinstance(expression, list) else []


def _of_any(app, expression):
    """Each one's, in order."""
    return [one for part in expression[1:] for one in options(app, part)][:MOST]


def _of_sum(app, expression):
    """Every way to put the parts together; none if a part is unknown."""
    parts = [texts(app, part) for part in expression[1:]]
    return ["".join(way) for way in itertools.islice(itertools.product(*parts), MOST)]


def _of_case(app, expression):
    """a.upper(), a.lower()"""
    change = {"upper": str.upper, "lower": str.lower}[expression[1]]
    return [change(text) for text in texts(app, expression[2])]


def _of_nothing(_app, _expression):
    """A mapping is no text; a parameter is known only where the function is called."""
    return []


def _of_path(app, expression):
    """What a dotted name stands for; itself, if no constant of the app has it."""
    path = expression[1]
    if path not in app["seen"]:
        app["seen"][path] = [expression]
        app["seen"][path] = _followed(app, path)
    return app["seen"][path]


def _followed(app, path):
    """A dotted name, followed through the constants of the module it lies in."""
    parts = path.split(".")
    end = next((end for end in range(len(parts), 0, -1) if ".".join(parts[:end]) in app["files"]), len(parts))
    rest = parts[end:]
    if not rest:
        return [["at", path]]
    constants = app["facts"](app["files"][".".join(parts[:end])])["constants"]
    for length in range(len(rest), 0, -1):
        if ".".join(rest[:length]) in constants:
            return _onward(app, constants[".".join(rest[:length])], rest[length:])
    return _onward(app, constants["*"], rest) if "*" in constants else [["at", path]]


def _onward(app, known, rest):
    """The options of a constant, with what is left of the dotted name after each path."""
    found = []
    for one in options(app, known):
        if isinstance(one, str):
            found += [one] if not rest or rest == ["value"] else []
        else:
            found += _of_path(app, ["at", ".".join([one[1], *rest])])
    return found


OPTIONS = {"any": _of_any, "+": _of_sum, "case": _of_case, "at": _of_path, "param": _of_nothing,
           "dict": _of_nothing}
