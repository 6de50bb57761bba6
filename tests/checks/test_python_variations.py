"""Ways to write the same Python: those that are right pass, and those that are wrong are found."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]

BESIDE = {"lambdas/a/other.py": "def name():\n    return 1\n", "layers/pyyaml/requirements.txt": "PyYAML==6.0.3\n",
          "lambdas/a/Dockerfile": "FROM public.ecr.aws/lambda/python:3.13\n"}
PYTHON = [
    ("import json\nimport logging\nlog = logging.getLogger()\n\n\ndef handler(event, context):\n    unused = 1\n", []),
    ("def handler(event, context):\n    return total\n", ["P101"]),
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
    ("from . import other\nfrom .other import name\nfrom lambdas.a.other import name as n\n\n\n"
     "def handler(event, context):\n    return other.name(), name(), n()", []),
    ("from .other import nam\n\n\ndef handler(event, context):\n    return nam", ["P106"]),
    ("from lambdas.a import other\n\n\ndef handler(event, context):\n    return other.nam()", ["P106"]),
    ("infra:\n  layers: [pyyaml]\n---\nimport yaml\n\n\ndef handler(event, context):\n    return yaml", []),
    ("import yaml\n\n\ndef handler(event, context):\n    return yaml", ["P110"]),
    ("infra:\n  image: true\n---\nimport torch\n\n\ndef handler(event, context):\n    return torch", []),
]


@cases("code, expected", [*PYTHON, *IMPORTS])
def test_bugs_are_found_and_right_code_passes(code, expected, finding_ids):
    assert finding_ids({"a": code, **BESIDE}) == expected
