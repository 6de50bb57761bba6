"""The values of a template's parameters: chosen, checked, and displayed with the NoEcho values masked."""
import re

from kit import schema_regex
from localcloud.cloudformation import dynamic_references
from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.intrinsics import text

# The value of such a parameter is the name of a parameter of SSM.
STORED = re.compile(r"AWS::SSM::Parameter::Value<(.+)>")
LISTS = re.compile(r"CommaDelimitedList|List<.+>|AWS::SSM::Parameter::Value<(CommaDelimitedList|List<.+>)>")
SUPPORTED = re.compile(r"String|Number|CommaDelimitedList|List<(String|Number|AWS::.+)>|AWS::(?!SSM::).+|"
                       r"AWS::SSM::Parameter::(Name|Value<.+>)")
HIDDEN = "****"


def values(declared, entries, previous):
    """{name: text} of every parameter. Raises ApiError for a missing, unknown or invalid one.

    declared  the template's Parameters
    entries   of the request: [{"ParameterKey", "ParameterValue" or "UsePreviousValue"}, ...]
    previous  {name: text} of the stack's last deployment
    """
    chosen = {}
    for entry in entries:
        name = entry.get("ParameterKey", "")
        if entry.get("UsePreviousValue"):
            chosen[name] = previous_value(name, entry, previous)
        elif "ParameterValue" in entry:
            chosen[name] = entry["ParameterValue"]
    unknown = sorted(chosen.keys() - declared.keys())
    if unknown:
        raise ApiError(f"Parameters: [{', '.join(unknown)}] do not exist in the template")
    for name, rules in declared.items():
        if name not in chosen and "Default" in rules:
            chosen[name] = text(rules["Default"])  # in templates it may be a number or a boolean
    missing = [name for name in declared if name not in chosen]
    if missing:
        raise ApiError(f"Parameters: [{', '.join(missing)}] must have values")
    for name, rules in declared.items():
        check(name, chosen[name], rules)
    return {name: chosen[name] for name in declared}


def previous_value(name, entry, previous):
    """The parameter's previous value. Raises ApiError if there is none, or the entry has a value, too."""
    if entry.get("ParameterValue"):
        raise ApiError(f"Invalid input for parameter key {name}. Cannot specify usePreviousValue as true "
                       "and non empty value for a parameter")
    if name not in previous:
        raise ApiError(f"Invalid input for parameter key {name}. Cannot specify usePreviousValue as true "
                       "for a parameter key not in the previous template")
    return previous[name]


def allowed_values(rules):
    """[text] of a parameter's AllowedValues."""
    return [text(value) for value in rules.get("AllowedValues", [])]


def check(name, value, rules):
    """Raises ApiError unless the value satisfies the parameter's constraints."""
    kind = rules.get("Type")
    if not kind or not SUPPORTED.fullmatch(kind):
        raise ApiError(f"Template format error: the local cloud does not support the type {kind} "
                       f"of parameter {name}")
    for item in (as_list(value) if LISTS.fullmatch(kind) else [value]):
        error = item_error(name, item, rules)
        if error and rules.get("ConstraintDescription"):
            error = f"Parameter {name} failed to satisfy constraint: {rules['ConstraintDescription']}"
        if error:
            raise ApiError(error)


def item_error(name, value, rules):
    """The error message for a parameter's value, or for an item of a list, by all its rules; None if it is valid."""
    if "AllowedValues" in rules and value not in allowed_values(rules):
        return f"Parameter '{name}' must be one of AllowedValues"
    if "AllowedPattern" in rules and not _is_allowed(name, rules["AllowedPattern"], value):
        return f"Parameter '{name}' must match pattern {rules['AllowedPattern']}"
    if len(value) < int(rules.get("MinLength", 0)):
        return f"Parameter '{name}' must contain at least {rules['MinLength']} characters"
    if "MaxLength" in rules and len(value) > int(rules["MaxLength"]):
        return f"Parameter '{name}' must contain at most {rules['MaxLength']} characters"
    if rules["Type"] in ("Number", "List<Number>"):
        return number_error(name, value, rules)
    return None


def _is_allowed(name, pattern, value):
    """Whether a value matches the parameter's AllowedPattern, an expression of Java. Raises ApiError if it is none."""
    try:
        return schema_regex.matches(pattern, value, whole=True)
    except ValueError as error:
        raise ApiError(f"Template format error: the AllowedPattern {pattern!r} of parameter {name} is not a regular "
                       f"expression: {error}") from None


def number_error(name, value, rules):
    """The error message for a number outside MinValue and MaxValue, or for a text that is no number; else None."""
    try:
        number = float(value)
    except ValueError:
        return f"Parameter '{name}' must be a number"
    if "MinValue" in rules and number < float(rules["MinValue"]):
        return f"Parameter '{name}' must be a number not less than {rules['MinValue']}"
    if "MaxValue" in rules and number > float(rules["MaxValue"]):
        return f"Parameter '{name}' must be a number not greater than {rules['MaxValue']}"
    return None


def as_list(value):
    """"a, b" -> ["a", "b"]; an empty text is a list of one empty text, as on AWS."""
    return [item.strip() for item in value.split(",")]


def ref_values(declared, chosen, region):
    """{name: the value of Ref: a text, or a list of texts for a list type}. Raises ApiError."""
    values_ = {name: dynamic_references.parameter(value, region) if STORED.fullmatch(declared[name]["Type"]) else value
               for name, value in chosen.items()}
    return {name: as_list(value) if LISTS.fullmatch(declared[name]["Type"]) else value
            for name, value in values_.items()}


def hidden(rules):
    """Whether the parameter is NoEcho. Templates contain true and "true"."""
    return str(rules.get("NoEcho", False)).lower() == "true"


def shown(declared, chosen):
    """The values as the API shows them, those of NoEcho as ****."""
    return [{"ParameterKey": name, "ParameterValue": HIDDEN if hidden(declared[name]) else value}
            for name, value in chosen.items()]


def declarations(declared):
    """The parameters as ValidateTemplate and GetTemplateSummary show them."""
    return [{"ParameterKey": name, "DefaultValue": text(rules["Default"]) if "Default" in rules else None,
             "ParameterType": rules.get("Type"), "NoEcho": hidden(rules),
             "Description": rules.get("Description"),
             "ParameterConstraints": {"AllowedValues": allowed_values(rules)} if "AllowedValues" in rules else {}}
            for name, rules in declared.items()]
