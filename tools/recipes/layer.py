"""layers: folders of layers/ whose packages the lambda may import, and layers of others by their ARNs.

    infra:
      layers:
      - pyyaml
      - arn:aws:lambda:${AWS::Region}:580247275435:layer:LambdaInsightsExtension-Arm64:20

Lambda allows five layers of a function, so of six or more those of layers/ are merged into one. A layer is built once
for the app's runtime and architecture, and once for each other pair that lambdas have of their own.
"""
from typing import Any, Literal

from aws import cfn
from aws.app import AppModel, AppSettings, Lambda
from kit import names
from kit.problems import KeyProblem
from recipes import nothing, permission

OWN: tuple[Literal["runtime"], Literal["architecture"]] = ("runtime", "architecture")
# docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersionByArn.html
ARN = (r"arn:(aws[a-z-]*|\$\{AWS::Partition\}):lambda:([a-z0-9-]+|\$\{AWS::Region\}):(\d{12}|\$\{AWS::AccountId\})"
       r":layer:[A-Za-z0-9_-]{1,140}:\d+")
MOST = 5  # of one function: docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
SCHEMA = {
    "title": "layers",
    "description": "Names of folders in `layers/`, which `make layer` makes, and ARNs of layers that others publish: "
                   "their packages can be imported. Pareto replaces `${AWS::Region}` and the like.",
    "type": "array",
    "items": {"type": "string", "pattern": f"^([A-Za-z0-9][A-Za-z0-9_.-]{{0,99}}|{ARN})$",
              "description": "the name of a folder in layers/: letters, digits, ., _ and -, 100 at most; or the ARN of "
                             "a layer's version, as arn:aws:lambda:${AWS::Region}:123456789012:layer:NAME:1"},
    "default": [],
    "examples": [["pyyaml"], ["arn:aws:lambda:${AWS::Region}:580247275435:layer:LambdaInsightsExtension-Arm64:20"]],
}


def problems(block: list[str]) -> list[KeyProblem]:
    """[(key, message, hint)] of layers that are listed twice, and of more ARNs than a function may have."""
    faults = [(str(at), f"layer {name!r} is listed twice", "write it once")
              for at, name in enumerate(block) if name in block[:at]]
    versions = [name.rpartition(":")[0] if is_arn(name) else "" for name in block]
    faults += [(str(at), f"two versions of the layer {name}: a function can have only one", "remove one")
               for at, name in enumerate(versions) if name and name in versions[:at] and block[at] not in block[:at]]
    arns = [at for at, name in enumerate(block) if is_arn(name)]
    most = MOST - (len(arns) < len(block))
    return faults + [(str(at), f"{len(arns)} layers by ARN: a function may have {MOST} layers"
                      + (", and the layers of layers/ are one of them" if most < MOST else ""), "remove layers")
                     for at in arns[most:most + 1]]


def is_arn(name: str) -> bool:
    """Whether an entry of the list is the ARN of a layer, and not the name of a folder in layers/."""
    return name.startswith("arn:")


def region(arn: str) -> str | None:
    """The region of a layer's ARN, None where it is that of the stack."""
    written = arn.replace("AWS::", "").split(":")[3]
    return None if written.startswith("$") else written


def folders(block: list[str]) -> list[str]:
    """The entries of the list that are folders in layers/."""
    return [name for name in block if not is_arn(name)]


def references(app: AppModel, fn: Lambda) -> list[dict | str]:
    """[Ref or ARN]: the function's Layers, in the order of the list; of merged ones, at the place of the first."""
    own = iter([cfn.ref(names.layer_parameter(name)) for name in attached(app, fn)])
    entries = [permission.resource(name) if is_arn(name) else next(own, None) for name in fn["infra"]["layers"]]
    return [entry for entry in entries if entry is not None]


def attached(app: AppModel, fn: Lambda) -> list[str]:
    """The layers of layers/ as a lambda's function has them: each its own, or one that holds them all; with the
    lambda's Python and architecture, if they are not the app's.

    ["a", "b"] -> ["a", "b"] or ["a-python312-x86_64", ...]; six or more: ["merged-1f2e3d4c"]
    """
    return [*sets(app, fn)]


def sets(app: AppModel, fn: Lambda) -> dict[str, list[str]]:
    """{name as attached: [names of the layers in it]} of one lambda."""
    block = fn["infra"].get("layers", [])
    layers, target = folders(block), own_target(app, fn)
    if len(block) > MOST and len(layers) > 1:
        return {f"{merged(layers)}{target}": sorted(layers)}
    return {f"{name}{target}": [name] for name in layers}


def own_target(app: AppModel, fn: Lambda) -> str:
    """"-python312-x86_64" of a lambda whose runtime or architecture is not the app's, else ""."""
    if all(word not in fn["infra"] or fn["infra"][word] == app["settings"][word] for word in OWN):
        return ""
    own = settings_of(app, fn)
    return f"-{own['runtime'].replace('.', '')}-{own['architecture']}"


def settings_of(app: AppModel, fn: Lambda) -> AppSettings:
    """The app's settings as they are for one lambda: with its own runtime and architecture."""
    own: Any = {word: fn["infra"][word] for word in OWN if word in fn["infra"]}
    return {**app["settings"], **own}


def merged(layers: list[str]) -> str:
    """The name of the merged layer for a set of layers, in any order."""
    return f"merged-{names.short_hash(' '.join(sorted(layers)))}"


def members(app: AppModel) -> dict[str, list[str]]:
    """{name as attached: [names of the layers in it]} of all layers that the lambdas of app.json use."""
    return {name: layers for fn in app["lambdas"].values() for name, layers in sets(app, fn).items()}


def elsewhere(app: AppModel) -> list[str]:
    """The ARNs of the layers of others that the lambdas use, as they are written."""
    return sorted({name for fn in app["lambdas"].values() for name in fn["infra"].get("layers", []) if is_arn(name)})


def settings_by_layer(app: AppModel) -> dict[str, AppSettings]:
    """{name as attached: settings of the lambdas that have it}, of whose runtime and architecture it is built."""
    return {name: settings_of(app, fn) for fn in app["lambdas"].values() for name in attached(app, fn)}


def powertools_variables(fn: Lambda) -> dict:
    """{"POWERTOOLS_SERVICE_NAME": "orders"} of a lambda with a layer of Powertools: without it the service is
    `service_undefined`. The level of its logger is Lambda's own (`log: {level}`)."""
    has_powertools = any("powertools" in name.lower() for name in fn["infra"]["layers"])
    return {"POWERTOOLS_SERVICE_NAME": fn["name"]} if has_powertools else {}


normal = nothing.unchanged  # in its order: Lambda unpacks the first layer first
