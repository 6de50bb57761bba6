"""A template's text, parsed and checked before any change."""
import json
import re

from aws import cfn
from localcloud.cloudformation import intrinsics, references, structure, yaml_text
from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.resources import TYPES

VERSION = "2010-09-09"
SECTIONS = {"AWSTemplateFormatVersion", "Conditions", "Description", "Mappings", "Metadata", "Outputs",
            "Parameters", "Resources", "Rules", "Transform"}
EXTENSIONS = "AWS::LanguageExtensions"
ATTRIBUTES = {"Condition", "DeletionPolicy", "DependsOn", "Metadata", "Properties", "Type", "UpdateReplacePolicy"}
# docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-product-attribute-reference.html: what AWS has besides
MORE_ATTRIBUTES = {"CreationPolicy", "UpdatePolicy", "Version"}
RETAIN = ("Retain", "RetainExceptOnCreate")
POLICIES = ("Delete", "Retain", "RetainExceptOnCreate", "Snapshot")
PSEUDO = ("AWS::AccountId", "AWS::NoValue", "AWS::NotificationARNs", "AWS::Partition", "AWS::Region",
          "AWS::StackId", "AWS::StackName", "AWS::URLSuffix")
LIMITS = {"Resources": 500, "Parameters": 200, "Outputs": 200}


def parsed(body):
    """The checked template of a text, JSON or YAML. Raises ApiError in AWS's words."""
    template = loaded(body)
    check_sections(template)
    check_resources(template)
    check_references(template)
    waits = {id_: references.needs(resource, template["Resources"]) for id_, resource in template["Resources"].items()}
    references.order(waits)
    return template


def loaded(body):
    """The data of a text. JSON if it begins like JSON: parsing YAML takes twenty times as long."""
    if not body.lstrip().startswith("{"):
        return yaml_text.loaded(body)
    try:
        return json.loads(body)
    except json.JSONDecodeError as error:
        position = f"(line {error.lineno}, column {error.colno})"
        raise ApiError(f"Template format error: JSON not well-formed. {position}")


def check_sections(template):
    """Raises ApiError unless the template has resources, only known sections, and none above its limit."""
    if not isinstance(template, dict):
        raise ApiError("Template format error: unsupported structure.")
    if other := [name for name in transforms(template) if name != EXTENSIONS]:
        raise ApiError(f"Template error: the local cloud does not support the transform {other[0]}")
    unknown = sorted(template.keys() - SECTIONS)
    if unknown:
        raise ApiError(f"Invalid template property or properties [{', '.join(unknown)}]")
    if str(template.get("AWSTemplateFormatVersion", VERSION)) != VERSION:
        raise ApiError("Template format error: unsupported value for AWSTemplateFormatVersion.")
    if not template.get("Resources"):
        raise ApiError("Template format error: At least one Resources member must be defined.")
    structure.check(template)
    for section, most in LIMITS.items():
        count = len(template.get(section, {}))
        if count > most:
            raise ApiError(f"Template format error: Number of {section.lower()}, {count}, "
                           f"is greater than maximum allowed, {most}")


def check_resources(template):
    """Raises ApiError unless every resource has a name, a known type, and known attributes."""
    for id_, resource in template["Resources"].items():
        if not re.fullmatch("[A-Za-z0-9]+", id_):
            raise ApiError(f"Template format error: Resource name {id_} is non alphanumeric.")
        structure.check_resource(id_, resource)
        unknown = sorted(resource.keys() - ATTRIBUTES)
        if unknown and unknown[0] in MORE_ATTRIBUTES:
            raise ApiError(f"Template error: the local cloud does not support {unknown[0]} of resource {id_}")
        if unknown:
            raise ApiError(f"Invalid template resource property '{unknown[0]}'")
        for policy in ("DeletionPolicy", "UpdateReplacePolicy"):
            if not isinstance(resource.get(policy), dict):
                check_policy(policy, resource.get(policy, "Delete"))
    unknown = sorted({type_ for resource in template["Resources"].values() if (type_ := resource["Type"]) not in TYPES})
    if unknown:
        raise ApiError(f"Template format error: Unrecognized resource types: [{', '.join(unknown)}]")


def transforms(template):
    """[name] of a template's Transform, which is a text or a list."""
    value = template.get("Transform", [])
    return value if isinstance(value, list) else [value]


def check_policy(name, value):
    """Raises ApiError unless a DeletionPolicy or UpdateReplacePolicy, the `name`, has one of its values."""
    if value not in POLICIES:
        raise ApiError(f"Template error: every {name} member must be one of {', '.join(POLICIES)}.")


def retains(definition, name, scope):
    """Whether a resource is retained by its policy `name`, "DeletionPolicy", which may be Fn::If. Raises ApiError."""
    value = intrinsics.resolved(scope, definition.get(name, "Delete"))
    value = "Delete" if value is intrinsics.NO_VALUE else value
    check_policy(name, value)
    return value in RETAIN


def check_references(template):
    """Raises ApiError where a resource, an output or a condition refers to something undefined.

    Also for a function that the local cloud lacks, where there are mappings too.
    """
    resources, outputs = template["Resources"], template.get("Outputs", {})
    list(references.of_value(template.get("Mappings", {})))
    for resource in resources.values():
        check_names(template, resource.get("Properties", {}), "Resources", set(cfn.dependencies(resource)))
    check_names(template, outputs, "Outputs")
    conditions = template.get("Conditions", {})
    for section in ("Conditions", "Resources", "Outputs"):
        missing = sorted({name for entry in template.get(section, {}).values()
                          for name in cfn.conditions_of_entry(section, entry)} - conditions.keys())
        if missing:
            raise ApiError(f"Template format error: Unresolved condition dependency {missing[0]} "
                           f"in the {section} block of the template")
    names = {name for name, _ in references.of_value(conditions)}
    missing = sorted(names - template.get("Parameters", {}).keys() - set(PSEUDO))
    if missing:
        raise ApiError(f"Template format error: Unresolved dependencies [{', '.join(missing)}]. "
                       "Cannot reference resources in the Conditions block of the template")


def check_names(template, value, section, more=frozenset()):
    """Raises ApiError if a value refers to an undefined resource or parameter, or to an unsupported attribute."""
    resources = template["Resources"]
    missing = {name for name in more if name not in resources}
    for name, attribute in references.of_value(value):
        if not (name in resources or attribute is None and (name in template.get("Parameters", {}) or name in PSEUDO)):
            missing.add(name)
        elif attribute and not TYPES[resources[name]["Type"]].has(attribute):
            raise ApiError(f"Template error: resource {name} does not support attribute type {attribute} "
                           "in Fn::GetAtt")
    check_missing(missing, section, "Template format error: ")


def check_missing(names, section, prefix=""):
    """Raises ApiError if there are names: of resources to which a section refers, and which are not there.

    prefix  "Template format error: " if no condition decides that they are not there
    """
    if names:
        raise ApiError(f"{prefix}Unresolved resource dependencies [{', '.join(sorted(names))}] "
                       f"in the {section} block of the template")


def active_resources(template, conditions):
    """{id: resource} of the resources whose condition is true; conditions: {name: bool}.

    Raises ApiError if one of them, or an active output, refers to a resource that is not active.
    """
    chosen = {id_: resource for id_, resource in template["Resources"].items()
              if conditions.get(resource.get("Condition"), True)}
    absent = template["Resources"].keys() - chosen.keys()
    for section, block in (("Resources", chosen), ("Outputs", active_outputs(template, conditions))):
        contents = [entry.get("Properties", {}) if section == "Resources" else entry for entry in block.values()]
        check_missing({name for name, _ in references.of_value(contents, conditions)} & absent, section)
    return chosen


def active_outputs(template, conditions):
    """{name: output} of the outputs whose condition is true; conditions: {name: bool}."""
    return {name: output for name, output in template.get("Outputs", {}).items()
            if conditions.get(output.get("Condition"), True)}


def capabilities(template):
    """(capabilities that the template requires, reason); IAM resources with custom names require more."""
    expanding = ["CAPABILITY_AUTO_EXPAND"] if transforms(template) else []
    owned = [(resource["Type"], resource.get("Properties", {})) for resource in template["Resources"].values()
             if resource["Type"].startswith("AWS::IAM::")]
    if not owned:
        return expanding, "The following transform(s) require capabilities: [Transform]" if expanding else None
    reason = f"The following resource(s) require capabilities: [{', '.join(sorted({t for t, _ in owned}))}]"
    custom_named = any(TYPES[type_].name in properties for type_, properties in owned)
    return ["CAPABILITY_NAMED_IAM" if custom_named else "CAPABILITY_IAM", *expanding], reason
