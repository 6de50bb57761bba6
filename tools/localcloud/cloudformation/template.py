"""A template's text, read and checked before anything is done with it."""
import json
import re

from localcloud.cloudformation import references, yaml_text
from localcloud.cloudformation.refusal import Refusal
from localcloud.cloudformation.resources import TYPES

SECTIONS = {"AWSTemplateFormatVersion", "Conditions", "Description", "Mappings", "Metadata", "Outputs",
            "Parameters", "Resources", "Rules"}
ATTRIBUTES = {"Condition", "DeletionPolicy", "DependsOn", "Metadata", "Properties", "Type",
              "UpdateReplacePolicy"}
POLICIES = ("Delete", "Retain", "RetainExceptOnCreate", "Snapshot")
PSEUDO = ("AWS::AccountId", "AWS::NoValue", "AWS::NotificationARNs", "AWS::Partition", "AWS::Region",
          "AWS::StackId", "AWS::StackName", "AWS::URLSuffix")
LIMITS = {"Resources": 500, "Parameters": 200, "Outputs": 200}


def parsed(body):
    """The template in a text, JSON or YAML, checked. Raises Refusal in the words of AWS."""
    template = loaded(body)
    check_sections(template)
    check_resources(template)
    check_references(template)
    waits = {id_: references.needs(resource, template["Resources"])
             for id_, resource in template["Resources"].items()}
    references.order(waits)
    return template


def loaded(body):
    """The data in a text. JSON if it begins like JSON: reading YAML takes twenty times as long."""
    if not body.lstrip().startswith("{"):
        return yaml_text.loaded(body)
    try:
        return json.loads(body)
    except ValueError as error:
        place = f"(line {error.lineno}, column {error.colno})"
        raise Refusal(f"Template format error: JSON not well-formed. {place}")


def check_sections(template):
    """Raises Refusal unless the template has resources, only known sections, and none too large."""
    if not isinstance(template, dict):
        raise Refusal("Template format error: unsupported structure.")
    if "Transform" in template:
        raise Refusal("Template error: the local cloud does not support Transform")
    unknown = sorted(template.keys() - SECTIONS)
    if unknown:
        raise Refusal(f"Invalid template property or properties [{', '.join(unknown)}]")
    if not template.get("Resources"):
        raise Refusal("Template format error: At least one Resources member must be defined.")
    for section, most in LIMITS.items():
        count = len(template.get(section, {}))
        if count > most:
            raise Refusal(f"Template format error: Number of {section.lower()}, {count}, "
                          f"is greater than maximum allowed, {most}")


def check_resources(template):
    """Raises Refusal unless every resource has a name, a known type, and known attributes."""
    for id_, resource in template["Resources"].items():
        if not re.fullmatch("[A-Za-z0-9]+", id_):
            raise Refusal(f"Template format error: Resource name {id_} is non alphanumeric.")
        if not isinstance(resource, dict) or "Type" not in resource:
            raise Refusal(f"Template format error: [/Resources/{id_}] Every Resources object must "
                          "contain a Type member.")
        unknown = sorted(resource.keys() - ATTRIBUTES)
        if unknown:
            raise Refusal(f"Invalid template resource property '{unknown[0]}'")
        for policy in ("DeletionPolicy", "UpdateReplacePolicy"):
            if resource.get(policy, "Delete") not in POLICIES:
                raise Refusal(f"Template error: every {policy} member must be one of {', '.join(POLICIES)}.")
    unknown = {resource["Type"] for resource in template["Resources"].values()} - TYPES.keys()
    if unknown:
        raise Refusal(f"Template format error: Unrecognized resource types: [{', '.join(sorted(unknown))}]")


def check_references(template):
    """Raises Refusal where a resource, an output or a condition names what is not there."""
    resources, outputs = template["Resources"], template.get("Outputs", {})
    for id_, resource in resources.items():
        depends = resource.get("DependsOn", [])
        depends = {depends} if isinstance(depends, str) else set(depends)
        check_names(template, resource.get("Properties", {}), "Resources", depends)
    check_names(template, outputs, "Outputs")
    conditions = template.get("Conditions", {})
    for section in ("Conditions", "Resources", "Outputs"):
        block = template.get(section, {})
        asked = set(references.condition_names(block))
        asked |= {entry["Condition"] for entry in block.values() if isinstance(entry.get("Condition"), str)}
        missing = sorted(asked - conditions.keys())
        if missing:
            raise Refusal(f"Template format error: Unresolved condition dependency {missing[0]} "
                          f"in the {section} block of the template")
    names = {name for name, _ in references.names(conditions)}
    missing = sorted(names - template.get("Parameters", {}).keys() - set(PSEUDO))
    if missing:
        raise Refusal(f"Template format error: Unresolved dependencies [{', '.join(missing)}]. "
                      "Cannot reference resources in the Conditions block of the template")


def check_names(template, value, section, more=frozenset()):
    """Raises Refusal if a value names a resource, a parameter or an attribute that nothing has."""
    resources = template["Resources"]
    missing = {name for name in more if name not in resources}
    for name, attribute in references.names(value):
        if attribute is None:
            known = name in resources or name in template.get("Parameters", {}) or name in PSEUDO
        else:
            known = name in resources
        if not known:
            missing.add(name)
        elif attribute and not TYPES[resources[name]["Type"]].has(attribute):
            raise Refusal(f"Template error: resource {name} does not support attribute type {attribute} "
                          "in Fn::GetAtt")
    if missing:
        raise Refusal(f"Template format error: Unresolved resource dependencies "
                      f"[{', '.join(sorted(missing))}] in the {section} block of the template")


def wanted(template, conditions):
    """{id: resource} of those whose condition holds. Raises Refusal if one names another that is not."""
    chosen = {id_: resource for id_, resource in template["Resources"].items()
              if conditions.get(resource.get("Condition"), True)}
    absent = template["Resources"].keys() - chosen.keys()
    for section, block in (("Resources", chosen), ("Outputs", wanted_outputs(template, conditions))):
        missing = set()
        for entry in block.values():
            said = entry.get("Properties", {}) if section == "Resources" else entry
            missing |= {name for name, _ in references.names(said, conditions)} & absent
        if missing:
            raise Refusal(f"Template format error: Unresolved resource dependencies "
                          f"[{', '.join(sorted(missing))}] in the {section} block of the template")
    return chosen


def wanted_outputs(template, conditions):
    """The outputs whose condition holds."""
    return {name: output for name, output in template.get("Outputs", {}).items()
            if conditions.get(output.get("Condition"), True)}


def capabilities(template):
    """(those the template demands, why); named IAM resources demand more than others."""
    owned = [(resource["Type"], resource.get("Properties", {})) for resource in template["Resources"].values()
             if resource["Type"].startswith("AWS::IAM::")]
    if not owned:
        return [], None
    reason = f"The following resource(s) require capabilities: [{', '.join(sorted({t for t, _ in owned}))}]"
    named = any(TYPES[type_].name in properties for type_, properties in owned)
    return ["CAPABILITY_NAMED_IAM" if named else "CAPABILITY_IAM"], reason
