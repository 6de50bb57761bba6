"""The intrinsic functions of a template, resolved for one stack."""
import base64
import dataclasses
import functools
import ipaddress
import itertools
import json
from collections.abc import Callable, Mapping
from typing import Any

from aws import cfn
from localcloud.cloudformation.errors import ApiError

NO_VALUE = object()  # AWS::NoValue: a key or an item with this value is removed
UNKNOWN = "{{changeSet:KNOWN_AFTER_APPLY}}"  # AWS's value for what is known only after the deployment
CUSTOM = ("Custom::", "AWS::CloudFormation::CustomResource")
CONDITIONS = ("Fn::And", "Fn::Equals", "Fn::Not", "Fn::Or", "Condition")


@dataclasses.dataclass
class Scope:
    """The values of the names in a template."""

    template: dict  # parsed
    parameters: dict  # {name: text, or a list of texts}, with the pseudo parameters (AWS::Region, ...)
    resources: Mapping  # {logical id: anything with .ref and .attributes}; may grow while it is used
    exports: Callable[[], Mapping]  # () -> {export name: value} of the region
    imported: set = dataclasses.field(default_factory=set)  # names that Fn::ImportValue has resolved so far

    @functools.cached_property
    def conditions(self) -> dict[str, bool]:
        """{name: bool} of every condition of the template."""
        values = {}
        for name in self.template.get("Conditions", {}):
            self.condition(name, values)
        return values

    def condition(self, name: str, values: dict) -> bool:
        """The bool of one condition; writes it, and those it depends on, into values."""
        if name not in values:
            values[name] = None
            values[name] = truth(self, self.template["Conditions"][name], values)
        if values[name] is None:
            raise ApiError(f"Template format error: Circular dependency of condition {name}")
        return values[name]


def resolved(scope: Scope, value: Any) -> Any:
    """A value of the template with every function resolved. Raises ApiError, naming it, for one that cannot be."""
    if isinstance(value, list):
        return [item for item in (resolved(scope, item) for item in value) if item is not NO_VALUE]
    if not isinstance(value, dict):
        return value
    name = function_name(value)
    if name:
        return FUNCTIONS[name](scope, value[name])
    items = ((key, resolved(scope, item)) for key, item in value.items())
    return {key: item for key, item in items if item is not NO_VALUE}


def function_name(value):
    """The function that a dict calls, or None. Raises ApiError for a function that is not supported."""
    if len(value) != 1:
        return None
    name = next(iter(value))
    if name in FUNCTIONS:
        return name
    if isinstance(name, str) and name.startswith("Fn::") and name not in CONDITIONS:
        raise ApiError(f"Template error: the local cloud does not support {name}")
    return None


def text(value):
    """The text of a scalar, as CloudFormation writes it into a string."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def truth(scope, condition, values):
    """The bool of a condition: {"Fn::Equals": [a, b]}, {"Fn::And": [...]}, {"Condition": name}..."""
    name, argument = next(iter(condition.items()))
    if name == "Condition":
        return scope.condition(argument, values)
    if name == "Fn::Equals":
        first, second = (resolved(scope, side) for side in argument)
        return text(first) == text(second)
    if name == "Fn::Not":
        return not truth(scope, argument[0], values)
    if name == "Fn::And":
        return all(truth(scope, part, values) for part in argument)
    if name == "Fn::Or":
        return any(truth(scope, part, values) for part in argument)
    raise ApiError(f"Template error: the local cloud does not support {name} in a condition")


def reference(scope, name):
    """The value of Ref: of a parameter, a pseudo parameter, or the physical id of a resource."""
    if name == "AWS::NoValue":
        return NO_VALUE
    return scope.parameters[name] if name in scope.parameters else scope.resources[name].ref


def attribute(scope, argument):
    """The value of Fn::GetAtt; argument: ["Id", "Arn"], or "Id.Arn"."""
    logical, name = target(argument)
    name = resolved(scope, name)
    attributes = scope.resources[logical].attributes
    if attributes.get(name) is None and getattr(scope.resources[logical], "type", "").startswith(CUSTOM):
        raise ApiError(f"CustomResource attribute error: Vendor response doesn't contain {name} key in object "
                       f"{logical}")
    if attributes.get(name) is None:
        raise ApiError(f"Template error: resource {logical} does not support attribute type {name} "
                       "in Fn::GetAtt")
    return attributes[name]


def target(argument):
    """The resource and the attribute that Fn::GetAtt names: "Id.Outputs.Url" -> ["Id", "Outputs.Url"]."""
    return argument.split(".", 1) if isinstance(argument, str) else [argument[0], argument[1]]


def substitution(scope, argument):
    """Fn::Sub: "text ${Id} ${Id.Arn}", or ["text ${x}", {"x": ...}]."""
    pattern, variables = cfn.sub_parts(argument)

    def group_value(match):
        name = match[1].strip()
        if name in variables:
            return text(resolved(scope, variables[name]))
        value = attribute(scope, name) if "." in name else reference(scope, name)
        return ",".join(value) if isinstance(value, list) else text(value)

    return cfn.GROUP.sub(group_value, pattern).replace("${!", "${")


def joined(scope, argument):
    """The text of Fn::Join; argument: [separator, list]."""
    separator, parts = argument
    return separator.join(text(part) for part in resolved(scope, parts))


def choice(scope, argument):
    """Fn::If: [condition, then, else]; the branch not taken is not resolved."""
    name, then, otherwise = argument
    if name not in scope.conditions:
        raise ApiError(f"Template error: unresolved condition dependency {name} in Fn::If")
    return resolved(scope, then if scope.conditions[name] else otherwise)


def selected(scope, argument):
    """The item of Fn::Select; argument: [index, list]. A text with an unknown part may have further items."""
    index, items = resolved(scope, argument[0]), resolved(scope, argument[1])
    if not 0 <= int(index) < len(items):
        if any(UNKNOWN in item for item in items):
            return UNKNOWN
        raise ApiError(f"Template error: Fn::Select cannot select nonexistent value at index {index}")
    return items[int(index)]


def split(scope, argument):
    """The list of Fn::Split; argument: [separator, text]. An unknown part of the text stays whole."""
    parts = resolved(scope, argument[1]).replace(UNKNOWN, "\0").split(argument[0])
    return [part.replace("\0", UNKNOWN) for part in parts]


def mapped(scope, argument):
    """Fn::FindInMap: [map, first key, second key], or with {"DefaultValue": ...} as a fourth."""
    keys = [resolved(scope, key) for key in argument[:3]]
    entry = scope.template.get("Mappings", {})
    for key in keys:
        if key not in entry:
            if len(argument) > 3:
                return resolved(scope, argument[3]["DefaultValue"])
            raise ApiError(f"Template error: Unable to get mapping for {'::'.join(map(str, keys))}")
        entry = entry[key]
    return resolved(scope, entry)


def imported(scope, argument):
    """Fn::ImportValue: the value that another stack of the region exports under that name."""
    name, exports = resolved(scope, argument), scope.exports()
    if name not in exports:
        raise ApiError(f"No export named {name} found.")
    scope.imported.add(name)
    return exports[name]


def encoded(scope, argument):
    """The text of Fn::Base64; argument: a text."""
    return base64.b64encode(resolved(scope, argument).encode()).decode()


def json_text(scope, argument):
    """The compact JSON of Fn::ToJsonString; argument: a mapping or a list."""
    return json.dumps(resolved(scope, argument), separators=(",", ":"))


def length(scope, argument):
    """The number of items of Fn::Length; argument: a list. Raises ApiError for anything else."""
    items = resolved(scope, argument)
    if not isinstance(items, list):
        raise ApiError("Template error: Fn::Length expects an array")
    return len(items)


def zones(scope, argument):
    """Fn::GetAZs: three zones of the argument's region, or of the stack's region if the argument is empty."""
    region = resolved(scope, argument) or scope.parameters["AWS::Region"]
    return [f"{region}{zone}" for zone in "abc"]


def address_blocks(scope, argument):
    """The list of Fn::Cidr; argument: [block of addresses, number of blocks, bits of each]. Raises ApiError."""
    parts = resolved(scope, argument)
    if not isinstance(parts, list) or len(parts) != 3:
        raise ApiError("Template error: every Fn::Cidr object requires three parameters: ipBlock, count and cidrBits")
    block, count, bits = parts
    if UNKNOWN in str(block):
        return [UNKNOWN] * int(count)
    try:
        network = ipaddress.ip_network(block)
        blocks = network.subnets(new_prefix=network.max_prefixlen - int(bits))
        return list(map(str, itertools.islice(blocks, int(count))))
    except ValueError as error:
        raise ApiError(f"Template error: every Fn::Cidr object requires a valid block of addresses: {error}") from None


FUNCTIONS = {
    "Ref": reference,
    "Fn::Base64": encoded,
    "Fn::Cidr": address_blocks,
    "Fn::FindInMap": mapped,
    "Fn::GetAtt": attribute,
    "Fn::GetAZs": zones,
    "Fn::If": choice,
    "Fn::ImportValue": imported,
    "Fn::Join": joined,
    "Fn::Length": length,
    "Fn::Select": selected,
    "Fn::Split": split,
    "Fn::Sub": substitution,
    "Fn::ToJsonString": json_text,
}
