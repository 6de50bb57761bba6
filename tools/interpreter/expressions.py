"""Following expressions to values."""
import ast

from interpreter import (
    arithmetic,
    attributes,
    comparisons,
    conditions,
    data_types,
    deferral,
    enums,
    event_parts,
    importing,
    literals,
    members,
    merging,
    percent_formats,
    request_claims,
    slices,
    switches,
    table_conditions,
    texts,
    unlimited,
    values,
)
from interpreter.analysis import Site
from interpreter.frames import default_values, lookup
from interpreter.narrowing import narrowed
from interpreter.values import NONE, UNKNOWN, Const, External


def _constant(node, _frame, _analysis):
    """5, "text", None"""
    return Const(node.value)


def _name(node, frame, analysis):
    """A name: of the app, or of Python."""
    name = node.id  # lookup() itself: the most frequent expression
    scope = frame.module.frame if name in frame.globals else frame
    while scope is not None:
        if (value := scope.names.get(name)) is not None:
            return value
        scope = scope.outer
    name = f"builtins.{name}"
    return importing.CONSTANTS.get(name) or (UNKNOWN if lookup("*", frame) else External(name))


def _attribute(node, frame, analysis):
    """value.name"""
    return attributes.attribute(analysis.evaluate(node.value, frame), node.attr, Site(node, frame, analysis))


def _subscript(node, frame, analysis):
    """value[key], or a part of a list or text: value[lower:upper:step]."""
    receiver, site = analysis.evaluate(node.value, frame), Site(node, frame, analysis)
    is_full = receiver.__class__ is values.Shaped and receiver.path in conditions.NEVER_EMPTY
    if isinstance(node.slice, ast.Slice):
        for entry in (node.slice.lower, node.slice.upper, node.slice.step):
            if entry is not None:
                arithmetic.note_mixture(analysis.evaluate(entry, frame), Const(0), ast.Add, site)
        most = slices.width(node.slice, frame, analysis)
        if most is not None and is_full:
            site.note("slice", path=list(receiver.path), key=most, how="slice")
        options = values.options(receiver)  # of a list that a loop shortens, those of its parts
        is_list = all(option is values.LOOSE or option.__class__ is values.List for option in options)
        return slices.parts(options if is_list else [receiver], most, node.slice, frame, analysis)
    key = analysis.evaluate(node.slice, frame)
    if is_full and key.__class__ is Const:
        site.note("slice", path=list(receiver.path), key=1, how="item")
    return data_types.recorded_item(receiver, attributes.item(receiver, key, site), site)


def _operation(node, frame, analysis):
    """a + b, a / b, a & b, "%s" % a"""
    return texts.combined_options(
        lambda first, second: arithmetic.operation(first, node.op, second, Site(node, frame, analysis)),
        analysis.evaluate(node.left, frame), analysis.evaluate(node.right, frame))


def _unary(node, frame, analysis):
    """-a, not a"""
    if isinstance(node.op, ast.Not):
        value = analysis.test(node.operand, frame)
        table_conditions.note_logic([value], "not", Site(node, frame, analysis))
        holds = conditions.truth(node.operand, value, frame)
        return values.Unknown("bool") if holds is None else Const(not holds)
    value = analysis.evaluate(node.operand, frame)
    if value.__class__ is Const and value.value.__class__ in (int, float) and isinstance(node.op, ast.USub):
        return Const(-value.value)
    if value.__class__ is values.Condition:
        return values.Condition(value.parts, value.open)
    is_inexact = value.__class__ is values.Unknown and value.kind == "inexact"  # rounded to the context's digits
    return values.Unknown("decimal") if is_inexact else value if value.__class__ is values.Unknown else UNKNOWN


def _logic(node, frame, analysis):
    """a or b: a if it is true; `x or {}` is x if x is true. a and b: unknown which."""
    if analysis.environment is not None and isinstance(node.op, ast.Or):
        analysis.environment.optional.update(map(id, node.values[:-1]))
    results, operands, outer_state, inside = [], [], conditions.enter(analysis, False), analysis.open_conditions
    for at, operand in enumerate(node.values):
        last = at == len(node.values) - 1
        analysis.conditions += at == 1
        analysis.choices += at == 1
        analysis.open_conditions += at == 1
        value = analysis.evaluate(operand, frame) if last else analysis.test(operand, frame)
        operands.append(value)
        holds = conditions.truth(operand, value, frame)
        if isinstance(node.op, ast.Or) and not last:
            results += [event_parts.present(option) for option in values.options(value)
                      if not (option.__class__ is Const and not option.value)] if holds is not False else []
            if holds:
                conditions.skip(operand, node.values[at + 1:], analysis)
                break
        elif isinstance(node.op, ast.Or) or last:
            results.append(value)
        else:
            results += [Const(option.value) for option in values.options(value)
                      if option.__class__ is Const and not option.value] or [UNKNOWN] * (holds is None)
            if value.__class__ is Const and not value.value and switches.is_switch(operand):
                conditions.skip(operand, node.values[at + 1:], analysis)
                break
    if analysis.testing and isinstance(node.op, ast.And) and any(
            value.__class__ is Const and not value.value and comparisons.is_decided(operand)
            for operand, value in zip(node.values, operands)):
        results = [Const(False)]  # x and OLD, if OLD is False
    analysis.open_conditions = inside
    conditions.leave(analysis, outer_state)
    site = Site(node, frame, analysis)
    table_conditions.note_logic(operands, "or" if isinstance(node.op, ast.Or) else "and", site)
    result = values.union(results)
    return request_claims.merged(list(zip(node.values, operands)), result, site) if isinstance(node.op, ast.Or) \
        else result


def _choice(node, frame, analysis):
    """a if test else b"""
    holds = conditions.truth(node.test, analysis.test(node.test, frame), frame)
    if holds is not None:
        conditions.skip(node.test, [node.orelse if holds else node.body], analysis)
        return analysis.evaluate(node.body if holds else node.orelse, frame)
    before, outer_state = frame.names, conditions.enter(analysis)
    analysis.branches.append((id(node), 0))
    analysis.open_conditions += 1
    frame.names = narrowed(before, node.test, True, frame)
    results = [analysis.evaluate(node.body, frame)]
    analysis.branches[-1] = (id(node), 1)
    frame.names = narrowed(before, node.test, False, frame)
    results.append(analysis.evaluate(node.orelse, frame))
    frame.names = before
    analysis.open_conditions -= 1
    conditions.leave(analysis, outer_state)
    analysis.branches.pop()
    return request_claims.merged(list(zip((node.body, node.orelse), results)), values.union(results),
                                 Site(node, frame, analysis))


def _f_string(node, frame, analysis):
    """f"day#{day}": its known and unknown parts; f"{row}" of a mapping is no JSON, as str(row) is none."""
    argument = [Const(part.value) if isinstance(part, ast.Constant) else analysis.evaluate(part.value, frame)
             for part in node.values]
    plain = [isinstance(part, ast.Constant) or part.format_spec is None and part.conversion in (-1, 115)
             or getattr(value, "detail", None) is values.HASHED for part, value in zip(node.values, argument)]
    if len(argument) == 1 and plain[0] and argument[0].__class__ is values.Dict:
        return values.Unknown("text", {"kind": "repr"})
    argument = [value if as_it_is and value.__class__ is not values.Instance
                else _with_spec(part, value, frame, analysis)
                for part, value, as_it_is in zip(node.values, argument, plain)]
    for at, part in enumerate(node.values):
        name = not isinstance(part, ast.Constant) and part.conversion in (-1, 115) and enums.name_of(
            part.value, frame, analysis)
        argument[at] = values.Text((("enum", name),)) if name else argument[at]
    return texts.combined_options(
        lambda *parts: texts.text_of([entry for part in parts for entry in texts.parts_of(part)]), *argument)


def _with_spec(part, value, frame, analysis):
    """The value of f"{value:%Y}": part is its node"""
    spec = Const("") if part.format_spec is None else analysis.evaluate(part.format_spec, frame)
    if part.conversion != -1:
        return UNKNOWN
    result = members.special(value, "__format__", (spec,), Site(part, frame, analysis))
    return percent_formats.formatted(value, spec) if result is None else result


def _lambda(node, frame, analysis):
    """lambda x: ..."""
    function = values.Function(node, frame, default_values(node.args, frame, analysis))
    analysis.defined(function)
    analysis.unnamed.append(function)
    return function


def _named_expression(node, frame, analysis):
    """(name := value); of a comprehension the name is its frame's owner's."""
    value = analysis.evaluate(node.value, frame)
    analysis.assign(node.target, value, frame)
    return value


def _await(node, frame, analysis):
    """await call(...): the call's value"""
    return analysis.evaluate(node.value, frame)


def _yield(node, frame, analysis):
    """yield value: one of the values of the generator."""
    argument = analysis.evaluate(node.value, frame) if node.value is not None else NONE
    owner = frame
    while owner.fn is None and owner.outer is not None:
        owner = owner.outer
    if isinstance(node, ast.YieldFrom):
        owner.unlimited |= unlimited.of_each(argument)
    argument = literals.element(argument, analysis) if isinstance(node, ast.YieldFrom) else argument
    again = isinstance(node, ast.YieldFrom) and isinstance(node.value, ast.Call) and any(
        option.node in analysis.stack for option in values.options(analysis.last_callee)
        if option.__class__ is values.Function)  # a generator that calls itself yields the elements of its other yields
    owner.before_yield = owner.before_yield or deferral.starts(analysis)
    for earlier in analysis.yielded.get(id(owner.fn)) or ():
        merging.merge(argument, earlier)
    owner.yields = [*(owner.yields or []), *([] if again else [argument])]
    return UNKNOWN


EXPRESSIONS: dict = {
    ast.Constant: _constant, ast.Name: _name, ast.Attribute: _attribute, ast.Subscript: _subscript,
    ast.BinOp: _operation, ast.UnaryOp: _unary, ast.BoolOp: _logic, ast.IfExp: _choice, ast.JoinedStr: _f_string,
    ast.Lambda: _lambda, ast.NamedExpr: _named_expression, ast.Await: _await, ast.Yield: _yield, ast.YieldFrom: _yield,
    **literals.EXPRESSIONS, **comparisons.EXPRESSIONS,
}
