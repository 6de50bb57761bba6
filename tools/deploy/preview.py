"""Problems of the next deploy that can be found without a call to a cloud: `make check` reports them."""
import glob
import itertools
import os
import re
from pathlib import Path

import orjson

from aws import clients, stacks, stages, tables
from deploy import parameters, pool_preview, stream_preview
from deploy.failures import FUNCTION_HINT, TIME_TO_LIVE_HINT
from kit import file_cache, names, secret_files, settings
from kit.problems import Problem
from recipes import environment, limits
from recipes import template as recipe

OTHER_INDEX = "DynamoDB cannot change an index: add one with another name, and remove this one a deploy later"
FOLDERS = ("layers", "words", "domains", "build/layers")  # that the findings depend on, besides the app's package
ONE_INDEX = "DynamoDB creates or deletes one index at a time: deploy the first, then the next one"


def stamp(app, folder, paths):
    """The stamp (kit/file_cache.py) of all that findings of `make check` depend on besides the tools; None if that is
    not known: of links, local packages, times. folder: of app.json; paths: further files"""
    paths = {*paths, *glob.glob("resources.*"), secret_files.LOCAL_FILE,  # no zip may have a value of a secret
             os.path.dirname(os.path.dirname(orjson.__file__))}  # pip's packages
    for walked, folders, files in (walk for top in (app["package"], *FOLDERS) for walk in os.walk(top)):
        folders[:] = [name for name in folders if name != "__pycache__"]
        paths.update(os.path.join(walked, name) for name in files)
        if any(os.path.islink(os.path.join(walked, name)) for name in (*folders, *files)):
            return None
    times = [[fn["infra"].get(word, {}).get(key, "") for word, key in (("timer", "once"), ("timer", "cron"), (
        "kinesis", "start"))] for fn in app["lambdas"].values()]
    if re.search(r"\d{4}", str(times)) or any(
            b"/" in Path(path).read_bytes() for path in glob.glob("layers/*/requirements.txt")):
        return None
    deployed = records(app, folder, "*")
    codes = {stage: sorted(artifact_parameters(f"{folder}/{stage}/artifacts.json")) for stage in sorted(deployed)}
    return file_cache.Stamps({}).of(paths, parameters.shell_values(app), deployed, codes)


def problems(app, template, owners, env, stage):
    """[Problem] that stop any deploy of the app to a stage: sizes, and values of variables.

    template, owners  of the app: recipes/template.py
    env               `env` of app.yaml
    """
    return [*limits.size_problems(app, template, limits.split(app, template, owners)), *value_problems(app, env, stage)]


def value_problems(app, env, stage):
    """[Problem] of names, of variables without a value, and of those that are too long; layers are built by push."""
    values = parameters.environment_values(app, env, stage)
    declared = {"Parameters": {name: {"Default": ""} if all(entry["optional"] for entry in entries) else {}
                               for name, entries in environment.values(app).items()}}
    without_layers = {**app, "lambdas": {name: {**fn, "infra": {**fn["infra"], "layers": []}}
                                         for name, fn in app["lambdas"].items()}}
    return [*parameters.name_problems(app, stage), *parameters.values(without_layers, declared, {}, values, stage)[1]]


def indexes(app):
    """{table: {global index: its key and projection as text}} of an app: what stack.json records of a deploy.

    {"demo": {"owner-index": "owner S", "by_day": "owner S, day N: keys"}}
    """
    return {table: {name: index_text(index) for name, index in tables.indexes(entry).items() if not index.local}
            for table, entry in sorted(app["state"].get("table", {}).items())}


def table_keys(app):
    """{table: "customer S, placed N"} of an app: what stack.json records of a deploy. Other keys replace the table."""
    return {table: ", ".join(f"{name} {type_}" for name, type_ in tables.keys(entry).items())
            for table, entry in sorted(app["state"].get("table", {}).items())}


def times_to_live(app):
    """{table: attribute} of the tables of an app that have a time to live: what stack.json records of a deploy."""
    return {table: attribute for table, entry in sorted(app["state"].get("table", {}).items())
            if (attribute := tables.time_to_live(entry))}


def record(app, stack, outputs, earlier):
    """stack.json after a deploy. stack: described(); outputs: {name: value}; earlier: earlier_stacks.record()"""
    result: stacks.StackRecord = {"stack": stack["StackName"], "region": app["settings"]["region"],
                                  "status": stack["StackStatus"], "outputs": outputs}
    if present := indexes(app):
        result["indexes"], result["keys"], result["ttl"] = present, table_keys(app), times_to_live(app)
    if any((streams := stream_preview.facts(app)).values()):
        result["streams"] = streams
    if attributes := pool_preview.attributes(app):
        result["attributes"] = attributes
    return {**result, **(earlier or {})}


def index_text(index):
    """"owner S" of an index with all attributes, "owner S, day N: keys" of another."""
    names = [f"{name} {type_}" for name, type_ in index.keys.items()]
    keys = ", ".join([" + ".join(names[:index.partition]), *names[index.partition:]])
    return keys if index.projection == "all" else f"{keys}: {index.projection}"


def recorded_indexes(record, table, present):
    """The indexes of a table in stack.json, as indexes() has them; earlier records have {"owner": "S"}.

    present  {index: text}, the result for a table without a record
    """
    return {f"{name}-index" if text in ("S", "N", "B") else name: f"{name} {text}" if text in ("S", "N", "B") else text
            for name, text in record.get("indexes", {}).get(table, present).items()}


def records(app, folder, stage):
    """{stage: stack.json} of a stage, or of "*", all of them, with a stack of the app's present name and region, as far
    as it is known.

    The local cloud loses its stacks when it stops: a record that is older than its start is ignored.
    """
    result, cloud = {}, Path(clients.CLOUD)
    for path in sorted(Path(folder).glob(f"{stage}/stack.json")):
        name = path.parent.name
        try:
            record: stacks.StackRecord = orjson.loads(path.read_bytes())
            lost = name == clients.LOCAL and path.stat().st_mtime < cloud.stat().st_mtime
            is_here = record.get("region", app["settings"]["region"]) == app["settings"]["region"]
            if record["stack"] == names.stack(app["name"], name) and is_here and not lost:
                result[name] = record
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return result


def state_problems(app, folder, stage):
    """[Problem] of changes that a deploy to a stage, or with "*" to any, could not make: of indexes, times to live,
    Kinesis streams, attributes of users, and names of functions.

    folder  of app.json: stack.json of each stage is in it
    """
    deployed = records(app, folder, stage)
    return [*index_problems(app, deployed), *time_to_live_problems(app, deployed),
            *stream_preview.problems(app, deployed), *pool_preview.problems(app, deployed),
            *function_problems(app, folder, stage)]


def index_problems(app, deployed):
    """[Problem] of tables of which a deploy would create or delete several indexes. deployed: of records()"""
    result = []
    for table, present in indexes(app).items():
        keys = table_keys(app)[table]
        for stage, record in deployed.items():
            if record.get("keys", {}).get(table, keys) != keys:
                continue  # the deploy replaces the table, with all its indexes
            before = recorded_indexes(record, table, present)
            changed = [name for items, others in ((before, present), (present, before))
                       for name, type_ in items.items() if others.get(name) != type_]
            if len(changed) > 1:
                path, line = address(app, table, before)
                hint = ONE_INDEX if len(set(changed)) > 1 else OTHER_INDEX
                result.append(Problem(path, line, f"a deploy to {stage} would change more than one "
                                      f"index of the table {table}: {', '.join(sorted(set(changed)))}", hint))
    return result


def time_to_live_problems(app, deployed):
    """[Problem] of tables whose time to live a deploy would move to another attribute. deployed: of records()

    docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html
    """
    result, keys = [], table_keys(app)
    for table, attribute in times_to_live(app).items():
        for stage, record in deployed.items():
            before = record.get("ttl", {}).get(table, attribute)
            if before != attribute and record.get("keys", {}).get(table, keys[table]) == keys[table]:
                line = app["state"]["table"][table]["settings"]["line"]
                result.append(Problem(settings.FILE, line, f"a deploy to {stage} would change the `ttl` of the table "
                                      f"{table} from {before} to {attribute}", TIME_TO_LIVE_HINT))
    return result


def function_problems(app, folder, stage):
    """[Problem] of lambdas whose function has the name of one in another stage: `b-c` in `a` and `c` in `a-b`."""
    others, result = records(app, folder, "*").keys() - {clients.LOCAL}, []
    own = {stage} if stage != "*" else others | app["settings"].get("stages", {}).keys() - {"*"}
    for other in sorted(others):
        codes = artifact_parameters(f"{folder}/{other}/artifacts.json")
        beginning = names.stack(app["name"], other) + "-"
        for at, (name, fn) in sorted(itertools.product(own - {other, clients.LOCAL}, app["lambdas"].items())):
            function = stages.function(app, at, name)
            rest = function.removeprefix(beginning)
            if rest != function and names.code_parameter(rest) in codes:
                result.append(Problem(fn["path"], 0, f"a deploy to {at} would create the function {function}, which "
                                      f"is that of {rest} in stage {other}", FUNCTION_HINT))
    return result


def artifact_parameters(path):
    """{parameter: value} of artifacts.json; {} if it cannot be read."""
    try:
        return orjson.loads(Path(path).read_bytes())["parameters"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def address(app, table, deployed_indexes):
    """(path, line) of the first index of a table that is not deployed; else of the table."""
    for _name, fn in sorted(app["lambdas"].items()):
        for at, index in enumerate(fn["infra"]["indexes"]):
            if index["table"] == table and f"{index['name']}-index" not in deployed_indexes:
                return fn["path"], fn["lines"].get(f"indexes.{at}", fn["lines"].get("indexes", 0))
    for index in app["state"]["table"][table].get("settings", {}).get("indexes", []):
        if index["name"] not in deployed_indexes:
            return settings.FILE, index["line"]
    return recipe.address(app, table, "table")
