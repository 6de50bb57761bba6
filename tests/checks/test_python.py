"""Errors of Python: calls of classes and of constants, long expressions, and ways to write the same Python."""
import ast

from checks import cold_start
from tests.fixtures.cases import cases
from tests.fixtures.checks import finds

HEAD = "from abc import ABC\nfrom dataclasses import KW_ONLY, dataclass, field\nfrom enum import Enum\n" \
    "from typing import ClassVar, NamedTuple, TypedDict\n\n\n"
ORDER = HEAD + "@dataclass\nclass Order:\n    id: str\n    lines: list = field(default_factory=list)\n"
PAID = "\n\n@dataclass\nclass Paid(Order):\n    total: int = 0\n"
PLAIN = HEAD + "class Order%s:\n    id: str\n    total: int = 5\n"
HANDLER = "\n\ndef handler(event, context):\n    order = %s\n    return order"
GROWS = "\n\ndef handler(event, context):\n    order = Order(id=event['id'])\n    order.lines.append(1)\n    return order.lines"

test_arguments_of_a_generated_init = finds([
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

CONSTANTS = ["3", "'text'", "None", "...", "b'x'", "1.5j", "True", "f'{3}'", "[]", "{}", "(yield_ := 1)", "(lambda: 1)", "a[0]", "a.b[0].c"]


@cases("called", CONSTANTS)
@cases("code", [
    "A = {}()\n", "A = {}(1)\n\ndef read():\n    return A\n", "A = {}(1).now()\n\ndef read(a=A):\n    return A + 1\n", "A = {}['x'].time()\n\ndef read():\n    return A\n",
    "def read():\n    return {}()\n", "def read(a={}(2)):\n    return a\n", "class A(dict):\n    x = {}(1)\n\n\nA().x\n",
    "@staticmethod\ndef read():\n    with {}() as a:\n        return a\n", "for a in {}():\n    print(a)\n", "table = {}(os.environ['DEMO_TABLE'])\n"])
def test_a_called_constant_ends_in_no_traceback(finding_ids, code, called):
    finding_ids(f"a = []\n{code.replace('{}', called)}\n\ndef handler(event, context):\n    return A if 'A' in globals() else None\n")


@cases("method", [
    "boto3.client('s3').put_object", "boto3.resource('s3').Bucket", "table.put_item", "boto3.Session().client", "table.meta.client.get_item",
    "boto3.client('s3').get_paginator", "boto3.client('s3').get_paginator('list_objects_v2').paginate", "boto3.client('s3').exceptions.NoSuchKey",
    "boto3.client('s3').get_waiter('object_exists').wait", "boto3.resource('s3').Bucket('a').objects.filter", "table.batch_writer"])
@cases("code", ["%s.x", "%s.x()", "%s.x.y(1)", "%s[0]()", "getattr(%s, 'x')()", "%s.__name__", "with %s.x as a: print(a)"])
def test_an_attribute_of_a_method_of_boto3_ends_in_no_traceback(finding_ids, method, code):
    finding_ids(f"table = boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE'])\n\ndef handler(event, context):\n    {code % method}\n")


TOTAL = '"""\ninfra: {{}}\n"""\n\n\ndef handler(event, context):\n    total = {}\n    return total\n'


@cases("expression", [operator.join(['event["a"]'] * 700) for operator in ("+", "*", " or ", " and ", "|", " < ")])
def test_a_long_expression_has_no_findings(finding_ids, expression):
    assert finding_ids({"hello": TOTAL.format(expression)}) == []


def test_a_chain_of_calls_is_read_once(monkeypatch):
    monkeypatch.setattr(ast, "unparse", None)  # it reads the whole chain at each call
    tree = ast.parse("datetime.datetime.now()" + ".replace(day=1)" * 300, mode="eval")
    assert [cold_start.fresh(tree.body), cold_start.fresh(ast.parse("event.now().hour", mode="eval").body)] == ["time", ""]


BESIDE = {"lambdas/a/other.py": "def name():\n    return 1\n", "layers/pyyaml/requirements.txt": "PyYAML==6.0.3\n",
          "lambdas/a/Dockerfile": "FROM public.ecr.aws/lambda/python:3.13\nCOPY . .\n"}
PYTHON = [
    ("import json\nimport logging\nlog = logging.getLogger()\n\n\ndef handler(event, context):\n    unused = 1\n", []),
    ("def handler(event, context):\n    return total\n", ["P101"]),
    ("def handler(event: 'dict', context) -> 'list[int]':\n    return [ｌen(event['all']), __file__]", []),
    ("def handler(event: 'dict', context) -> 'list[int]':\n    return [len(event['all']), __file__, ｌenn]", ["P101"]),
    ("def handler(event, context):\n    try:\n        x = 1\n    except ValueError:\n        pass\n    return y", ["P101"]),
    ("def handler(event, context):\n    global state\n    state = 1\n    return state", []),
    ("def handler(event, context):\n    x = 'a'\n    if x is not 'b':\n        return 1", ["P103"]),
    ("def handler(event, context):\n    assert (event, 'no event')", ["P103"]),
    ("def handler(event, context):\n    return '{} {}'.format(1)", ["P104"]),
    ("def handler(event, context):\n    return f'no hole'", []),
    ("import json\nimport json\n\n\ndef handler(event, context):\n    return json.dumps(event)", []),
    ("from functools import lru_cache\n\n\n@lru_cache\ndef f(a, b=1):\n    return a\n\n\n"
     "def handler(event, context):\n    return f(1), f(1, 2), f(a=1, b=2)", []),
    ("def f(a, *rest, b, **more):\n    return a\n\n\ndef handler(event, context):\n    return f(1, 2, 3, b=4, c=5)", []),
    ("def f(a, *, b):\n    return a\n\n\ndef handler(event, context):\n    return f(1)", ["P107"]),
    ("def f(a, b):\n    return a\n\n\ndef handler(event, context):\n    return f(*event['all'])", []),
    ("class A:\n    def __init__(self, name):\n        self.name = name\n\n    def hello(self, to):\n"
     "        return self.name + to\n\n\ndef handler(event, context):\n    return A('a').hello('b')", []),
    ("class A:\n    def hello(self, to):\n        return to\n\n\ndef handler(event, context):\n"
     "    return A().hello()", ["P107"]),
    ("from contextlib import contextmanager\n\n\n@contextmanager\ndef f():\n    yield 1\n\n\n"
     "def handler(event, context):\n    with f() as x:\n        return x", []),
    ("from dataclasses import dataclass\n\n\n@dataclass\nclass A:\n    a: int\n    b: int = 0\n\n\n"
     "def handler(event, context):\n    return A(1, b=2).a", []),
    ("def wrapped(f):\n    def inner(event, context):\n        return f(event, context, 1)\n    return inner\n\n\n"
     "@wrapped\ndef handler(event, context, extra):\n    return extra", []),
    ("import sys\n\n\ndef main():\n    sys.exit(1)\n\n\ndef handler(event, context):\n    return 1\n\n\n"
     "if __name__ == '__main__':\n    main()", []),
]
IMPORTS = [
    ("import numpy\n\n\ndef handler(event, context):\n    return numpy.zeros(1)", ["P110"]),
    ("try:\n    import orjson as json\nexcept ImportError:\n    import json\n\n\ndef handler(event, context):\n"
     "    return json", []),
    ("import botocore.config\nfrom dateutil import parser\nimport urllib3\n\n\ndef handler(event, context):\n"
     "    return parser, urllib3, botocore", []),
    ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from mypy_boto3_s3 import S3Client\n\n\n"
     "def handler(event, context):\n    return 1", []),
    ("import cgi\n\n\ndef handler(event, context):\n    return cgi", ["P110"]),
    ("import tomllib, zoneinfo\n\n\ndef handler(event, context):\n    return tomllib, zoneinfo", []),
    ("def handler(event, context):\n    import requests\n    return requests", ["P110"]),
    ("import other\n\n\ndef handler(event, context):\n    return other", ["P110"]),
    ("import os\n\n\ndef handler(event, context):\n    child = os.fork()\n    if not child:\n        os._exit(0)\n"
     "    os.waitpid(child, 0)", []),
    ("import os\n\n\ndef handler(event, context):\n    os._exit(0)", ["P108"]),
    ("from . import other\nfrom .other import name\nfrom lambdas.a.other import name as n\n\n\n"
     "def handler(event, context):\n    return other.name(), name(), n()", []),
    ("from .other import nam\n\n\ndef handler(event, context):\n    return nam", ["P106"]),
    ("from lambdas.a import other\n\n\ndef handler(event, context):\n    return other.nam()", ["P106"]),
    ("infra:\n  layers: [pyyaml]\n---\nimport yaml\n\n\ndef handler(event, context):\n    return yaml", []),
    ("import yaml\n\n\ndef handler(event, context):\n    return yaml", ["P110"]),
    ("infra:\n  image: true\n---\nimport torch\n\n\ndef handler(event, context):\n    return torch", []),
]

test_bugs_are_found_and_right_code_passes = finds(({"a": code, **BESIDE}, expected) for code, expected in [*PYTHON, *IMPORTS])
