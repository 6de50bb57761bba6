"""Templates with the values of their parameters filled in, so that two of them can be compared. Pure.

Values that only AWS knows (ARNs, names, the account) stay references, which are equal in both templates.
"""
from typing import Any

from aws import cfn, stacks

NOTHING = {"Ref": "AWS::NoValue"}
NO_CHANGE = ("Condition", "DependsOn")  # parts of a resource whose change alone does not change it


class Resolver:
    """The values of a template's parameters and conditions; a call fills them into a part of it."""

    def __init__(self, template: dict, parameters: dict[str, Any]):
        declared = template.get("Parameters", {})
        self.values = {name: parameters.get(name, declaration.get("Default")) for name, declaration in declared.items()}
        self.known = {name: value for name, value in self.values.items() if isinstance(value, (str, dict))}
        self.texts = {name: text for name, value in self.known.items() if (text := sub_text(value)) is not None}
        self.declared_conditions = template.get("Conditions", {})

    def holds(self, name: str) -> bool:
        """Whether a condition of the template is true."""
        return self.is_true(self.declared_conditions[name])

    def is_true(self, condition) -> bool:
        """Whether a condition's definition is true: {"Fn::Equals": [...]} and those that combine others."""
        (function, operands), = condition.items()
        if function == "Condition":
            return self.holds(operands)
        if function == "Fn::Equals":
            first, second = (self(operand) for operand in operands)
            return first == second
        results = [self.is_true(operand) for operand in operands]
        return {"Fn::Not": not results[0], "Fn::And": all(results), "Fn::Or": any(results)}[function]

    def __call__(self, node):
        """A copy of a part of the template without parameters, Fn::If and absent values."""
        if isinstance(node, list):
            return [item for item in map(self, node) if item != NOTHING]
        if not isinstance(node, dict):
            return node
        if node.get("Ref") in self.known:
            return self.known[node["Ref"]]
        if "Fn::If" in node:
            name, if_true, if_false = node["Fn::If"]
            return self(if_true if self.holds(name) else if_false)
        if "Fn::Sub" in node:
            return self.substituted(*cfn.sub_parts(node["Fn::Sub"]))
        return {key: value for key, value in ((key, self(item)) for key, item in node.items()) if value != NOTHING}

    def substituted(self, text: str, variables: dict) -> str | dict:
        """The Fn::Sub of a text, or the text itself if it has no variables, and its only references are parameters."""
        own = {name: value for name, value in self.texts.items() if name not in variables}
        text = cfn.GROUP.sub(lambda group: own.get(group[1], group[0]), text)
        return {"Fn::Sub": [text, self(variables)]} if variables else cfn.sub(text) if "${" in text else text


def sub_text(value: str | dict) -> str | None:
    """The text that stands for a parameter's value in an Fn::Sub: "${Table.Arn}" of a reference that the root passes to
    a nested stack; None of another function."""
    if isinstance(value, str):
        return value
    reference = ".".join(value["Fn::GetAtt"]) if "Fn::GetAtt" in value else value.get("Ref")
    return reference and f"${{{reference}}}"


def outputs(template: dict, parameters: dict[str, Any]) -> dict[str, dict]:
    """{name: output} of a template, without those whose condition is false. parameters: as of resources()"""
    resolver = Resolver(template, parameters)
    return {name: resolver(output) for name, output in template.get("Outputs", {}).items()
            if "Condition" not in output or resolver.holds(output["Condition"])}


def resources(template: dict, parameters: dict[str, Any], children: dict[str, dict]) -> dict[str, dict]:
    """{logical id: definition} of a stack, those of its nested stacks in place of these, with the nested stack's id.

    parameters  {name: text}; a default stands in for one that is absent
    children    {logical id: template} of the nested stacks
    """
    resolver, result = Resolver(template, parameters), {}
    for id_, resource in template["Resources"].items():
        if "Condition" in resource and not resolver.holds(resource["Condition"]):
            continue
        definition = resolver({key: value for key, value in resource.items() if key not in NO_CHANGE})
        if resource["Type"] == stacks.TYPE and id_ in children:
            nested = resources(children[id_], definition["Properties"].get("Parameters", {}), {})
            result |= {own: {**part, "Stack": id_} for own, part in nested.items()}
        else:
            result[id_] = definition
    return result
