"""The part of Velocity with which a mock selects a response header: #set, #if, #end, $input.params, ==, || and texts.

docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
A template with anything else is refused when it is imported. Pure.
"""
import re

_TOKEN = re.compile(r"(#set|#if|#end)\b(?:\(((?:[^()]|\([^()]*\))*)\))?|#\w+")
_SET = re.compile(r"\s*\$([\w.-]+)\s*=(?!=)(.*)", re.DOTALL)
_TEXT = re.compile(r"\"([^\"$#]*)\"|'([^']*)'")
_PARAMETER = re.compile(r"""\$input\.params\(["']([\w.-]+)["']\)""")
_NAME = re.compile(r"\$([A-Za-z][\w-]*)")
OVERRIDE = "context.responseOverride.header."


def rendered(template, request):
    """(text, {header: value}): the template without its directives, and the headers that it overrides.

    ValueError names a directive or an expression that is not supported.
    """
    values, headers, texts, position, reached = {}, {}, [], 0, [True]
    for token in _TOKEN.finditer(template):
        if all(reached):
            texts.append(template[position:token.start()])
        position = token.end()
        directive, argument = token[1], token[2]
        if directive == "#end" and len(reached) > 1:
            reached.pop()
        elif directive == "#if" and argument is not None:
            reached.append(_condition(argument, values, request))
        elif directive == "#set" and (assignment := _SET.fullmatch(argument or "")):
            name, expression = assignment.groups()
            value = _value(expression, values, request)
            if all(reached):
                (headers if name.startswith(OVERRIDE) else values)[name.removeprefix(OVERRIDE)] = value
        else:
            raise ValueError(f"{token[0]!r} in a template")
    if len(reached) > 1:
        raise ValueError("an #if without its #end in a template")
    return "".join([*texts, template[position:]]), headers


def _condition(expression, values, request):
    """Whether one of the comparisons a == b || c == d is true."""
    pairs = [part.split("==") for part in expression.split("||")]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError(f"the condition {expression!r} in a template")
    sides = [(_value(first, values, request), _value(second, values, request)) for first, second in pairs]
    return any(first == second for first, second in sides)


def _value(expression, values, request):
    """The text of "text", 'text', $input.params("name") or $name; a missing parameter is "", as in Velocity on AWS."""
    expression = expression.strip()
    match = _TEXT.fullmatch(expression)
    if match:
        return match[1] or match[2] or ""
    match = _PARAMETER.fullmatch(expression)
    if match:
        return _parameter(match[1], request)
    match = _NAME.fullmatch(expression)
    if match:
        return values.get(match[1], "")
    raise ValueError(f"{expression!r} in a template")


def _parameter(name, request):
    """The value of a query parameter or a header, whose case counts; "" if there is none, or no request yet."""
    if request is None:
        return ""
    return request.query_values().get(name) or dict(request.headers).get(name) or ""
