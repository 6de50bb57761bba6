"""An app of several stacks (`stacks: 4` in app.yaml): its one template, split into a root and stacks nested in it.

    children(app, template, owners, codes)      {"Lambdas1": template, ...}; {} for an app of one stack
    root(template, children, urls)              the rest, with the children as resources of it

A lambda and its own resources go to one child (names.stack_number). State, queues, topics and shared resources stay in
the root, so that nothing is lost when a lambda moves to another child. Children receive values of the root as
parameters; the root needs no value of a child, or there would be circles.
"""
from collections.abc import Iterable
from typing import Any

from aws import cfn
from aws.app import AppModel
from aws.cfn import GROUP, Uses
from kit import names
from kit.last_call import remembered
from recipes import KINDS

TYPE = "AWS::CloudFormation::Stack"
ROOT_TYPES = {"AWS::SNS::Topic", "AWS::SQS::Queue"}  # other lambdas send to them too; a queue holds messages
# Parts of queues and topics. AWS has one policy of a queue, and one subscription of an endpoint to a topic: if such a
# part moved to another child, the deletion of the old one would delete the new one.
ATTACHED_TYPES = {"AWS::Events::Rule", "AWS::SNS::Subscription", "AWS::SQS::QueuePolicy"}
ROOT_NAME = "RootStack"  # the parameter with the name of the root: AWS::StackName is the child's


def id_(number: int) -> str:
    """"Lambdas2", the logical id of a nested stack in the root."""
    return f"Lambdas{number}"


def all_owners(app: AppModel, owners: dict[str, tuple[str | None, str]]) -> dict[str, tuple[str | None, str]]:
    """{logical id: (owner, word)} of recipes.template, and of the app's nested stacks, which are shared."""
    numbers = range(1, names.stack_count(app) + 1) if names.stack_count(app) > 1 else []
    return {**owners, **{id_(number): (None, "stack") for number in numbers}}


def resources_by_child(app: AppModel, template: dict, owners: dict[str, tuple[str | None, str]]) -> dict:
    """{"Lambdas1": {logical id: resource}, ...}: which of the template's resources go to which child."""
    by_child, lambdas, movable, uses = {}, {}, {}, uses_by_id(template)
    for logical, resource in template["Resources"].items():
        owner, word = owners.get(logical, (None, ""))
        if owner is not None and word not in KINDS and resource["Type"] not in ROOT_TYPES:
            lambdas[logical], movable[logical] = owner, resource
    for logical, owner in lambdas.items():
        if not is_attached(logical, movable, uses):
            by_child.setdefault(id_(names.stack_number(app, owner)), {})[logical] = movable[logical]
    return by_child


@remembered
def uses_by_id(template: dict) -> dict[str, Uses]:
    """{logical id: Uses} of the template's resources."""
    return {logical: cfn.uses(resource) for logical, resource in template["Resources"].items()}


def joined(several: Iterable[Uses]) -> Uses:
    """The Uses of all of some values."""
    several = [*several]
    return Uses(*(set().union(*parts) for parts in zip(*several))) if several else Uses(set(), set())


def is_attached(logical: str, movable: dict, uses: dict[str, Uses]) -> bool:
    """Whether a resource needs only the root, and stays there with its queue or topic. movable: all others too that
    the root need not have; uses: of uses_by_id()"""
    return movable[logical]["Type"] in ATTACHED_TYPES and all(
        is_attached(target, movable, uses) for target, _attribute in uses[logical].references if target in movable)


def children(app: AppModel, template: dict, owners, codes) -> dict[str, dict]:
    """The templates of the nested stacks.

    template  of the whole app, as recipes.template makes it
    owners    {logical id: (owner, word)} of it
    codes     {"HelloCode": S3 key, ...}: literals in the children, as a stack has 200 parameters at most
    """
    if names.stack_count(app) == 1:
        return {}
    literals = {(name, None): codes[name] for name in map(names.code_parameter, app["lambdas"]) if name in codes}
    return {child: child_template(app, template, resources, literals)
            for child, resources in sorted(resources_by_child(app, template, owners).items())}


def child_template(app: AppModel, template: dict, resources: dict, literals: dict) -> dict:
    """The template of one nested stack: `resources`, with parameters for what they refer to outside."""
    uses = joined(map(uses_by_id(template).__getitem__, resources))
    condition_names = used_conditions(uses.conditions, template.get("Conditions", {}))
    declared = {name: template["Conditions"][name] for name in sorted(condition_names)}
    outside = sorted((target for target in uses.references | cfn.uses(declared).references
                      if is_outside(target, resources) and target not in literals), key=parameter)
    replacements = {**literals, **{target: cfn.ref(parameter(target)) for target in outside}}
    return {
        "AWSTemplateFormatVersion": template["AWSTemplateFormatVersion"],
        "Description": f"some of the lambdas of {app['name']}, made by pareto",
        "Parameters": cfn.merge(*[{parameter(target): template["Parameters"].get(target[0], {"Type": "String"})}
                                  for target in outside]),
        **({"Conditions": rewritten(declared, replacements)} if declared else {}),
        "Resources": rewritten({logical: without_waiting(resource, resources)
                                for logical, resource in resources.items()}, replacements),
    }


def root(template: dict, nested, urls) -> dict:
    """The template of the root; without children, the template itself.

    urls  {"Lambdas1": URL of the child's template}
    """
    if not nested:
        return template
    moved_ids = {logical for child in nested.values() for logical in child["Resources"]}
    remaining = {logical: resource for logical, resource in template["Resources"].items() if logical not in moved_ids}
    uses = uses_by_id(template)
    values = {parameter(target): value(target, template["Resources"])
              for target in joined(map(uses.__getitem__, moved_ids)).references}
    values |= {name: cfn.ref(name) for name in template["Parameters"]}
    stacks = {child: cfn.resource(TYPE, {
        "Parameters": {name: values[name] for name in nested[child]["Parameters"]},
        "TemplateURL": urls.get(child, "")}, **waiting(nested[child]["Resources"], template["Resources"]))
        for child in nested}
    # The routes change after the lambdas: a lambda that moves to another child is never missing.
    deployments = {logical: {**resource, "DependsOn": sorted(nested)} for logical, resource in remaining.items()
                   if resource["Type"] == "AWS::ApiGateway::Deployment"}
    used = joined([*map(uses.__getitem__, remaining), cfn.uses(stacks)])
    return without_unused({**template, "Resources": {**remaining, **deployments, **stacks}}, used)


def without_waiting(resource: dict, resources: dict) -> dict:
    """The resource of a child without a DependsOn of the root: the whole child waits for that. resources: those that
    it may name"""
    inside = [id_ for id_ in cfn.dependencies(resource) if id_ in resources]
    if len(inside) == len(cfn.dependencies(resource)):
        return resource
    unordered = {key: part for key, part in resource.items() if key != "DependsOn"}
    return {**unordered, "DependsOn": inside} if inside else unordered


def waiting(moved: dict, resources: dict) -> dict[str, Any]:
    """{"DependsOn": [...]} of a child: what its resources depend on in the root. resources: those of the whole app

    A DependsOn takes no resource that a condition leaves out (cfn-lint's E3005); a reference in Metadata orders too.
    """
    ids = sorted({id_ for logical in moved for id_ in cfn.dependencies(resources[logical])} - moved.keys())
    always = [id_ for id_ in ids if "Condition" not in resources[id_]]
    return {**({"DependsOn": always} if always else {}),
            **({"Metadata": {"After": [value((id_, None), resources) for id_ in ids if id_ not in always]}}
               if ids != always else {})}


def without_unused(template: dict, of_resources: Uses) -> dict:
    """A copy of the template without the conditions and parameters that nothing in it uses."""
    uses = joined([of_resources, cfn.uses(template["Outputs"])])
    condition_names = used_conditions(uses.conditions, template.get("Conditions", {}))
    declared = {name: content for name, content in template.get("Conditions", {}).items() if name in condition_names}
    used_names = {name for name, _attribute in uses.references | cfn.uses(declared).references}
    return {**{section: content for section, content in template.items() if section != "Conditions"},
            **({"Conditions": declared} if declared else {}),
            "Parameters": {name: content for name, content in template["Parameters"].items() if name in used_names}}


def is_outside(target: tuple[str, str | None], resources: dict) -> bool:
    """Whether a reference of a child's resources, (name, attribute), must be a parameter of the child."""
    name = target[0]
    return name == "AWS::StackName" or name not in resources and not name.startswith("AWS::")


def parameter(target: tuple[str, str | None]) -> str:
    """The parameter of a child for a reference to the root, (name, attribute or None): "DemoTable", "DemoTableArn".

    AWS::StackName is the parameter RootStack: in a child it would be the child's own name.
    """
    name, attribute = target
    return ROOT_NAME if name == "AWS::StackName" else f"{name}{names.logical_id(attribute or '')}"


def value(target: tuple[str, str | None], resources: dict) -> dict:
    """The Ref or GetAtt that the root passes for a target (logical id, attribute or None), "" of a resource that a
    condition leaves out. resources: of the whole app"""
    name, attribute = target
    result = cfn.attribute(name, attribute) if attribute else cfn.ref(name)
    condition = resources.get(name, {}).get("Condition")
    return {"Fn::If": [condition, result, ""]} if condition else result


def used_conditions(names_used: set[str], declared: dict) -> set[str]:
    """{name} of some conditions, and of those that they use in turn. declared: the template's Conditions"""
    waiting, used = [*names_used], set()
    while waiting:
        name = waiting.pop()
        if name not in used:
            used.add(name)
            waiting += cfn.conditions([declared.get(name)])
    return used


def rewritten(node, replacements: dict):
    """A value of a template with its references replaced.

    replacements  {(name, attribute or None): {"Ref": parameter}, or a text}
    """
    if isinstance(node, list):
        return [rewritten(item, replacements) if isinstance(item, (dict, list)) else item for item in node]
    if not isinstance(node, dict):
        return node
    if "Ref" in node:
        return replacements.get((node["Ref"], None), node)
    if "Fn::GetAtt" in node:
        return replacements.get(tuple(node["Fn::GetAtt"]), node)
    if "Fn::Sub" in node:
        pattern, variables = cfn.sub_parts(node["Fn::Sub"])
        own = {target: item for target, item in replacements.items() if target[0] not in variables} \
            if variables else replacements
        pattern = GROUP.sub(lambda group: text(group, own), pattern)
        return {"Fn::Sub": [pattern, rewritten(variables, replacements)] if variables else pattern}
    return {key: rewritten(item, replacements) if isinstance(item, (dict, list)) else item
            for key, item in node.items()}  # a call for each text takes longer than all else


def text(group, replacements: dict) -> str:
    """The text of a match ${...} of an Fn::Sub, its reference replaced if `replacements` has it."""
    name, _dot, attribute = group[1].partition(".")
    replacement = replacements.get((name, attribute or None))
    if isinstance(replacement, str):
        return replacement
    return f"${{{replacement['Ref']}}}" if replacement else group[0]
