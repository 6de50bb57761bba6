"""The structure of a template: objects where CloudFormation expects them, no null, and the arguments of functions."""
from typing import Any

from localcloud.cloudformation.errors import ApiError

SECTIONS = ("Parameters", "Mappings", "Conditions", "Resources", "Outputs")


def is_list(*lengths: int):
    """A function: whether a value is a list with one of these lengths."""
    return lambda value: isinstance(value, list) and len(value) in lengths


def is_attribute(value: Any) -> bool:
    """Whether a value is an argument of Fn::GetAtt: "Queue.Arn", ["Queue", "Arn"]."""
    return isinstance(value, str) and "." in value or is_list(2)(value) and isinstance(value[0], str)


def is_substitution(value: Any) -> bool:
    """Whether a value is an argument of Fn::Sub: a text, or a text and an object."""
    return isinstance(value, str) or is_list(2)(value) and isinstance(value[0], str) and isinstance(value[1], dict)


BOOLEANS = "every {} object requires a list of at least 2 and at most 10 boolean parameters."
# {function: (whether a value is its argument, the error in AWS's words)}
ARGUMENTS = {
    "Ref": (lambda value: isinstance(value, str), "every Ref object must have a single String value."),
    "Fn::GetAtt": (is_attribute, "every Fn::GetAtt object requires two non-empty parameters, the resource name and the "
                                 "resource attribute"),
    "Fn::Sub": (is_substitution, "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a "
                                 "string as first argument, and an optional second argument to specify a mapping of "
                                 "values to replace in the string"),
    "Fn::Join": (is_list(2), "every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of "
                             "strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) "
                             "to be joined."),
    "Fn::Split": (is_list(2), "every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string "
                              "to be split or a function that returns a string to be split."),
    "Fn::Select": (is_list(2), "Fn::Select requires a list argument with two elements: an integer index and a list"),
    "Fn::FindInMap": (is_list(3, 4), "every Fn::FindInMap object requires three parameters, the map name, map key and "
                                     "the attribute for return value"),
    "Fn::If": (is_list(3), "Fn::If requires a list argument with three elements"),
    "Fn::Equals": (is_list(2), "every Fn::Equals object requires a list of 2 string parameters."),
    "Fn::Not": (is_list(1), "every Fn::Not object requires one boolean parameter."),
    "Fn::And": (is_list(*range(2, 11)), BOOLEANS.format("Fn::And")),
    "Fn::Or": (is_list(*range(2, 11)), BOOLEANS.format("Fn::Or")),
}


def check(template: dict) -> None:
    """Raises ApiError for a template, an object, whose parts have not the structure that CloudFormation reads."""
    for section in SECTIONS:
        block = template.get(section, {})
        expect(isinstance(block, dict), f"{section} must be an object.")
        check_values(block, f"/{section}")
        expect(section == "Resources" or all(isinstance(entry, dict) for entry in block.values()),
               f"Any {section} member must be an object.")
    for parameter in template.get("Parameters", {}).values():
        expect(isinstance(parameter.get("AllowedValues", []), list),
               "Every AllowedValues member of a parameter must be a list.")
    for output in template.get("Outputs", {}).values():
        expect("Value" in output, "Every Outputs member must contain a Value object")
        expect("Export" not in output or isinstance(output["Export"], dict) and "Name" in output["Export"],
               "Every Export member must contain a Name object")


def check_resource(id_: str, resource: Any) -> None:
    """Raises ApiError unless a resource is an object with a type, whose attributes have their types."""
    path = f"[/Resources/{id_}] "
    expect(isinstance(resource, dict) and isinstance(resource.get("Type"), str),
           f"{path}Every Resources object must contain a Type member.")
    expect(isinstance(resource.get("Properties", {}), dict), f"{path}Every Properties member must be an object.")
    names = resource.get("DependsOn", [])
    expect(isinstance(names, str) or isinstance(names, list) and all(isinstance(name, str) for name in names),
           f"{path}Every DependsOn value must be a string.")


def expect(is_valid: bool, message: str) -> None:
    """Raises ApiError with CloudFormation's prefix unless something is valid."""
    if not is_valid:
        raise ApiError(f"Template format error: {message}")


def check_values(value: Any, path: str) -> None:
    """Raises ApiError for null, or for an invalid argument of a function. path: "/Outputs/Url" or the like"""
    if value is None:
        raise ApiError(f"[{path}] 'null' values are not allowed in templates")
    if isinstance(value, list):
        for number, item in enumerate(value):
            check_values(item, f"{path}/{number}")
    elif isinstance(value, dict):
        for key, item in value.items():
            if len(value) == 1 and key in ARGUMENTS and not ARGUMENTS[key][0](item):
                raise ApiError(f"Template error: {ARGUMENTS[key][1]}")
            check_values(item, f"{path}/{key}")
