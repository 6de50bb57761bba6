"""P192 and P193: constants that a function of Python, or an Enum, refuses."""
import ast

from checks import constant_calls, type_samples, type_trials
from tests.fixtures.checks import finds

HEAD = "import datetime, hashlib, ipaddress, struct, uuid\nfrom datetime import date\nfrom decimal import Decimal\n\n" \
    "LIMIT = '1,000'\nSIZE = '1000'\n\n\ndef handler(event, context):\n    "
STATE = "from enum import Enum, StrEnum\n\n\nclass State(%s):\n    PAID = 'paid'\n    OPEN = 'open'\n\n\n" \
    "def handler(event, context):\n    return "

test_a_function_takes_its_constants = finds([(HEAD + code, expected) for code, expected in [
    ("return int('5,000')", ["P192"]), ("return int('5.5')", ["P192"]), ("return float('5,5')", ["P192"]),
    ("return str(Decimal('5,5'))", ["P192"]), ("return int(LIMIT)", ["P192"]), ("return int(SIZE)", []),
    ("return str(date(2026, 13, 1))", ["P192"]), ("return str(date.fromisoformat('2026-02-30'))", ["P192"]),
    ("return str(datetime.datetime(2026, 2, 29))", ["P192"]), ("return str(date(2028, 2, 29))", []),
    ("return str(ipaddress.ip_network('10.0.0.1/8'))", ["P192"]), ("return json.loads(\"{'a': 1}\")", ["P192"]),
    ("return str(uuid.UUID('order-1'))", ["P192"]), ("return event['a'].encode('utf-9')", ["P192"]),
    ("return event['a'].split('')", ["P192"]), ("return event['a'].split(',')", []),
    ("return struct.pack('>H', 70000)", ["P192"]), ("return struct.pack('>H', 7)", []),
    ("return hashlib.new('sha257').hexdigest()", ["P192"]), ("return hashlib.new('sha256').hexdigest()", []),
    ("return int('ff', 16) + int('ff', base=16)", []), ("return int(event['a'], 16)", []),
    ("try:\n        return int('5,000')\n    except ValueError:\n        return 5", []),
    ("return bytes(3).decode('utf-8'), event['b'].encode()", []),
]])

test_an_enum_has_the_name_or_the_value = finds([
    (STATE % "Enum" + "State['paid'].value", ["P193"]), (STATE % "StrEnum" + "State('PAID').value", ["P193"]),
    (STATE % "Enum" + "State('paid').value, State['OPEN'].value", []),
    (STATE % "Enum" + "State(event['state']).value", []),
    ({"a": "from lambdas.states import State\n\n\ndef handler(event, context):\n    return State('late').value",
      "lambdas/states.py": "from enum import Enum\n\n\nclass State(Enum):\n    PAID = 'paid'\n"}, ["P193"]),
    ((STATE % "Enum").replace("    OPEN", "    @classmethod\n    def _missing_(cls, value):\n        return cls.OPEN\n\n"
                              "    OPEN") + "State('late').value", []),
    ((STATE % "Enum").replace("return ", "try:\n        return ") + "State('late').value\n    except ValueError:\n"
     "        return 'unknown'", []),
])

BOMBS = ["struct.pack('999999999x')", "f'{len(event):>999999999}'", "'%999999999d' % len(event)",
         "'{:>999999999}'.format(len(event))", "json.loads('" + "[" * 900 + "')", "int('" + "9" * 900 + "')",
         "str(__import__('fractions').Fraction('1e999999999'))"]


def test_a_constant_that_would_fill_the_memory_is_not_tried():
    tree = ast.parse("\n".join(["import fractions, json, struct", *BOMBS, "fractions.Fraction('1e999999999')"]))
    lines = [line for _kind, line, *_message in constant_calls.refused_constants(tree)]
    assert lines in ([], [6])  # json itself refuses the brackets, or its recursion ends
    trials = [type_trials.of_node(node) for node in ast.walk(tree)]
    assert not any(trial and trial.operands for trial in trials if trial and not trial.unknown)
    assert type_samples.values_of("Literal['{:>999999999}']") is None
