"""resources.yaml beside app.yaml: CloudFormation of the app's own, which is merged into the template.

    Resources:
      Cluster:
        Type: AWS::ECS::Cluster
    Outputs:
      ClusterName: {Value: !Ref Cluster}
    Conditions:
      IsProd: !Equals [!Ref Stage, prod]

Here it is read and checked by itself; recipes/resource_references.py checks it against the rest of the template.
"""
import os
import re
from typing import Any

from aws import resource_types
from aws.app import ResourceFile
from kit import file_cache, files, schema, yaml_functions
from kit.problems import KeyProblem, Problem, Problems, listed
from kit.schema import line_of, nearest
from kit.settings import Settings

NAMES = ("resources.yaml", "resources.yml", "resources.json")
POLICY = {"type": "string", "enum": ["Delete", "Retain", "RetainExceptOnCreate", "Snapshot"]}
RESOURCE = {
    "type": "object", "required": ["Type"], "additionalProperties": False,
    "description": "a resource has a `Type`, and `Properties`",
    "properties": {
        "Type": {"type": "string", "description": "a type of CloudFormation", "examples": ["AWS::ECS::Cluster"]},
        "Properties": {"type": "object"}, "Metadata": {"type": "object"},
        "DependsOn": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        "Condition": {"type": "string"}, "DeletionPolicy": POLICY, "UpdateReplacePolicy": POLICY,
        "CreationPolicy": {"type": "object"}, "UpdatePolicy": {"type": "object"}}}
OUTPUT = {"type": "object", "required": ["Value"], "additionalProperties": False, "properties": {
    "Value": {"description": "a reference or a text"}, "Description": {"type": "string"},
    "Export": {"type": "object"}, "Condition": {"type": "string"}}}
SCHEMA: dict = {
    "title": "resources.yaml", "type": "object", "additionalProperties": False,
    "description": "a template of CloudFormation",
    "examples": [{"Resources": {"Cluster": {"Type": "AWS::ECS::Cluster"}}}],
    "properties": {
        "AWSTemplateFormatVersion": {"type": "string"}, "Description": {"type": "string"},
        "Resources": {"type": "object", "additionalProperties": RESOURCE,
                      "description": "{logical id: resource of CloudFormation}"},
        "Outputs": {"type": "object", "additionalProperties": OUTPUT},
        "Conditions": {"type": "object", "additionalProperties": {"type": "object"}}}}
SECTIONS = ("Resources", "Outputs", "Conditions")
# docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/resources-section-structure.html
ID = re.compile("[A-Za-z0-9]{1,255}")
OWN_NAMES = "write the resource into resources.yaml; Pareto's own resources have variables, as DEMO_TABLE " \
    "(docs/environment.md)"
RETAIN_HINT = "`Retain` leaves it outside the stack, with its data; `Delete` deletes both; some types take `Snapshot`"


def read(folder: str, settings: Settings, cached: dict, facts: dict) -> tuple[ResourceFile | None, list[Problem]]:
    """(the file of a folder, None without one; [Problem] of it, and of variables of app.yaml that refer to it).

    cached, facts  of scanning.scan: what the last run read, and a dict to which this run adds
    """
    own_resources, problems = content(folder, settings["region"], cached, facts)
    return own_resources, problems or reference_problems(settings.get("references", {}), own_resources)


def content(folder: str, region: str, cached: dict, facts: dict) -> tuple[ResourceFile | None, list[Problem]]:
    """(the file, None without one; [Problem] of the file by itself). See read()."""
    # A link to nothing too: a deploy would delete its resources. Some systems would read a name in capitals.
    names = [name for name in os.listdir(folder or ".") if name.lower() in NAMES]
    paths = [os.path.join(folder, name) for name in sorted(names, key=lambda name: (NAMES.index(name.lower()), name))]
    if capitals := [name for name in names if name not in NAMES]:
        return None, [Problem(os.path.join(folder, name), 0, "this name is not read", f"rename it to {name.lower()}")
                      for name in capitals]
    if len(paths) > 1:
        return None, [Problem(paths[1], 0, f"{paths[0]} exists too, and only one file is read", "merge the two")]
    if not paths:
        return None, []
    path = paths[0]
    try:
        stamp = file_cache.stamp(path) if os.path.exists(path) else None
        value, lines = cached[path][1] if path in cached and cached[path][0] == stamp else parsed(path)
    except Problems as problems:
        return None, [*problems.args]
    facts[path] = [stamp, [value, lines]]
    value = {} if value is None else value
    if faults := key_problems(value, region):
        return None, [Problem(path, line_of(lines, key), message, hint) for key, message, hint in faults]
    sections = {name: normal(value[name]) for name in SECTIONS if value.get(name)}
    sections["Resources"] = with_properties(sections.get("Resources", {}))
    return {"path": path, "sections": sections, "lines": lines}, []


def template(text: str) -> dict:
    """A template of CloudFormation in YAML, with the long forms of functions."""
    from kit import yaml_lines  # 15 ms, and most apps have no such file
    return normal(yaml_lines.file_document(text, {}, functions=True)[0])


def parsed(path: str) -> tuple[Any, dict[str, int]]:
    """(value, {dotted key: line}) of a file. Raises Problems."""
    from kit import yaml_lines  # slow to import, and the value is in the cache
    text, written = files.read_text(path).replace("\r\n", "\n"), {}
    if path.endswith(".json"):
        text = text.replace("\t", "  ")  # JSON has no tabs in texts, and YAML none in margins
    value, lines, faults = yaml_lines.file_document(text, written, functions=True)
    faults = faults or [(line_of(lines, key), message, hint) for key, message, hint in
                        yaml_lines.changed_values(written, value, lambda key: False)]
    if faults:
        raise Problems(*(Problem(path, *fault) for fault in faults))
    return value, lines


def key_problems(value: Any, region: str) -> list[KeyProblem]:
    """[problem] of the value of resources.yaml, as far as the app is not needed to find them."""
    problems = schema.problems(SCHEMA, value)
    if problems:
        return problems
    problems = [(f"{section}.{id_}", f"{id_!r} is no logical id", "letters and digits only")
                for section in SECTIONS for id_ in value.get(section) or {} if not ID.fullmatch(id_)]
    for id_, resource in (value.get("Resources") or {}).items():
        problems += resource_problems(f"Resources.{id_}", resource, region)
    parts = [(f"Resources.{id_}.{name}", resource[name]) for id_, resource in (value.get("Resources") or {}).items()
             for name in ("Properties", "Metadata", "CreationPolicy", "UpdatePolicy") if name in resource]
    parts += [(name, value.get(name)) for name in ("Outputs", "Conditions")]
    return [*problems, *(problem for section in SECTIONS for problem in function_problems(value.get(section), section)),
            *(problem for key, part in parts if part is not None for problem in null_problems(part, key))]


def null_problems(node: Any, key: str) -> list[KeyProblem]:
    """[problem] of values without content. key: the dotted key of the value

    CloudFormation: "Template format error: [/Resources/A/Properties/B] 'null' values are not allowed in templates"
    """
    if node is None:
        hint = "write DefinitionString, a text of JSON, which may have null" if ".Definition." in key else \
            "remove the key; an empty text is ''"
        return [(key, f"{key.rpartition('.')[2]} is null: CloudFormation accepts no null in a template", hint)]
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [problem for name, item in items for problem in null_problems(item, f"{key}.{name}")]


def resource_problems(key: str, resource: dict, region: str) -> list[KeyProblem]:
    """[problem] of a resource's type and policies. key: "Resources.Cluster" """
    type_ = resource["Type"]
    if faults := type_problems(f"{key}.Type", type_, region):
        return faults
    absent = [name for name in ("DeletionPolicy", "UpdateReplacePolicy") if name not in resource]
    if absent and type_ in resource_types.holding_data():
        return [(key, f"{type_} holds data, and has no {' and no '.join(absent)}: CloudFormation would delete it",
                 RETAIN_HINT)]
    return []


def type_problems(key: str, type_: str, region: str) -> list[KeyProblem]:
    """[problem] of a type that CloudFormation lacks."""
    types = resource_types.names(region)
    if types and type_ not in types and (near := nearest(type_, types, 0.8) or not is_of_others(type_)):
        return [(key, f"CloudFormation has no type {type_!r} in {region}",
                 near if isinstance(near, str) else "docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/")]
    return []


def is_of_others(type_: str) -> bool:
    """Whether a type is a custom resource, a module, or one that a third party publishes."""
    return "::" in type_ and not type_.startswith("AWS::") or type_.endswith("::MODULE")


def function_problems(node: Any, key: str) -> list[KeyProblem]:
    """[problem] of the calls of functions in a value whose arguments cannot be read. key: its dotted key"""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    problems = [problem for name, item in items for problem in function_problems(item, f"{key}.{name}")]
    if isinstance(node, dict):
        problems += [(f"{key}.{name}", f"{name} takes {text}, not {schema.shown(node[name])}", "")
                     for name, (is_valid, text) in ARGUMENTS.items() if name in node and not is_valid(node[name])]
    return problems


def is_substitution(argument: Any) -> bool:
    """Whether Fn::Sub takes this: a text, or a text and a mapping."""
    if isinstance(argument, list) and len(argument) == 2:
        return isinstance(argument[0], str) and isinstance(argument[1], dict)
    return isinstance(argument, str)


ARGUMENTS = {
    "Ref": (lambda argument: isinstance(argument, str), "a logical id"),
    "Fn::GetAtt": (yaml_functions.attribute_parts, "a logical id and an attribute: Cluster.Arn"),
    "Fn::Sub": (is_substitution, "a text, or a list of a text and a mapping"),
    "Fn::If": (lambda argument: isinstance(argument, list) and len(argument) == 3 and isinstance(argument[0], str),
               "a condition and two values"),
}


def with_properties(resources: dict[str, dict]) -> dict[str, dict]:
    """{logical id: resource} in which each has Properties."""
    return {id_: {**resource, "Properties": resource.get("Properties") or {}} for id_, resource in resources.items()}


def normal(node: Any) -> Any:
    """A value in which every GetAtt has the form [logical id, attribute]."""
    if isinstance(node, list):
        return [normal(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "Fn::GetAtt" in node:
        return {**node, "Fn::GetAtt": yaml_functions.attribute_parts(node["Fn::GetAtt"])}
    return {key: normal(item) for key, item in node.items()}


def reference_problems(references: dict[str, dict], own_resources: ResourceFile | None) -> list[Problem]:
    """[Problem] of values of app.yaml's `env` that refer to no resource of the file."""
    ids = own_resources["sections"].get("Resources", {}) if own_resources else {}
    title = own_resources["path"] if own_resources else "there is no resources.yaml: it"
    return [Problem("app.yaml", reference["line"], f"env.{name}: {title} has no resource {id_!r}",
                    nearest(id_, ids) or (f"it has: {listed(sorted(ids))}" if ids else OWN_NAMES))
            for name, reference in references.items() for id_ in yaml_functions.ids(reference["target"])
            if id_ not in ids]
