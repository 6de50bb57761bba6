"""An app of several stacks (`stacks: 4` in app.yaml): its one template, split into a root and stacks nested in it.

    children(app, template, owners, codes)      {"Lambdas1": template, ...}; {} for an app of one stack
    root(template, children, urls)              the rest, with the children as resources of it

A lambda goes with all that is its own to one child (names.stack_number). What holds something, or is shared, stays in
the root, so that a lambda that moves to another child takes nothing with it that could be lost. Children get
what they need of the root as parameters; the root needs nothing of them, or there would be circles.
"""
import re

from aws import cfn
from kit import names
from recipes import KINDS

TYPE = "AWS::CloudFormation::Stack"
STAYS = {"AWS::SNS::Topic", "AWS::SQS::Queue"}  # of a lambda, and yet others send to them; a queue holds messages
ROOT_NAME = "RootStack"  # the parameter with the name of the root: AWS::StackName is the child's own
GROUP = re.compile(r"\$\{([^!{}][^{}]*)\}")  # ${Name} of Fn::Sub; ${!Name} is text


def id_(place):
    """"Lambdas2", the resource of the root that is the nested stack."""
    return f"Lambdas{place}"


def owners_too(app, owners):
    """The owners of recipes.template, and those of the nested stacks that there may be: all share them."""
    numbers = range(1, names.stack_count(app) + 1) if names.stack_count(app) > 1 else []
    return {**owners, **{id_(number): (None, "stack") for number in numbers}}


def moved(app, template, owners):
    """{"Lambdas1": {logical id: resource}, ...}: which of the template's resources go to which child."""
    found = {}
    for logical, resource in template["Resources"].items():
        owner, word = owners.get(logical, (None, ""))
        if owner is not None and word not in KINDS and resource["Type"] not in STAYS:
            found.setdefault(id_(names.stack_number(app, owner)), {})[logical] = resource
    return found


def children(app, template, owners, codes):
    """The templates of the nested stacks.

    template  of the whole app, as recipes.template makes it
    owners    {logical id: (owner, word)} of it
    codes     {"HelloCode": S3 key, ...}: they stand in the children, as two hundred parameters would be too few
    """
    if names.stack_count(app) == 1:
        return {}
    literals = {(name, None): codes[name] for name in map(names.code_parameter, app["lambdas"]) if name in codes}
    return {child: one_child(app, template, resources, literals)
            for child, resources in sorted(moved(app, template, owners).items())}


def one_child(app, template, resources, literals):
    """The template of one nested stack."""
    asked = set(conditions(resources))
    declared = {name: template["Conditions"][name] for name in sorted(asked)}
    outside = sorted((target for target in {*references(resources), *references(declared)}
                      if is_outside(target, resources) and target not in literals), key=parameter)
    said = {**literals, **{target: cfn.ref(parameter(target)) for target in outside}}
    return {
        "AWSTemplateFormatVersion": template["AWSTemplateFormatVersion"],
        "Description": f"some of the lambdas of {app['name']}, made by pareto",
        "Parameters": cfn.merge(*[{parameter(target): template["Parameters"].get(target[0], {"Type": "String"})}
                                  for target in outside]),
        **({"Conditions": rewritten(declared, said)} if declared else {}),
        "Resources": rewritten(resources, said),
    }


def root(template, nested, urls):
    """The template of the stack itself; without children, the one that was given.

    urls  {"Lambdas1": where the child's template lies}
    """
    if not nested:
        return template
    gone = {logical for child in nested.values() for logical in child["Resources"]}
    kept = {logical: resource for logical, resource in template["Resources"].items() if logical not in gone}
    given = {parameter(target): value(target) for target in references(
        {logical: template["Resources"][logical] for logical in gone})}
    given |= {name: cfn.ref(name) for name in template["Parameters"]}
    made = {child: cfn.resource(TYPE, {
        "Parameters": {name: given[name] for name in nested[child]["Parameters"]},
        "TemplateURL": urls.get(child, "")}) for child in nested}
    # The routes lead to lambdas that are there already: one that moves is never missing.
    waiting = {logical: {**resource, "DependsOn": sorted(nested)} for logical, resource in kept.items()
               if resource["Type"] == "AWS::ApiGateway::Deployment"}
    return with_what_it_names({**template, "Resources": {**kept, **waiting, **made}})


def with_what_it_names(template):
    """The template with those of its conditions and parameters only that something in it still names."""
    asked = set(conditions([template["Resources"], template["Outputs"]]))
    left = {name: said for name, said in template.get("Conditions", {}).items() if name in asked}
    named = {name for name, _attribute in references([left, template["Outputs"], template["Resources"]])}
    return {**{section: said for section, said in template.items() if section != "Conditions"},
            **({"Conditions": left} if left else {}),
            "Parameters": {name: said for name, said in template["Parameters"].items() if name in named}}


def is_outside(target, resources):
    """Whether what a resource refers to, (name, attribute), must be given to its stack."""
    name = target[0]
    return name == "AWS::StackName" or name not in resources and not name.startswith("AWS::")


def parameter(target):
    """("DemoTable", None) -> "DemoTable"; ("DemoTable", "Arn") -> "DemoTableArn"."""
    name, attribute = target
    return ROOT_NAME if name == "AWS::StackName" else f"{name}{names.logical_id(attribute or '')}"


def value(target):
    """What the root gives for it."""
    name, attribute = target
    return cfn.attribute(name, attribute) if attribute else cfn.ref(name)


def references(said):
    """Yields what a value of a template refers to: (name, attribute or None)."""
    if isinstance(said, list):
        for one in said:
            yield from references(one)
    elif isinstance(said, dict):
        if "Ref" in said:
            yield said["Ref"], None
        elif "Fn::GetAtt" in said:
            yield tuple(said["Fn::GetAtt"])
        elif isinstance(said.get("Fn::Sub"), str):
            for group in GROUP.findall(said["Fn::Sub"]):
                name, _dot, attribute = group.partition(".")
                yield name, attribute or None
        else:
            for one in said.values():
                yield from references(one)


def conditions(said):
    """Yields the names of the conditions that a value asks for, and of a resource's own."""
    if isinstance(said, list):
        for one in said:
            yield from conditions(one)
    elif isinstance(said, dict):
        if "Fn::If" in said:
            yield said["Fn::If"][0]
        if isinstance(said.get("Condition"), str):
            yield said["Condition"]
        for one in said.values():
            yield from conditions(one)


def rewritten(said, instead):
    """A value of a template with other things in place of what it refers to.

    instead  {(name, attribute or None): {"Ref": parameter}, or a text where only Ref refers to it}
    """
    if isinstance(said, list):
        return [rewritten(one, instead) for one in said]
    if not isinstance(said, dict):
        return said
    if "Ref" in said:
        return instead.get((said["Ref"], None), said)
    if "Fn::GetAtt" in said:
        return instead.get(tuple(said["Fn::GetAtt"]), said)
    if isinstance(said.get("Fn::Sub"), str):
        return {"Fn::Sub": GROUP.sub(lambda group: text(group, instead), said["Fn::Sub"])}
    return {key: rewritten(one, instead) for key, one in said.items()}


def text(group, instead):
    """One ${...} of an Fn::Sub, with another name in it."""
    name, _dot, attribute = group[1].partition(".")
    other = instead.get((name, attribute or None))
    return f"${{{other['Ref']}}}" if other else group[0]
