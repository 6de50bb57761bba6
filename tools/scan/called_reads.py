"""The variables that lambdas read through helper functions (kit/helper_reads.py), without the interpreter."""
from typing import Any

from kit import helper_reads


def helper_reads_of(package, paths: list[str]) -> Any:
    """The EnvironmentReads of a lambda through helpers, as the interpreter's; None if it must follow the code.

    package  of scan/links.py
    paths    the files that the lambda imports; all of them plain
    """
    reads, sites = [], {}  # {(path, helper): whether it is called}
    for path in paths:
        sites.update(((path, name), False) for name in package.facts(path)["helpers"])
    for path in paths if sites else ():
        for dotted, calls in package.facts(path)["uses"].items():
            target = (path, dotted[1:]) if dotted.startswith(".") else _target(package, dotted)
            if target is None:
                continue
            if target not in sites or calls is None:
                return None
            sites[target] = True
            helper = package.facts(target[0])["helpers"][target[1]]
            variables = [(_variable(helper, *arguments), path, line, helper["optional"]) for line, *arguments in calls]
            if any(variable[0] is None for variable in variables):
                return None
            reads += variables
    helpers_not_called = [package.facts(path)["helpers"][name] for (path, name), called in sites.items() if not called]
    if any(_variable(helper, [], {}) for helper in helpers_not_called):  # its default names the variable
        return None
    addresses = {site: (site[0], package.facts(site[0])["helpers"][site[1]]["line"]) for site in sites}
    return {"files": [], "reads": reads, "assigns": [], "imports": [], "gave_up": None,
            "unknown": [[path, line, f"{path}:{line}", False]
                        for site, (path, line) in addresses.items() if not sites[site]],
            "known": [f"{path}:{line}" for site, (path, line) in addresses.items() if sites[site]]}


def _variable(helper, positional, keywords):
    """The variable that a call reads; None if it is unknown, or the call does not fit."""
    parameters = helper["parameters"]
    if len(positional) > len(parameters) or not keywords.keys() <= parameters.keys():
        return None
    arguments = dict(zip(parameters, positional))
    return helper_reads.variable(helper["template"], [*(parameters | arguments | keywords).values()])


def _target(package, dotted, seen=()):
    """(path, name) of the helper that a dotted name means; None for any other name.

    For a module with helpers, or a part of a helper, it is (path, "").
    """
    module, names = dotted, []
    while module not in package.files and "." in module:
        module, _dot, name = module.rpartition(".")
        names.insert(0, name)
    if module not in package.files or dotted in seen:
        return None
    facts, path = package.facts(package.files[module]), package.files[module]
    if not names:
        return (path, "") if facts["helpers"] else None
    if names[0] in facts["helpers"]:
        return path, names[0] if len(names) == 1 else ""
    if names[0] in facts["names"]:
        return _target(package, ".".join([facts["names"][names[0]], *names[1:]]), (*seen, dotted))
    return None
