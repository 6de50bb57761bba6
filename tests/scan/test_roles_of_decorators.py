"""Roles of code whose decorators stand above each other, in every form that Python has for them."""
import itertools

import pytest

from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.scans"]
START = '''"""
infra: {}
"""
import functools

import boto3
import store
from aws_lambda_powertools.event_handler import APIGatewayRestResolver

app = APIGatewayRestResolver()
ssm = boto3.client("ssm")


def read(name):
    return ssm.get_parameter(Name=f"/demo/{name}")


'''


@pytest.fixture
def role(lambda_calls):
    """role(code) -> ([the last part of the name of a parameter that it reads], [why of a doubt]) of a lambda"""
    def of(code):
        calls, doubts = lambda_calls({"lambdas/a/index.py": START + code})
        return sorted(str(call["on"]).rpartition("parameter/demo/")[2] for call in calls), doubts
    return of


# {parameter that the decorator reads: (its definition, its use)}
DECORATORS = {
    "function": ("def traced(f):\n    @functools.wraps(f)\n    def inner(*args):\n        read('function')\n"
                 "        return f(*args)\n    return inner\n", "traced"),
    "closure": ("def cached(seconds):\n    def around(f):\n        def inner(*args):\n            read('closure')\n"
                "            return f(*args)\n        return inner\n    return around\n", "cached(60)"),
    "class": ("class Counted:\n    def __init__(self, f):\n        self.f = f\n\n    def __call__(self, *args):\n"
              "        read('class')\n        return self.f(*args)\n\n    def __get__(self, row, owner):\n"
              "        return functools.partial(self, row)\n", "Counted"),
    "object": ("class Retried:\n    def __init__(self, count):\n        self.count = count\n\n    def __call__(self, f):\n"
               "        def inner(*args):\n            read('object')\n            return f(*args)\n        return inner\n",
               "Retried(3)"),
    "optional": ("def timed(f=None, *, unit='s'):\n    if f is None:\n        return functools.partial(timed, unit=unit)\n\n"
                 "    def inner(*args):\n        read('optional')\n        return f(*args)\n    return inner\n",
                 "timed(unit='ms')"),
    "partial": ("def run(f, *args):\n    read('partial')\n    return f(*args)\n\n\ndef logged(f):\n"
                "    return functools.partial(run, f)\n", "logged"),
    "lambda": ("guarded = lambda f: lambda *args: read('lambda') and f(*args)\n", "guarded"),
}
READ = "    return read('work')\n\n\n"
USES = {"function": "{}def work(key):\n" + READ + "def handler(event, context):\n    return work(1)\n",
        "handler": "{}def handler(event, context):\n" + READ,
        "method": "class Job:\n    @staticmethod\n    {}def work(key):\n    " + READ
                  + "def handler(event, context):\n    return Job.work(1)\n"}


@pytest.mark.parametrize("use", USES)
def test_each_of_two_decorators_runs(use, role):
    actual, expected = {}, {}
    for above, below in itertools.product(DECORATORS, DECORATORS if use == "function" else ("class", "optional")):
        definitions = "\n\n".join(DECORATORS[name][0] for name in dict.fromkeys((above, below)))
        lines = "".join(f"@{DECORATORS[name][1]}\n" + "    " * (use == "method") for name in (above, below))
        actual[above, below] = role(f"{definitions}\n\n{USES[use].format(lines)}")
        expected[above, below] = sorted({above, below, "work"}), []
    assert actual == expected


COUNTED, TRACED = (f"{DECORATORS[name][0]}\n\n" for name in ("class", "function"))
JOB = "class Job:\n    def run(self):\n        return read('work')\n\n\n"
HANDLER = "def handler(event, context):\n    return Job().run()\n"


@cases("code, expected", [
    ("def single(cls):\n    made = {}\n\n    def get(*args):\n        read('single')\n        if cls not in made:\n"
     "            made[cls] = cls(*args)\n        return made[cls]\n    return get\n\n\n@single\n" + JOB + HANDLER,
     ["single", "work"]),
    ("def audited(name):\n    def around(cls):\n        class Audited(cls):\n            def run(self):\n"
     "                read(name)\n                return super().run()\n        return Audited\n    return around\n\n\n"
     "@audited('audit')\n" + JOB + HANDLER, ["audit", "work"]),
    ("class Registry:\n    def __init__(self):\n        self.jobs = {}\n\n    def __call__(self, name):\n"
     "        def add(cls):\n            self.jobs[name] = cls\n            return cls\n        return add\n\n\n"
     "register = Registry()\n\n\n@register('job')\n" + JOB
     + "def handler(event, context):\n    return register.jobs[event['job']]().run()\n", ["work"]),
    (COUNTED + "@app.get('/work')\n@Counted\ndef work():\n" + READ
     + "def handler(event, context):\n    return app.resolve(event, context)\n", ["class", "work"]),
    (COUNTED + "@store.task\n@Counted\ndef work():\n" + READ + "def handler(event, context):\n    return store.run(event)\n",
     ["class", "work"]),
    (TRACED + "@store.task\n@traced\ndef work():\n" + READ + "def handler(event, context):\n    return store.run(event)\n",
     ["function", "work"]),
    (TRACED + "@traced\ndef other():\n    return read('other')\n\n\n@traced\ndef unused():\n    return read('unused')\n\n\n"
     "@store.task\n@traced\ndef work():\n" + READ + "def handler(event, context):\n    other()\n"
     "    return store.run(event)\n", ["function", "other", "work"]),
    ("def maybe(flag):\n    def around(f):\n        if flag:\n            return f\n\n        def inner(*args):\n"
     "            read('maybe')\n            return f(*args)\n        return inner\n    return around\n\n\nclass Job:\n"
     "    name = 'work'\n\n    @maybe(store.FLAG)\n    def run(self):\n        return read(self.name)\n\n\n" + HANDLER,
     ["maybe", "work"]),
    ("def run(f):\n    return f()\n\n\ndef handler(event, context):\n"
     "    return run(lambda: run(lambda: run(lambda: ssm.get_parameter(Name='/demo/work'))))\n", ["work"]),
])
def test_what_a_decorator_makes_of_a_class_or_a_function(code, expected, role):
    assert role(code) == (expected, [])
