"""Values that DynamoDB rejects, and moto stores; numbers as DynamoDB has them.

docs.aws.amazon.com/amazondynamodb/latest/developerguide: HowItWorks.NamingRulesDataTypes.html, Constraints.html
"""
import decimal
import functools

from moto.dynamodb import responses
from moto.dynamodb.exceptions import MockValidationException
from moto.dynamodb.models.dynamo_type import DynamoType

from localcloud.moto.replacing import replace

TYPES = {"S", "N", "B", "SS", "NS", "BS", "M", "L", "NULL", "BOOL"}
MAX_DIGITS, LARGEST, SMALLEST = 38, 125, -130  # of a number: its digits, and the exponents of its first digit
CONTEXT = decimal.Context(prec=MAX_DIGITS)
MAX_LEVELS = 32
TOO_DEEP = ("Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported "
            "limit")
EMPTY_KEY = ("One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
             "empty {} value. Key: {}")
SETS = {"SS": "string", "NS": "number", "BS": "binary"}
KEY_TYPES = {"S": "string", "B": "binary"}


def value_problem(value, level=0):
    """The message about an invalid attribute value, such as {"N": "x"}; "" for a valid one.

    level: the number of maps and lists around it
    """
    if level > MAX_LEVELS:
        return TOO_DEEP
    if not isinstance(value, dict) or not value.keys() & TYPES:
        return "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
    if len(value) > 1:
        return ("Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported "
                "datatypes")
    (type_, content), = value.items()
    if type_ in SETS and isinstance(content, list) and not content:
        return f"One or more parameter values were invalid: An {SETS[type_]} set  may not be empty"
    if type_ in SETS and isinstance(content, list) and len(set(map(str, content))) < len(content):
        return ("One or more parameter values were invalid: Input collection "
                f"[{', '.join(map(str, content))}] contains duplicates.")
    parts = content.values() if isinstance(content, dict) else content if type_ == "L" else ()
    numbers = [content] if type_ == "N" else content if type_ == "NS" else ()
    return (next(filter(None, map(number_problem, numbers or ())), "")
            or next(filter(None, (value_problem(part, level + 1) for part in parts or ())), ""))


def number_problem(text):
    """The message about a number that DynamoDB does not store; "" for a valid one, and for a text that is no number, of
    which moto has the message."""
    try:
        number = decimal.Decimal(text)
    except (decimal.InvalidOperation, TypeError, ValueError):
        return ""  # moto has the message
    if not number.is_finite() or not number:
        return ""
    if len("".join(map(str, number.as_tuple().digits)).strip("0")) > MAX_DIGITS:
        return "Attempting to store more than 38 significant digits in a Number"
    if number.adjusted() > LARGEST:
        return "Number overflow. Attempting to store a number with magnitude larger than supported range"
    if number.adjusted() < SMALLEST:
        return "Number underflow. Attempting to store a number with magnitude smaller than supported range"
    return ""


def empty_key_problem(key):
    """The message about an empty value of a key, such as {"pk": {"S": ""}}; "" if there is none."""
    return next((EMPTY_KEY.format(KEY_TYPES[type_], name) for name, value in key.items()
                 for type_, content in value.items() if type_ in KEY_TYPES and not content), "")


def plain_number(text):
    """A number as DynamoDB stores and returns it: "100" of "1E2", "1.5" of "01.50"; any other text unchanged."""
    try:
        number = decimal.Decimal(text)
    except (decimal.InvalidOperation, TypeError, ValueError):
        return text
    if not number.is_finite():
        return text
    return f"{number.normalize(CONTEXT):f}" if number else "0"


def calculated(original, first, second, operation):
    """The sum or difference of two of moto's values. operation: of CONTEXT."""
    if (first.type, second.type) != ("N", "N"):
        return original(first, second)
    number = operation(decimal.Decimal(first.value), decimal.Decimal(second.value))
    if message := number_problem(number):
        raise MockValidationException(message)
    return DynamoType({"N": str(number)})


@functools.cache
def install():
    """Let moto name an empty key, calculate as DynamoDB does, and store numbers in one form. Once a process."""

    @replace(responses, "validate_put_has_empty_keys")
    def validate_keys(original, field_updates, table, custom_error_msg=None):
        return original(field_updates, table, custom_error_msg or EMPTY_KEY.format("string", "{}"))

    @replace(DynamoType, "__init__")
    def value(original, self, type_as_dict):
        original(self, type_as_dict)
        if self.type == "N":
            self.value = plain_number(self.value)
        elif self.type == "NS":
            self.value = [plain_number(number) for number in self.value]

    @replace(DynamoType, "__add__")
    def total(original, self, other):
        return calculated(original, self, other, CONTEXT.add)

    @replace(DynamoType, "__sub__")
    def difference(original, self, other):
        return calculated(original, self, other, CONTEXT.subtract)
