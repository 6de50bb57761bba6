"""Texts of DynamoDB's expressions that DynamoDB refuses, and moto executes or fails on; what a projection selects.

The messages are those that the tests of dynalite recorded: github.com/architect/dynalite/tree/main/test
"""
import decimal
import functools
import re

from moto.dynamodb.exceptions import MockValidationException
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.parsing.reserved_keywords import ReservedKeywords
from moto.dynamodb.responses import ProjectionExpressionParser

from checks import expression_grammar, tokens
from localcloud.moto.replacing import replace

CALL = re.compile(r"(?<![\w#:.-])([A-Za-z_]\w*)\s*\(([^()]*)\)")
STEP = re.compile(r"[.]|(?=\[)")  # between the names and indexes of a path
# The types of values that a function does not take: those of its first argument, and of its second.
NO_TEXTS = {"N", "BOOL", "NULL", "L", "M", "SS", "NS", "BS"}
NOT_TAKEN = {"begins_with": (NO_TEXTS, NO_TEXTS), "attribute_type": (set(), {*NO_TEXTS, "B"}),
             "size": ({"N", "BOOL", "NULL"}, set())}
NO_KEY_FUNCTIONS = {"attribute_exists", "attribute_not_exists", "attribute_type", "contains"}
_BETWEEN = re.compile(r"\bBETWEEN\s+(:\w+)\s+AND\s+(:\w+)", re.IGNORECASE)
_NAME = re.compile(r"(?<![#:\w])[A-Za-z_]\w*(?!\w|\s*\()")
_KEY = re.compile(r"(?:begins_with\s*\(\s*)?(#?[\w-]+)")
_FIRST_IS_VALUE = re.compile(r"\bbegins_with\s*\(\s*:")


def syntax_problem(name, kind, text):
    """The message about a text that DynamoDB's grammar does not allow; moto has that of an update.

    name, kind  "FilterExpression", "condition" or "projection"
    """
    reader = expression_grammar.Reader(text)
    try:
        {"condition": reader.condition, "projection": reader.paths}[kind]()
        reader.expect(expression_grammar.END)
    except ValueError:
        parts, at = reader.tokens, reader.at
        near = " ".join(filter(None, parts[max(at - 1, 0):at + 2]))
        return f'Invalid {name}: Syntax error; token: "{parts[at] or "<EOF>"}", near: "{near}"'
    return ""


def operand_problem(name, text, values):
    """The message about a value whose type a function does not take. values: {":a": {"S": "x"}}"""
    for called, arguments in CALL.findall(text):
        for argument, types in zip(arguments.split(","), NOT_TAKEN.get(called, ())):
            type_ = next(iter(values.get(argument.strip()) or {}), "")
            if type_ in types:
                return (f"Invalid {name}: Incorrect operand type for operator or function; operator or function: "
                        f"{called}, operand type: {type_}")
    return ""


def between_problem(name, text, values):
    """The message about BETWEEN with a first bound above the second; "" if there is none."""
    for lower, upper in _BETWEEN.findall(text):
        (type_, low), = values[lower].items()
        (other, high), = values[upper].items()
        try:
            wrong_order = type_ == other and (decimal.Decimal(low) > decimal.Decimal(high) if type_ == "N" else
                                              type_ == "S" and low > high)
        except decimal.InvalidOperation:
            continue
        if wrong_order:
            return (f"Invalid {name}: The BETWEEN operator requires upper bound to be greater than or equal to lower "
                    f"bound; lower bound operand: AttributeValue: {{{type_}:{low}}}, upper bound operand: "
                    f"AttributeValue: {{{type_}:{high}}}")
    return ""


def overlap_problem(text, names):
    """The message about two paths of a projection of which one contains the other. names: {"#a": "a"}"""
    paths = [[names.get(step, step) for step in STEP.split(path.strip())] for path in text.split(",")]
    for at, path in enumerate(paths):
        for later in paths[at + 1:]:
            if all(first == second for first, second in zip(path, later)):
                return ("Invalid ProjectionExpression: Two document paths overlap with each other; must remove or "
                        f"rewrite one of these paths; path one: [{', '.join(path)}], path two: [{', '.join(later)}]")
    return ""


def key_condition_problem(request):
    """The message about a key condition with an operator or a path that keys do not have, or with two of one key."""
    text = request.get("KeyConditionExpression")
    if not isinstance(text, str):
        return ""
    for sort, word in tokens.pieces(text.replace("<>", " IN "), "condition"):
        if sort == "word" and word.upper() in ("OR", "NOT", "IN") or sort == "function" and word in NO_KEY_FUNCTIONS:
            shown = "<>" if word not in text else word.upper() if sort == "word" else word
            return f"Invalid operator used in KeyConditionExpression: {shown}"
        if word == "size" and sort == "function":
            return "KeyConditionExpressions cannot contain nested operations"
    if _FIRST_IS_VALUE.search(text):
        return ("Invalid condition in KeyConditionExpression: begins_with operator must have the key attribute as its "
                "first operand")
    if "." in text or "[" in text:
        return "KeyConditionExpressions cannot have conditions on nested attributes"
    for word in _NAME.findall(text):
        if word.upper() not in ("AND", "BETWEEN") and word.upper() in ReservedKeywords.get_reserved_keywords():
            return f"Invalid KeyConditionExpression: Attribute name is a reserved keyword; reserved keyword: {word}"
    names = request.get("ExpressionAttributeNames") or {}
    parts = re.split(r"\bAND\b", _BETWEEN.sub("BETWEEN", text), flags=re.IGNORECASE)
    keys = [names.get(match[1], match[1]) for match in (_KEY.match(part.strip(" ()")) for part in parts) if match]
    if len(keys) > len(set(keys)):
        return "KeyConditionExpressions must only contain one condition per key"
    return ""


def selected(value, tree):
    """The part of a value, {"M": {...}}, that a projection selects; None if there is none.

    tree  {name or index: tree}, empty for the whole value
    """
    if not tree:
        return value
    (type_, content), = value.items()
    if type_ == "M":
        parts = {name: selected(content[name], rest) for name, rest in tree.items() if name in content}
        parts = {name: part for name, part in parts.items() if part is not None}
    elif type_ == "L":
        indexes = sorted(index for index in tree if isinstance(index, int) and index < len(content))
        parts = [part for part in (selected(content[index], tree[index]) for index in indexes) if part is not None]
    else:
        return None
    return {type_: parts} if parts else None


@functools.cache
def install():
    """Let moto read and apply projections as DynamoDB does, and refuse to remove parts of texts. Once a process."""

    @replace(ProjectionExpressionParser, "parse")
    def paths(_original, self):
        names, result = self.expression_attribute_names, []
        for path in (self.projection_expression or "").split(",") if self.projection_expression else ():
            steps = STEP.split(path.strip())
            self.expr_attr_names_found += [step for step in steps if step in names]
            result.append([int(step[1:-1]) if step[0] == "[" else names.get(step, step) for step in steps])
            if steps[0].upper() in ReservedKeywords.get_reserved_keywords():
                raise MockValidationException("Invalid ProjectionExpression: Attribute name is a reserved keyword; "
                                              f"reserved keyword: {steps[0]}")
        return result

    @replace(Item, "project")
    def project(_original, self, projection_expressions):
        tree = {}
        for path in projection_expressions:
            branch = tree
            for step in path:
                branch = branch.setdefault(step, {})
        whole = {name: value.to_regular_json() for name, value in self.attrs.items() if name in tree}
        attributes = (selected({"M": whole}, tree) or {"M": {}})["M"] if tree else {}
        return Item(hash_key=self.hash_key, range_key=self.range_key, attrs=attributes)

    @replace(DynamoType, "pop")
    def remove(original, self, key, *args, **kwargs):
        if self.type != ("L" if isinstance(key, int) else "M"):
            raise MockValidationException("The document path provided in the update expression is invalid for update")
        return original(self, key, *args, **kwargs)
