"""The variables that a lambda's own `env:` sets."""
from aws.app import Variable
from kit import names
from kit.problems import Problem
from kit.schema import line_of
from scan import variables
from scan.facts import FileFacts


def entries(path: str, facts: FileFacts, app: str, lambdas: dict) -> tuple[dict[str, Variable], list[Problem]]:
    """({name: variable of kind text, with the line of the block}, [Problem]) of an index.py.

    app  the app's name; lambdas: as of variables.meaning()
    """
    own: dict[str, Variable] = {}
    problems = []
    for name, text in ((facts["infra"] or {}).get("env") or {}).items():
        line = line_of(facts["lines"], f"env.{name}")
        if problem := name_problem(name, app, lambdas):
            problems.append(Problem(path, line, *problem))
        own[name] = {"name": name, "kind": "text", "of": text, "file": path, "line": line, "optional": False}
    return own, problems


def name_problem(name: str, app: str, lambdas: dict) -> tuple[str, str] | None:
    """(message, hint) of a variable that Lambda, Pareto or the app itself sets, else None."""
    if name.startswith(names.RESERVED):
        return f"env.{name}: Pareto sets this variable itself", names.RESERVED_HINT
    if variables.is_reserved(name):
        return f"env.{name}: Lambda sets this variable itself", "choose another name"
    return variables.set_twice(name, app, lambdas, "the infra block")
