"""What each lambda asks for, together with the modules of the app that it imports.

`app` is that of kit/follow.py. A file's facts name things in other files; here they are followed.
"""
from kit import follow
from kit.asks import IMPORTS, READS, askers
from kit.problems import Problem
from kit.schema import nearest

MODULE_HINT = ("end the line with `# pareto: ignore`; what it may import goes into the zip by "
               "`if False: import lambdas.x`, or by lying in the lambda's own folder")
FOLLOW_HINT = "hold the name in a constant, or end the line with `# pareto: ignore`"


def links(app, roots):
    """What is reached from the files of lambdas.

    roots  {lambda name: dotted module of its index.py}
    ->     ({name: {"module": as given, "files": {path}, "reads": [(variable, path, line, optional)],
                    "assigns": {variable}}}, [Problem])
    """
    edges, problems = {}, []
    waiting = [path for module in roots.values() for path in follow.imported(app, module)]
    while waiting:
        path = waiting.pop()
        if path not in edges:
            edges[path], wrong = _edges(app, path)
            problems += wrong
            waiting += edges[path]
    reads, wrong = _reads(app, sorted(edges))
    linked = {name: _linked(app, module, _reached(follow.imported(app, module), edges), reads)
              for name, module in roots.items()}
    return linked, problems + wrong


def problems(linked, facts):
    """[Problem] of every file that a lambda reaches, each taken alone."""
    reached = {path for link in linked.values() for path in link["files"]}
    return [Problem(path, *mistake) for path in sorted(reached) for mistake in facts(path)["problems"]]


def _linked(app, module, files, reads):
    """What a lambda asks for, from the files it reaches."""
    return {"module": module, "files": files,
            "reads": [(variable, path, line, optional) for path in files
                      for variable, line, optional in reads[path]],
            "assigns": {variable for path in files for variable in app["facts"](path)["assigns"]}}


def _reached(start, edges):
    """Every path that is reached from some, themselves with them."""
    found, waiting = set(), list(start)
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += edges[path]
    return found


def _edges(app, path):
    """({path of each file that a file imports}, [Problem])"""
    facts = app["facts"](path)
    found, problems = {file for module, _, _ in facts["imports"] for file in follow.imported(app, module)}, []
    for module, line, certain in facts["imports"]:
        parent = module.rpartition(".")[0]
        there = module in app["files"] or module in app["folders"]
        bare = parent in app["folders"] and parent not in app["files"]  # nothing but modules can come of it
        if not there and (certain or bare and certain is False):
            problems.append(Problem(path, line, f"no module {module}", nearest(module, app["files"])))
    for target, args, named, line, _optional in facts["asks"]:
        if target in IMPORTS:
            modules = follow.texts(app, (args or list(named.values()) or [None])[0])
            found.update(file for module in modules for file in follow.imported(app, module))
            if not modules:
                problems.append(Problem(path, line, "a module whose name cannot be followed", MODULE_HINT))
    return found, problems


def _reads(app, paths):
    """({path: [(variable, line, optional)]}, [Problem]) of all files.

    A read whose name is a parameter belongs to whoever calls the function, so every call of such a
    function is a question of its own, with what it gives put in for the parameter.
    """
    questions, calls, parameters = _questions(app, paths)
    found = {path: [tuple(read) for read in app["facts"](path)["reads"]] for path in paths}
    problems, asked = [], set()
    for path, line, key, optional in questions:
        if (path, line, repr(key)) in asked:
            continue
        asked.add((path, line, repr(key)))
        names = follow.texts(app, key)
        found[path].extend((name, line, optional) for name in names)
        asking = [(one, call) for one in askers(key) for call in calls.get(one, [])]
        questions += [(place, ask[3], _given(key, one, parameters[one], ask), optional)
                      for one, (place, ask) in asking]
        if not names and not asking:
            problems.append(Problem(path, line, "a variable whose name cannot be followed", FOLLOW_HINT))
    return found, problems


def _questions(app, paths):
    """([(path, line, key, optional)] of the reads that are not plain, {function: [(path, ask)]} of all
    other calls, {function: [parameter]})."""
    questions, calls, parameters = [], {}, {}
    for path in paths:
        facts = app["facts"](path)
        parameters.update(facts["functions"])
        for ask in facts["asks"]:
            target, args, named, line, optional = ask
            ways = [["at", target]] if target in READS else follow.options(app, ["at", target])
            for _at, way in (one for one in ways if isinstance(one, list)):
                if way in READS:
                    key = args[0] if args else named.get("key")
                    questions.append((path, line, key, optional or READS[way]))
                else:
                    calls.setdefault(way, []).append((path, ask))
    return questions, calls, parameters


def _given(expression, function, parameters, ask):
    """The expression with what a call gives put in for each parameter of the function."""
    if not isinstance(expression, list):
        return expression
    if expression[0] == "param" and expression[1] == function:
        args, named = ask[1], ask[2]
        at = parameters.index(expression[2])
        return args[at] if at < len(args) else named.get(expression[2])
    return [expression[0], *(_given(part, function, parameters, ask) for part in expression[1:])]
