"""The app model (build/app.json) from the facts of all files. Pure: scan.scanning reads the files."""
from collections.abc import Callable, Iterable
from typing import Any

from aws.app import AppModel, AppSettings, Lambda, State, rule_entries
from kit import api_settings, names, secret_settings
from kit.problems import Problem
from kit.schema import line_of, nearest
from kit.settings import Settings
from recipes import KINDS, bus_source, http_api, layer, recipients, sign_in
from scan import buckets, clashes, own_values, renames, setting_problems, tables, user_pools, variables
from scan.facts import FileFacts, Link

SOURCES = ("table", "bucket", "website")


def model(settings: Settings, root: str, folders: dict[str, str], linked: dict[str, Link],
          facts: Callable[[str], FileFacts], layers: set[str]) -> tuple[AppModel, list[Problem]]:
    """The model, and its problems.

    settings  of kit/settings.py
    root      the package's folder, as the user wrote it: "lambdas"
    folders   {lambda name: folder below the root}
    linked    {lambda name: Link}
    facts     path -> FileFacts, `infra` being the normal form or None
    layers    the folders in layers/
    ->        (model, [Problem]); use the model only if there is no problem
    """
    parts = variables.parts({name: facts(f"{root}/{folder}/index.py")["trigger"] for name, folder in folders.items()})
    owners = {f"{root}/{folder}": name for name, folder in folders.items()}
    fns: dict[str, Lambda] = {}
    app, problems, meanings = names.own_prefix(settings), [], {}

    def meaning(name, optional):
        if (name, optional) not in meanings:
            meanings[name, optional] = _meaning(name, settings, parts, optional)
        return meanings[name, optional]

    for name, folder in sorted(folders.items()):
        path = f"{root}/{folder}/index.py"
        env, env_problems = _environment(path, linked[name], meaning, facts(path), app, parts)
        fns[name] = {
            "name": name, "path": path, "handler": f"{linked[name]['module']}.handler",
            "infra": facts(path)["infra"], "lines": facts(path)["lines"], "env": env,
            "modules": sorted(file for file in linked[name]["files"] if _owner(file, owners) != name)}
        problems += [*env_problems, *_handler_problems(path, facts(path))]
    valid = {name: fn for name, fn in fns.items() if fn["infra"] is not None}
    renamed = renames.problems(app, fns, linked, settings["env"], parts, settings["name"])
    app_state = tables.described(state(valid, app, recipients.secrets(settings)), settings.get("tables", {}))
    buckets.describe(app_state, settings)
    problems += [*_lambda_problems(settings, fns, valid, layers),
                 *(renamed or _source_problems(settings, fns, valid, app_state))]
    of_app: AppModel = {"name": settings["name"], "package": root, "settings": _settings(settings),
                        "lambdas": completed(settings, fns, app_state), "state": app_state}
    return {**of_app, "prefix": app} if app != settings["name"] else of_app, problems


def completed(settings: Settings, lambdas: dict[str, Lambda], app_state: State | None = None) -> dict[str, Lambda]:
    """The lambdas, with the settings of their tables and of the API in their blocks."""
    described: Any = {"table": {name: {"settings": table} for name, table in settings.get("tables", {}).items()}}
    return http_api.with_format(tables.with_keys(lambdas, app_state or described), settings)


def _meaning(name, settings, parts, optional):
    """The meaning of a variable, as scan/variables.py has it; of a secret by its store. parts: of variables.parts()"""
    target, problem = variables.meaning(name, names.own_prefix(settings), parts, settings["env"],
                                        settings.get("references"), optional)
    if target and target[0] == "secret" and secret_settings.is_parameter(settings, target[1]):
        target = "parameter", target[1]
    return target, problem


def state(lambdas: dict[str, Lambda], app: str, secrets: Iterable[str] = ()) -> State:
    """{"table": {"demo": {"indexes": [...]}}, "bucket": {...}, ...} of all lambdas. secrets: of app.yaml"""
    by_kind: Any = {kind: {} for kind in KINDS}
    for fn in lambdas.values():
        for variable in fn["env"]:
            if variable["kind"] == "website_url":
                by_kind["website"].setdefault(variable["of"], {})
            elif variable["kind"] in by_kind:
                by_kind[variable["kind"]].setdefault(variable["of"], {})
        for _key, event in rule_entries(fn["infra"]):
            source = event.get("source", {"type": "bus", "name": app})
            if source["type"] in by_kind:
                by_kind[source["type"]].setdefault(source["name"], {})
        for user in [*fn["infra"]["indexes"], *([fn["infra"]["stream"]] if "stream" in fn["infra"] else [])]:
            by_kind["table"].setdefault(user["table"], {})
        if "kinesis" in fn["infra"]:
            by_kind["data_stream"].setdefault(fn["infra"]["kinesis"]["stream"], {})
    for secret in secrets:
        by_kind["secret"].setdefault(secret, {})
    if by_kind["table"]:
        by_kind["bus"].setdefault(app, {})
    for table, entry in by_kind["table"].items():
        indexes = {index["name"]: index["type"] for fn in lambdas.values() for index in fn["infra"]["indexes"]
                   if index["table"] == table}
        entry["indexes"] = [{"name": name, "type": type_} for name, type_ in sorted(indexes.items())]
    return by_kind


def _settings(settings: Settings) -> AppSettings:
    """The settings that later tools need, without env: no value is written to build/."""
    keys = {*AppSettings.__annotations__, "boundary"}
    of_app: Any = {key: value for key, value in settings.items() if key in keys}
    return of_app


def _owner(path, owners):
    """The name of the lambda whose folder holds a file: of nested folders the innermost; None without one."""
    folder = path.rpartition("/")[0]
    while folder and folder not in owners:
        folder = folder.rpartition("/")[0]
    return owners.get(folder)


def _environment(path, link, meaning, facts, app, lambdas):
    """([the variables of a lambda], [Problem])

    meaning  that of scan/variables.py, for a name
    facts    of its index.py, whose infra block may set variables; app: the app's name
    lambdas  as of variables.meaning()
    Of several lines that read a variable, the entry has the first that requires it, index.py's before other files'.
    """
    own, problems = own_values.entries(path, facts, app, lambdas)
    by_name = {}
    reads = sorted(link["reads"], key=lambda read: (read[0], read[3], read[1] != path, read[1], read[2]))
    for name, file, line, optional in reads:
        if name in by_name or variables.is_lambdas_own(name):
            continue
        if name in own:
            by_name[name] = {**own[name], "file": file, "line": line}
            continue
        optional = optional or name in link["assigns"]
        target, problem = meaning(name, optional)
        if target:
            by_name[name] = {"name": name, "kind": target[0], "of": target[1], "file": file, "line": line,
                             "optional": optional}
        elif name not in link["assigns"] and not (optional and problem[0].startswith("Lambda")):
            problems.append(Problem(file, line, *problem))
    return [variable for _name, variable in sorted({**own, **by_name}.items())], problems


def _handler_problems(path, facts):
    """Yields a Problem if Lambda cannot call a file's handler."""
    handler = facts["handler"]
    if facts["parsed"] and not handler:
        yield Problem(path, 0, "no function `handler`",
                      "def handler(event, context):, or `handler = lambda_handler` of a function with another name")
    elif handler and handler["fault"]:
        fault = handler["fault"]
        yield Problem(path, handler["line"], f"handler {fault}", "return [...], or return a response" if
                      fault.startswith("has a yield") else "def handler(event, context):" if
                      fault.startswith(("takes", "is async")) else
                      "def handler(event, context):, and no other meaning of that name in this file")


def _layer_problems(lambdas, layers, settings):
    """Yields a Problem for each layer of a lambda that has no folder in layers/, or is of another region; and for each
    network that app.yaml does not have."""
    yield from setting_problems.networks(lambdas, settings.get("vpcs", {}))
    for fn in lambdas.values() if not recipients.exist(settings) else ():
        if "alarm" in fn["infra"]:
            yield Problem(fn["path"], line_of(fn["lines"], "alarm"), "alarm has no effect: app.yaml has no alerts",
                          "write who gets the messages: alerts: {email: ann@example.com} (docs/alerts.md)")
    region = settings["region"]
    for fn in lambdas.values():
        for at, name in enumerate(fn["infra"]["layers"]):
            line = line_of(fn["lines"], f"layers.{at}")
            if layer.is_arn(name):
                of_layer = layer.region(name)
                if of_layer not in (None, region):
                    yield Problem(fn["path"], line, f"{name} is a layer of {of_layer}, and the app is in {region}",
                                  "Lambda accepts only layers of its own region: write ${AWS::Region} in the ARN")
            elif name not in layers:
                yield Problem(fn["path"], line, f"no layer {name!r} in layers/",
                              nearest(name, layers) or f"`make layer pkg={name}` makes it")


def _lambda_problems(settings, fns, valid, layers):
    """[Problem] of lambdas together, of layers, addresses and buses. valid: the lambdas whose block can be read"""
    is_http, users = api_settings.is_http(settings), settings.get("users", {})
    return [*clashes.clashes(fns, settings.get("domain"), is_http), *_layer_problems(valid, layers, settings),
            *(sign_in.problems(users, valid) if len(valid) == len(fns) else []), *user_pools.problems(users, valid),
            *setting_problems.addresses(fns, settings), *setting_problems.partitions(valid, settings["region"]),
            *setting_problems.api_type(valid, is_http), *setting_problems.key_sources(valid, settings),
            *_bus_problems(valid, settings["name"], settings["region"])]


def _source_problems(settings, fns, valid, app_state):
    """[Problem] of state that blocks or app.yaml name, and that the app does not have."""
    # A lambda whose block has a problem may name any bucket.
    described = settings if len(valid) == len(fns) else {}
    return [*_state_problems(valid, names.own_prefix(settings)), *buckets.problems(app_state, described),
            *tables.problems(fns, app_state, settings.get("tables", {}))]


def _bus_problems(lambdas, app, region):
    """Yields a Problem for each rule on the bus of another app that is this app, or on a bus of another region."""
    for fn in lambdas.values():
        for key, event in rule_entries(fn["infra"]):
            problem = bus_source.problems_in_app(event["source"], app, region) if bus_source.is_foreign(event) else None
            if problem:
                yield Problem(fn["path"], line_of(fn["lines"], f"{key}.source.name"), *problem)


def _state_problems(lambdas, app):
    """Problems of tables, buckets and websites in infra blocks that cannot be the app's."""
    for fn in lambdas.values():
        uses = [(f"{key}.source.name", event["source"]["type"], event["source"]["name"])
                for key, event in rule_entries(fn["infra"])
                if event.get("source", {}).get("type") in SOURCES]
        uses += [(f"indexes.{at}.table", "table", index["table"]) for at, index in enumerate(fn["infra"]["indexes"])]
        uses += [("stream.table", "table", fn["infra"]["stream"]["table"])] if "stream" in fn["infra"] else []
        uses += [("kinesis.stream", "data_stream", block["stream"]) for block in [fn["infra"].get("kinesis")] if block]
        for key, kind, name in uses:
            if name != app and not name.startswith(app + "-"):
                existing = sorted({app, *(variable["of"] for reader in lambdas.values() for variable in reader["env"]
                                          if variable["kind"] == kind)})
                yield Problem(fn["path"], line_of(fn["lines"], key),
                              f"{kind.replace('_', ' ')} {name!r} is not the app's",
                              nearest(name, existing) or renames.state_hint(app, kind, key.rpartition(".")[2], name))
