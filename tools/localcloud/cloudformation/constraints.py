"""Is a request what botocore's model says it must be? Complaints in the words of AWS."""
import re

from localcloud.cloudformation.refusal import Refusal

# AWS refuses these in the same words, though its published model does not say so.
UNPUBLISHED = {"StackName": {"min": 1, "pattern": r"[a-zA-Z][-a-zA-Z0-9]{0,127}|arn:aws:[-a-zA-Z0-9:/._+]*"}}
BODY_LIMIT = 51_200  # bytes
SHOWN = 200  # characters of a refused value; AWS repeats whole templates


def check(asked, shape):
    """Raises Refusal with every complaint at once, counted, as AWS does."""
    found = list(complaints(asked, shape, ""))
    if found:
        count = "1 validation error" if len(found) == 1 else f"{len(found)} validation errors"
        raise Refusal(f"{count} detected: {'; '.join(found)}")


def complaints(value, shape, path):
    """Yields what is wrong with a value; path is where AWS says it is: "parameters.1.member.parameterKey"."""
    yield from own_complaints(value, shape, path)
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            place = f"{path}.{camel(name)}" if path else camel(name)
            if name in value:
                yield from complaints(value[name], member, place)
            elif name in shape.required_members:
                yield failed(None, place, "Member must not be null")
    elif shape.type_name == "list":
        for index, item in enumerate(value, 1):
            yield from complaints(item, shape.member, f"{path}.{index}.member")


def own_complaints(value, shape, path):
    """Yields what is wrong with the value itself: its length or size, pattern, or choice."""
    rules = {**shape.metadata, **UNPUBLISHED.get(shape.name, {})}
    measured = len(value) if isinstance(value, (str, list)) else value
    noun = {str: "have length ", list: "have length "}.get(type(value), "have value ")
    if "min" in rules and measured < rules["min"]:
        yield failed(value, path, f"Member must {noun}greater than or equal to {rules['min']}")
    if "max" in rules and measured > rules["max"]:
        yield failed(value, path, f"Member must {noun}less than or equal to {rules['max']}")
    if "pattern" in rules and not re.fullmatch(rules["pattern"], value):
        yield failed(value, path, f"Member must satisfy regular expression pattern: {rules['pattern']}")
    if "enum" in rules and value not in rules["enum"]:
        yield failed(value, path, f"Member must satisfy enum value set: [{', '.join(rules['enum'])}]")
    if shape.name == "TemplateBody" and len(value.encode()) > BODY_LIMIT:
        yield failed(value, path, f"Member must have length less than or equal to {BODY_LIMIT}")


def failed(value, path, rule):
    """One complaint: "Value 'x' at 'stackName' failed to satisfy constraint: ..."."""
    shown = "null" if value is None else f"'{str(value)[:SHOWN]}'"
    return f"Value {shown} at '{path}' failed to satisfy constraint: {rule}"


def camel(name):
    """"StackName" -> "stackName", "TemplateURL" -> "templateURL"."""
    return name[:1].lower() + name[1:]
