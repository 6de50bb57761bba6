"""The whole template of an app, and who owns each resource of it: one fold over the recipes.

    parts(app)      [Part(owner, word, resources, outputs)] of each lambda, state and shared thing
    template(app)   the CloudFormation template
    owners(app)     {"OrdersQueueDlq": ("orders", "queue"), "DemoTable": ("demo", "table"),
                     "Api": (None, "endpoint")}
    addresses(app)  {"OrdersQueueDlq": ("lambdas/orders/index.py", 4)}: where to look if the cloud refuses one
"""
from typing import NamedTuple

from aws import cfn
from kit import names
from recipes import KINDS, TRIGGERS, bus, domain, environment, failures, function, layer_sets


class Part(NamedTuple):
    """What one word makes.

    owner  a lambda's name, a state's name, or None for what all share
    word   a trigger, "function" for the lambda itself, a kind of state, or "failures"
    """

    owner: str | None
    word: str
    resources: dict
    outputs: dict


def whole(app):
    """The app with the bus in its state, if anything needs one: the bus is called as the app."""
    if not bus.is_wanted(app):
        return app
    return {**app, "state": {**app["state"], "bus": {app["name"]: {}}}}


def parts(app):
    """Everything that an app is made of, in the order of names."""
    app = whole(app)
    fns = [fn for _name, fn in sorted(app["lambdas"].items())]
    made = []
    optional = environment.optional_parameters(environment.values(app))
    for fn in fns:
        made += lambda_parts(app, fn, optional)
    for kind, module in KINDS.items():
        made += [Part(name, kind, module.resources(app, name), module.outputs(app, name))
                 for name in sorted(app["state"].get(kind, {}))]
        if app["state"].get(kind):
            made.append(Part(None, kind, module.shared(app), {}))
    for word, module in TRIGGERS.items():
        called = [fn for fn in fns if word in fn["infra"]]
        if called:
            made.append(Part(None, word, module.shared(app, called), module.shared_outputs(app, called)))
    if app["state"].get("table") or any(map(function.is_asynchronous, fns)):
        made.append(Part(None, "failures", failures.resources(), failures.outputs()))
    made.append(Part(None, "domain", domain.resources(app), domain.outputs(app)))
    return made


def lambda_parts(app, fn, optional):
    """One lambda: itself, then what calls it."""
    words = [word for word in TRIGGERS if word in fn["infra"]]
    statements = environment.statements(app, fn)
    made = []
    for word in words:
        module = TRIGGERS[word]
        statements = statements + module.statements(app, fn)
        made.append(Part(fn["name"], word, module.resources(app, fn), module.outputs(app, fn)))
    itself = function.resources(app, fn, statements, environment.variables(app, fn, optional))
    return [Part(fn["name"], "function", itself, {}), *made]


def template(app, made=None):
    """The CloudFormation template of an app. made: parts(app), if at hand."""
    made = parts(app) if made is None else made
    values = environment.values(app)
    optional = environment.optional_parameters(values)
    conditions = cfn.merge(environment.conditions(optional), domain.conditions(app))
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": f"{app['name']}, made by pareto",
        "Parameters": cfn.merge(parameters(app), environment.parameters(values, optional),
                                domain.parameters(app)),
        **({"Conditions": conditions} if conditions else {}),
        "Resources": cfn.merge(*[part.resources for part in made]),
        "Outputs": cfn.merge({"Stage": {"Value": cfn.ref("Stage")}}, *outputs(app, made)),
    }


def outputs(app, made):
    """The parts' outputs. A stack has 200 at most: where lambdas are spread over several, theirs are left out."""
    return [part.outputs for part in made
            if names.stack_count(app) == 1 or part.owner is None or part.word in KINDS]


def parameters(app):
    """What is known only after push: where the code is, and the layers."""
    named = ["ArtifactsBucket", "Stage", *map(names.code_parameter, app["lambdas"]),
             *layer_sets.parameters(app)]
    return {name: {"Type": "String"} for name in named}


def owners(app, made=None):
    """{logical id: (owner, word)} of every resource."""
    return {id_: (part.owner, part.word) for part in (parts(app) if made is None else made)
            for id_ in part.resources}


def addresses(app, made=None):
    """{logical id: (path, line)}: the word that made it; of state and what is shared, its first use."""
    places = {}
    return {id_: places.setdefault(owner, address(app, *owner)) for id_, owner in owners(app, made).items()}


def address(app, owner, word):
    """(path, line) of a part: the line of the word, or of the first variable or block that wanted it."""
    if owner in app["lambdas"] and word not in KINDS:
        fn = app["lambdas"][owner]
        return fn["path"], fn["lines"].get(word, fn["lines"].get("", 0))
    fns = [fn for _name, fn in sorted(app["lambdas"].items())]
    for one in (one for fn in fns for one in fn["env"]):
        if one["kind"] == word and one["of"] == owner:
            return one["file"], one["line"]
    blocks = ("events", "indexes") if word in KINDS else (word,)
    for fn, said in ((fn, said) for fn in fns for said in blocks):
        if said in fn["lines"]:
            return fn["path"], fn["lines"][said]
    return (f"domains/{domain.of(app)}.yaml" if word == "domain" else "app.yaml"), 0
