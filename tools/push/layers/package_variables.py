"""The variables of `env` in app.yaml that no code of the app reads: they are set for the lambdas whose packages read
them.

    POWERTOOLS_SERVICE_NAME      the lambdas with a layer in whose packages the name is a text, or with one by ARN,
                                 whose packages are unknown
    AWS_MAX_ATTEMPTS             botocore's: the lambdas whose code imports boto3
    TZ, HOME, HTTPS_PROXY        of Python and its system: all lambdas
"""
import os
import re
from pathlib import Path

from aws.app import AppModel, Lambda
from kit import files, names
from kit.problems import Problems
from recipes import layer
from scan.variables import ENDPOINT_OF_SERVICE, OF_PYTHON, SETTABLE, is_reserved

QUOTED = re.compile(rb"""["'\0]([A-Za-z][A-Za-z0-9_]+)(?=["'\0])""")
IMPORTS_BOTO3 = re.compile(r"^[ \t]*(import|from)\s+(boto3|botocore)\b", re.M)


def assigned(app: AppModel, env):
    """app.json with the entries of these variables: {"name": "TZ", "kind": "value", ..., "optional": True}.

    env  the names of `env`
    Builds a layer that was never built. Raises Problems if that fails.
    """
    read = {variable["name"] for fn in app["lambdas"].values() for variable in fn["env"] if variable["kind"] != "text"}
    unread = sorted(name for name in env if name not in read and names.VARIABLE.fullmatch(name)
                    and not is_reserved(name))
    if not unread:
        return app
    of_boto3 = botocore_variables().intersection(unread) | {
        name for name in unread if name.startswith(ENDPOINT_OF_SERVICE)}
    of_layer: dict[str, set] = {}
    lambdas = {}
    for fn_name, fn in app["lambdas"].items():
        own = {name: "" for name in unread if name in SETTABLE or OF_PYTHON.fullmatch(name)}
        own.update({name: "" for name in of_boto3 if imports_boto3(fn)})
        for position, name_or_arn in enumerate(fn["infra"]["layers"]):
            if name_or_arn not in of_layer:
                of_layer[name_or_arn] = set(unread) if layer.is_arn(name_or_arn) else \
                    layer_variables(name_or_arn, app["settings"]).intersection(unread)
            own.update({name: f"layers.{position}" for name in of_layer[name_or_arn]})
        entries = [{"name": name, **meaning(app, name), "file": fn["path"], "line": fn["lines"].get(key, 0),
                    "optional": True} for name, key in own.items() if name not in fn["infra"].get("env", {})]
        lambdas[fn_name] = {**fn, "env": sorted([*fn["env"], *entries], key=lambda entry: entry["name"])}
    return {**app, "lambdas": lambdas}


def meaning(app: AppModel, name: str) -> dict:
    """The kind and `of` (aws/app.py: Variable) of a variable of app.yaml: a value, or a resource of resources.yaml."""
    reference = app["settings"].get("references", {}).get(name)
    return {"kind": "resource", "of": reference["target"]} if reference else {"kind": "value", "of": None}


def botocore_variables():
    """{name} of the variables that botocore, which Lambda's runtime brings, reads for its settings."""
    from botocore.configprovider import BOTOCORE_DEFAUT_SESSION_VARIABLES  # slow to import, and rarely needed
    variables = [variable for _key, variable, _default, _convert in BOTOCORE_DEFAUT_SESSION_VARIABLES.values()]
    return {name for variable in variables if variable
            for name in ([variable] if isinstance(variable, str) else variable)}


def imports_boto3(fn: Lambda) -> bool:
    """Whether the code of a lambda imports boto3 or botocore."""
    return any(os.path.exists(path) and IMPORTS_BOTO3.search(Path(path).read_text(errors="replace"))
               for path in (fn["path"], *fn["modules"]))


def layer_variables(name: str, settings) -> set[str]:
    """{text} of a layer's packages that can be a variable's name; cached in a file beside the layer's zip."""
    record = built_record(name, settings)
    path = Path(record["zip"]).with_suffix(".names.json")
    if not path.exists():
        files.write_json(str(path), sorted(quoted_names(record["zip"])))
    return set(files.read_json(str(path)))


def built_record(name: str, settings):
    """The record of a layer built for any target; else of a new build, for this machine if possible."""
    from push.layers import builds, layer_files, targets  # 60 ms, and rarely needed
    machine_target, app_target = targets.this_machine(), targets.of_app(settings)
    text = layer_files.read(name)
    for target in (machine_target, app_target):
        if record := builds.cached_record(name, text, target):
            return record
    try:
        return builds.built_record(name, machine_target)
    except Problems:
        return builds.built_record(name, app_target)


def quoted_names(path: str):
    """{name} of the quoted texts in capitals in the Python files of a zip and in its compiled modules."""
    import zipfile  # 5 ms, and few runs read a zip
    with zipfile.ZipFile(path) as archive:
        return {name.decode() for entry in archive.namelist() if entry.endswith((".py", ".so"))
                for name in QUOTED.findall(archive.read(entry)) if name.isupper()}
