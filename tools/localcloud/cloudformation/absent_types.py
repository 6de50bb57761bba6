"""Resources of the app's own that the local cloud does not support: a deploy to it omits them, and prints this.

They are those of resources.yaml, and of the app's own words.

So an app whose production has a cluster runs on the local cloud too. A lambda that refers to such a resource is a
problem, unless the resource has a condition: there the condition counts as false, and the variable is absent.
"""
from typing import Any, NamedTuple

from aws import cfn
from aws.app import AppModel
from kit import yaml_functions
from kit.problems import Problem, Problems
from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.resources import TYPES
from recipes import own_resources
from recipes import template as recipe

HINT = "give the resource a condition, `!Not [!Equals [!Ref Stage, local]]`: the variable is then absent " \
       "(docs/resources.md)"


class LocalTemplate(NamedTuple):
    """A template without unsupported resources, and a Problem for each resource that is omitted."""

    template: dict
    skipped: list[Problem]


def local_template(app: AppModel, template: dict) -> LocalTemplate:
    """The template as the local cloud can deploy it. Raises Problems of lambdas that need an unsupported resource."""
    own = own_resources.added(app)
    reasons = {id_: reason for id_ in own if (reason := lack(template["Resources"][id_]))}
    if not reasons:
        return LocalTemplate(template, [])
    template = without_branches(template, reasons)
    while more := {id_: f"it refers to {', '.join(sorted(names))}, which is left out"
                   for id_ in sorted(own.keys() - reasons.keys())
                   if (names := needs(template["Resources"][id_]) & reasons.keys())}:
        reasons |= more
        template = without_branches(template, reasons)
    if problems := problems_of_lambdas(app, template, reasons):
        raise Problems(*problems)
    addresses = recipe.addresses(app)
    skipped = [Problem(*addresses[id_], f"{id_} is left out: {reason}") for id_, reason in reasons.items()]
    outputs = {name: output for name, output in template["Outputs"].items() if not needs(output) & reasons.keys()}
    resources = {id_: resource for id_, resource in template["Resources"].items() if id_ not in reasons}
    return LocalTemplate({**template, "Resources": resources, "Outputs": outputs}, skipped)


def lack(resource: dict) -> str:
    """Why the local cloud cannot create a resource; "" if it can."""
    type_, properties = resource["Type"], resource["Properties"]
    if type_ not in TYPES:
        return f"the local cloud has no {type_}"
    if "ServiceToken" in properties and not any(
            name == "AWS::StackName" or not name.startswith("AWS::")
            for name, _attribute in cfn.references(properties["ServiceToken"])):
        return "its ServiceToken is no function or topic of the app"
    try:
        TYPES[type_].check(type_, properties)
    except ApiError as error:
        return f"the local cloud lacks a part of it: {error}"
    return ""


def needs(entry: dict) -> set[str]:
    """{logical id or parameter} to which a resource or an output refers, and which it DependsOn."""
    return {*cfn.dependencies(entry), *(name for name, _attribute in cfn.references({**entry, "DependsOn": None}))}


def without_branches(node: Any, absent) -> Any:
    """A value in which every Fn::If with a branch that refers to absent resources is its other branch."""
    if isinstance(node, list):
        return [without_branches(item, absent) for item in node]
    if not isinstance(node, dict):
        return node
    if "Fn::If" in node:
        branches = [without_branches(branch, absent) for branch in node["Fn::If"][1:]]
        present = [branch for branch in branches if not {name for name, _ in cfn.references(branch)} & absent.keys()]
        return {"Fn::If": [node["Fn::If"][0], *branches]} if len(present) == 2 else (present or branches)[0]
    return {key: without_branches(item, absent) for key, item in node.items()}


def problems_of_lambdas(app: AppModel, template: dict, reasons: dict[str, str]) -> list[Problem]:
    """[Problem] of variables and permissions that refer to omitted resources. reasons: {logical id: reason}"""
    remaining = {name for id_, resource in template["Resources"].items() if id_ not in reasons
                 for name in needs(resource)}
    problems = []
    for _name, fn in sorted(app["lambdas"].items()):
        uses = [("app.yaml", app["settings"]["references"][variable["name"]]["line"], variable["name"], id_)
                for variable in fn["env"] if variable["kind"] == "resource"
                for id_ in yaml_functions.ids(variable["of"] or "")]
        uses += [(fn["path"], fn["lines"].get(f"permissions.{at}", fn["lines"].get("", 0)), "the permission", id_)
                 for at, entry in enumerate(fn["infra"]["permissions"])
                 for id_ in {name.partition(".")[0] for name in cfn.GROUP.findall(entry["resource"] or "")}]
        problems += [Problem(path, line, f"{title} refers to {id_}: {reasons[id_]}", HINT)
                     for path, line, title, id_ in uses if id_ in reasons and id_ in remaining]
    return list(dict.fromkeys(problems))
