"""Two small languages of API Gateway: $context.x in a template, and mappings such as 'static'. Pure."""
import re

_NAME = r"(?:context|stageVariables)(?:\.\w+)+"
_VARIABLE = re.compile(rf"\$\{{({_NAME})\}}|\$({_NAME})")
_VELOCITY = re.compile(r"\$!?\{?(?:input|util)\b|#\{?(?:set|if|elseif|else|foreach|end|macro|define)\b")


def refuse_velocity(template, where):
    """ValueError if a template uses more of Velocity than $context and $stageVariables."""
    match = _VELOCITY.search(template or "")
    if match:
        raise ValueError(f"not supported by the local cloud: {match.group()} in a template of {where}")


def filled(template, variables):
    """The template with $context.requestId and $stageVariables.name replaced; unknown ones by "".

    variables  {"context": {...}, "stageVariables": {...}}
    """
    def value(match):
        return text(looked_up(variables, match[1] or match[2]))
    return _VARIABLE.sub(value, template)


def mapped(expression, variables, request):
    """The value of a response parameter: "'*'", "context.requestId", "method.request.header.Origin".

    None if there is no such value; API Gateway then omits the header.
    """
    if expression.startswith("'"):
        return expression[1:-1]
    if expression.startswith("method.request.header."):
        return request.header(expression.split(".", 3)[3])
    if expression.startswith("method.request.querystring."):
        return request.query_values().get(expression.split(".", 3)[3])
    if expression.startswith(("context.", "stageVariables.")):
        value = looked_up(variables, expression)
        return None if value is None else text(value)
    return None


def looked_up(variables, dotted):
    """looked_up({"context": {"a": {"b": 1}}}, "context.a.b") -> 1; None for an unknown name."""
    for step in dotted.split("."):
        variables = variables.get(step) if isinstance(variables, dict) else None
    return variables


def text(value):
    """The text of a value in a template: True -> "true", None -> ""."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
