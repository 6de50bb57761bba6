"""The whole template of an app, and the owner of each of its resources: one fold over the recipes.

    parts(app)      [Part(owner, word, resources, outputs)] of each lambda, of each state, and of shared resources
    template(app)   the CloudFormation template
    owners(app)     {"OrdersQueueDlq": ("orders", "queue"), "DemoTable": ("demo", "table"),
                     "Api": (None, "endpoint")}
    addresses(app)  {"OrdersQueueDlq": ("lambdas/orders/index.py", 4)}: the file and line that caused a resource
"""
from collections.abc import Mapping
from typing import Any, NamedTuple

from aws import cfn, tables
from aws.app import AppModel, Lambda, rule_entries
from kit import names
from kit.last_call import remembered
from recipes import (
    KINDS,
    TRIGGERS,
    access,
    alarms,
    alerts,
    builder,
    bus,
    bus_source,
    dashboard,
    domain,
    environment,
    failures_queue,
    function,
    layer,
    live,
    log,
    own_resources,
    recipients,
    throttling,
    trigger,
    user_pool,
    user_trigger,
    vpc,
)


class Part(NamedTuple):
    """The resources and outputs of one word.

    owner  a lambda's name, a state's name, or None for shared resources
    word   a trigger, "function" for the lambda itself, a kind of state, "failures", or "resources" for resources.yaml
    """

    owner: str | None
    word: str
    resources: dict
    outputs: dict


def app_with_bus(app: AppModel) -> AppModel:
    """The app model with the bus in its state, if anything needs the bus."""
    if not bus.is_needed(app):
        return app
    return {**app, "state": {**app["state"], "bus": {names.own_prefix(app): {}}}}


def parts(app: AppModel) -> list[Part]:
    """[Part] of a whole app, in the order of names."""
    app = app_with_bus(app)
    fns = [fn for _name, fn in sorted(app["lambdas"].items())]
    app_parts = []
    optional = environment.optional_parameters(environment.values(app))
    for fn in fns:
        app_parts += lambda_parts(app, fn, optional)
    state: Mapping[str, Any] = app["state"]
    for kind, module in KINDS.items():
        app_parts += [Part(name, kind, module.resources(app, name), module.outputs(app, name))
                      for name in sorted(state.get(kind, {}))]
        if state.get(kind):
            app_parts.append(Part(None, kind, module.shared(app), {}))
    for word, module in TRIGGERS.items():
        fns_of_word = [fn for fn in fns if word in fn["infra"]]
        if fns_of_word:
            app_parts.append(Part(None, word, module.shared(app, fns_of_word), module.shared_outputs(app, fns_of_word)))
    if any(map(tables.streams, state.get("table", {}).values())) or any(map(sends_failures, fns)) \
            or state.get("schedule") or recipients.exist(app["settings"]):
        app_parts.append(Part(None, "failures", failures_queue.resources(bus_source.foreign_rules(fns)),
                              failures_queue.outputs()))
    app_parts += [Part(None, "users", user_pool.resources(app, pool, user_trigger.config(app, pool)),
                       user_pool.outputs(app, pool)) for pool in user_pool.needed(app)]
    if recipients.exist(app["settings"]):
        app_parts.append(Part(None, "alerts", alerts.resources(app), alerts.outputs(app)))
    if builder.is_needed(app):
        app_parts.append(Part(None, builder.KIND, builder.resources(app), {}))
    app_parts += [Part(None, "vpc", networks, {}) for networks in [vpc.resources(app)] if networks]
    app_parts.append(Part(None, "domain", domain.resources(app), domain.outputs(app)))
    app_parts += [Part(None, word, added["resources"], added["outputs"])
                  for word, added in sorted(app.get("words", {}).items())]
    if recipients.exist(app["settings"]):
        app_parts += [Part(*entry, {}) for entry in alarms.resources(app, app_parts)]
    if dashboard.is_needed(app):
        app_parts.append(Part(None, "dashboard", dashboard.resources(app, app_parts), dashboard.outputs(app)))
    if "resources" in app:
        app_parts.append(Part(None, own_resources.WORD, own_resources.resources(app), own_resources.outputs(app)))
    return app_parts


def lambda_parts(app: AppModel, fn: Lambda, optional: set[str]) -> list[Part]:
    """[Part] of a lambda: its function, trigger and own words. optional: of environment.optional_parameters()"""
    words = [word for word in TRIGGERS if word in fn["infra"]]
    statements = access.statements(app, fn, optional)
    word_parts = []
    for word in words:
        module = TRIGGERS[word]
        statements = statements + module.statements(app, fn)
        resources = live.aliased(fn, module.resources(app, fn))
        word_parts.append(Part(fn["name"], word, resources, module.outputs(app, fn)))
    for word, added in sorted(fn.get("words", {}).items()):
        statements = statements + added["statements"]
        word_parts.append(Part(fn["name"], word, added["resources"], added["outputs"]))
    itself = function.resources(app, fn, statements, environment.variables(app, fn, optional), is_asynchronous(fn))
    return [Part(fn["name"], "function", itself, {}), *word_parts]


def sends_failures(fn: Lambda) -> bool:
    """Whether failed events of a lambda go to the failures queue."""
    return is_asynchronous(fn) or bool({"stream", "kinesis"} & fn["infra"].keys()) or bool(rule_entries(fn["infra"]))


def is_asynchronous(fn: Lambda) -> bool:
    """Whether callers do not wait, so that Lambda itself must send failed events to a queue."""
    word = trigger(fn["infra"])
    return not (word and TRIGGERS[word].CALLER_WAITS)


def template(app: AppModel, app_parts: list[Part] | None = None) -> dict:
    """The CloudFormation template of an app. app_parts: parts(app), if computed already."""
    app_parts = parts(app) if app_parts is None else app_parts
    values = environment.values(app)
    optional = environment.optional_parameters(values)
    resources = cfn.merge(*[part.resources for part in app_parts])
    conditions = cfn.merge(environment.conditions(optional), access.conditions(app), domain.conditions(app),
                           function.conditions(app["settings"]), vpc.conditions(app), own_resources.conditions(app),
                           throttling.conditions(app), log.conditions(app["settings"], resources),
                           recipients.conditions(app["settings"]),
                           *([recipients.log_conditions(app["settings"])]
                             if any("alarm" not in fn["infra"] for fn in app["lambdas"].values()) else []))
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": f"{app['name']}, made by pareto",
        "Parameters": cfn.merge(parameters(app), environment.parameters(values, optional),
                                domain.parameters(app)),
        **({"Conditions": conditions} if conditions else {}),
        "Resources": live.described(app, resources),
        "Outputs": cfn.merge({"Stage": {"Value": cfn.ref("Stage")}}, *outputs(app, app_parts)),
    }


parts_of_file = remembered(parts)  # of an app model that nobody changes: several programs of one process need them


def outputs(app: AppModel, app_parts: list[Part]) -> list[dict]:
    """[{name: output}] of the parts. A stack has 200 at most: an app of several stacks has none for its lambdas."""
    return [part.outputs for part in app_parts
            if names.stack_count(app) == 1 or part.owner is None or part.word in KINDS]


def parameters(app: AppModel) -> dict[str, dict]:
    """{name: {"Type": "String"}} of the stage, and of what only push knows: bucket and keys of the code, and layers."""
    parameter_names = ["ArtifactsBucket", "Stage", *map(names.code_parameter, app["lambdas"]),
                       *map(names.layer_parameter, layer.members(app)), *live.parameters(app)]
    return {name: {"Type": "String"} for name in parameter_names}


def owners(app: AppModel, app_parts: list[Part] | None = None) -> dict[str, tuple[str | None, str]]:
    """{logical id: (owner, word)} of every resource."""
    return {id_: (part.owner, part.word) for part in (parts(app) if app_parts is None else app_parts)
            for id_ in part.resources}


def addresses(app: AppModel, app_parts: list[Part] | None = None) -> dict[str, tuple[str, int]]:
    """{logical id: (path, line)}: the word that causes it; for state and shared resources, the first use."""
    address_of_part = {}
    return {id_: own_resources.address(app, f"Resources.{id_}") if owner == (None, own_resources.WORD) else
            address_of_part.setdefault(owner, address(app, *owner))
            for id_, owner in owners(app, app_parts).items()}


def address(app: AppModel, owner: str | None, word: str) -> tuple[str, int]:
    """(path, line) of a part: the line of the word, or of the first variable or block that uses it."""
    if owner in app["lambdas"] and word not in KINDS:
        fn = app["lambdas"][owner]
        return fn["path"], fn["lines"].get(word, fn["lines"].get("", 0))
    fns = [fn for _name, fn in sorted(app["lambdas"].items())]
    for variable in (variable for fn in fns for variable in fn["env"]):
        if variable["kind"] == word and variable["of"] == owner:
            return variable["file"], variable["line"]
    of_state = ("kinesis",) if word == "data_stream" else ("events", "queue.from", "indexes", "stream")
    blocks = of_state if word in KINDS else ("endpoint", "users") if word == "users" else (word,)
    for fn, block in ((fn, block) for fn in fns for block in blocks):
        if block in fn["lines"]:
            return fn["path"], fn["lines"][block]
    return (f"domains/{domain.of(app)}.yaml" if word == "domain" else "app.yaml"), 0
