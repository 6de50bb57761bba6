"""Problems of the next deploy, as far as this machine knows them: `make check` reports them. No call to a cloud."""
import os
from pathlib import Path

import orjson

from aws import clients, stacks
from deploy import parameters
from kit import names, settings
from kit.problems import Problem
from recipes import environment, limits
from recipes import template as recipe

ONE_INDEX = "DynamoDB creates or deletes one index at a time: deploy the first, then the next one"


def problems(app, template, env, stage, folder):
    """[Problem] of a deploy of the app to a stage.

    template  of the app
    env       `env` of app.yaml
    folder    of app.json: stack.json of each stage is in it
    """
    owners = recipe.owners(app) if names.stack_count(app) > 1 else {}
    sizes = limits.size_problems(app, template, limits.split(app, template, owners))
    return [*sizes, *value_problems(app, env, stage), *index_problems(app, records(app, folder))]


def value_problems(app, env, stage):
    """[Problem] of variables without a value, and of those that are too long; layers are built by push."""
    values = settings.values(env, stage)
    values.update({name: os.environ[name] for name in parameters.variables(app) if name in os.environ})
    declared = {"Parameters": {name: {"Default": ""} if all(entry["optional"] for entry in entries) else {}
                               for name, entries in environment.values(app).items()}}
    without_layers = {**app, "lambdas": {name: {**fn, "infra": {**fn["infra"], "layers": []}}
                                         for name, fn in app["lambdas"].items()}}
    return parameters.values(without_layers, declared, {}, values, stage)[1]


def indexes(app):
    """{table: {index: its key's type}} of an app: what stack.json records of a deploy."""
    return {table: {index["name"]: index["type"] for index in entry.get("indexes", [])}
            for table, entry in sorted(app["state"].get("table", {}).items())}


def records(app, folder):
    """{stage: stack.json} of the stages with a stack of the app's present name, as far as it is known.

    The local cloud loses its stacks when it stops: a record that is older than its start counts nothing.
    """
    result, cloud = {}, Path(clients.CLOUD)
    for path in sorted(Path(folder).glob("*/stack.json")):
        stage = path.parent.name
        try:
            record: stacks.StackRecord = orjson.loads(path.read_bytes())
            lost = stage == clients.LOCAL and path.stat().st_mtime < cloud.stat().st_mtime
            if record["stack"] == names.stack(app["name"], stage) and not lost:
                result[stage] = record
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return result


def index_problems(app, deployed):
    """[Problem] of tables of which a deploy would create or delete several indexes. deployed: records()"""
    result = []
    for table, present in indexes(app).items():
        for stage, record in deployed.items():
            before = record.get("indexes", {}).get(table, present)
            changed = [f"{name}-index" for items, others in ((before, present), (present, before))
                       for name, type_ in items.items() if others.get(name) != type_]
            if len(changed) > 1:
                path, line = address(app, table, before)
                result.append(Problem(path, line, f"a deploy to {stage} would change more than one "
                                      f"index of the table {table}: {', '.join(sorted(set(changed)))}", ONE_INDEX))
    return result


def address(app, table, deployed_indexes):
    """(path, line) of the first index of a table that is not deployed; else of the table."""
    for _name, fn in sorted(app["lambdas"].items()):
        for at, index in enumerate(fn["infra"]["indexes"]):
            if index["table"] == table and index["name"] not in deployed_indexes:
                return fn["path"], fn["lines"].get(f"indexes.{at}", fn["lines"].get("indexes", 0))
    return recipe.address(app, table, "table")
