"""Classes whose __init__ Python generates: its arguments are checked, and each object has its own lists."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]

HEAD = "from abc import ABC\nfrom dataclasses import KW_ONLY, dataclass, field\nfrom enum import Enum\n" \
    "from typing import ClassVar, NamedTuple, TypedDict\n\n\n"
ORDER = HEAD + "@dataclass\nclass Order:\n    id: str\n    lines: list = field(default_factory=list)\n"
PAID = "\n\n@dataclass\nclass Paid(Order):\n    total: int = 0\n"
PLAIN = HEAD + "class Order%s:\n    id: str\n    total: int = 5\n"
HANDLER = "\n\ndef handler(event, context):\n    order = %s\n    return order"
GROWS = "\n\ndef handler(event, context):\n    order = Order(id=event['id'])\n    order.lines.append(1)\n    return order.lines"


@cases("code, expected", [
    (ORDER + HANDLER % "Order('a')", []), (ORDER + HANDLER % "Order('a', [], 5)", ["P107"]), (ORDER + HANDLER % "Order()", ["P107"]),
    (ORDER + HANDLER % "Order(event['id'], line=[])", ["P107"]), (ORDER + HANDLER % "Order(**event)", []),
    (ORDER + HANDLER % "Order(*event['order'])", []), (ORDER + PAID + HANDLER % "Paid('a', [], 5)", []),
    (ORDER + PAID + HANDLER % "Paid('a', [], 5, 6)", ["P107"]), (ORDER + PAID + HANDLER % "Paid(total=5)", ["P107"]),
    (ORDER + "    of: ClassVar[str] = 'x'\n" + HANDLER % "Order('a', [], 5)", ["P107"]),
    (ORDER + "    _: KW_ONLY\n    total: int = 5\n" + HANDLER % "Order('a', [], 5)", ["P107"]),
    (ORDER + "    _: KW_ONLY\n    total: int\n" + HANDLER % "Order('a', [], total=5)", []),
    (ORDER + "    total: int = field(init=False)\n" + HANDLER % "Order('a', total=5)", ["P107"]),
    (ORDER + "    total: int = field(kw_only=True)\n" + HANDLER % "Order('a', total=5)", []),
    (ORDER.replace("dataclass\n", "dataclass(kw_only=True)\n", 1).replace("@dataclass\n", "@dataclass(kw_only=True)\n")
     + HANDLER % "Order('a')", ["P107"]),
    (ORDER.replace("@dataclass", "@dataclass(init=False)") + HANDLER % "Order(5, 6, 7)", []),
    (ORDER.replace("@dataclass", "@registered\n@dataclass") + HANDLER % "Order(5, 6, 7)", ["P101"]),
    ("from json import JSONDecoder\n" + ORDER.replace("Order", "Order(JSONDecoder)") + HANDLER % "Order(5, 6, 7)", []),
    (ORDER + "\n\nclass Base:\n    def __init__(self):\n        self.base = 5\n\n\n@dataclass\nclass Own(Base):\n    id: str\n"
     + HANDLER % "Own(5)", []),
    (PLAIN % "(NamedTuple)" + HANDLER % "Order('a', 5)", []), (PLAIN % "(NamedTuple)" + HANDLER % "Order()", ["P107"]),
    (PLAIN % "" + HANDLER % "Order()", []), (PLAIN % "" + HANDLER % "Order(5)", ["P107"]),
    (PLAIN % "(ABC)" + HANDLER % "Order(id=5)", ["P107"]), (PLAIN % "(Exception)" + HANDLER % "Order(5, 6)", []),
    (PLAIN % "(TypedDict)" + HANDLER % "Order(id='a')", []),
    (PLAIN % "(metaclass=type)" + HANDLER % "Order(id='a')", []),
    (HEAD + "class Kind(Enum):\n    A = 'a'\n" + HANDLER % "Kind('a').value", []),
    (PLAIN % "" + "\n    def __new__(cls, *parts):\n        return object.__new__(cls)\n" + HANDLER % "Order(5)", []),
    (ORDER + GROWS, []), (PLAIN % "" + "    lines = []\n" + GROWS.replace("id=event['id']", ""), ["P115"]),
])
def test_arguments_of_a_generated_init(code, expected, finding_ids):
    assert finding_ids(code) == expected
