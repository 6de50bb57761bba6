"""Roles of code with methods that are no plain functions of their class: decorated ones, and those of an Enum."""
from tests.fixtures.cases import cases

START = '''"""
infra: {}
"""
import functools
import os
from enum import Enum, StrEnum

import boto3

ssm = boto3.client("ssm")
sqs = boto3.client("sqs")


def logged(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)
    return wrapper


def repeated(count):
    def decorator(function):
        def wrapper(self, *args):
            return [function(self, *args) for _ in range(count)]
        return wrapper
    return decorator


def waiting(function):
    async def wrapper(*args):
        return await function(*args)
    return wrapper


class Traced:
    def __init__(self, label):
        self.label = label

    def __call__(self, function):
        return function


'''
SERVICE = '''class Service:
    def __init__(self, name):
        self.name = name

    {}
    {}def run(self):
        return ssm.get_parameter(Name=self.name)


service = Service("/demo/a")


def handler(event, context):
'''
ROUTE = '''class Route(Enum):
    A = {!r}
    B = {!r}

'''
RUN = '''    def run(self, name="x"):
        return ssm.get_parameter(Name=f"/demo/{}")


def handler(event, context):
'''
ROUTES = ROUTE.format("a", "b") + RUN.format("{self.value}")
A, B = "GetParameter /demo/a", "GetParameter /demo/b"


def role(lambda_calls, code):
    """(["GetParameter /a"], [why of a doubt]) of a lambda"""
    calls, doubts = lambda_calls({"lambdas/a/index.py": START + code})
    return sorted(f"{call['action'].partition(':')[2]} {str(call['on']).rpartition('parameter')[2]}"
                  for call in calls), sorted({*doubts})


@cases("code, expected", [
    (SERVICE.format("@logged", "") + "    return service.run()\n", [A]),
    (SERVICE.format("@repeated(2)", "") + "    return service.run()\n", [A]),
    (SERVICE.format("@repeated(2)\n    @logged", "") + "    return service.run()\n", [A]),
    (SERVICE.format("@Traced('run')\n    @logged", "") + "    return service.run()\n", [A]),
    (SERVICE.format("@property\n    @logged", "") + "    return service.run\n", [A]),
    (SERVICE.format("@functools.cached_property\n    @logged", "") + "    return service.run\n", [A]),
    ("import asyncio\n\n\n" + SERVICE.format("@waiting", "async ") + "    return asyncio.run(service.run())\n", [A]),
    (SERVICE.format("@logged", "").replace("def handler(event, context):\n", "handler = service.run\n"), [A]),
    (SERVICE.format("@classmethod\n    @logged", "").replace("self.name)\n\n\n", "'/demo/b')\n\n\n")
     + "    return Service.run()\n", [B]),
    (SERVICE.format("@staticmethod\n    @logged", "").replace("run(self)", "run(name)").replace("self.name)\n\n\n", "name)\n\n\n")
     + "    return Service.run('/demo/b')\n", [B]),
    ("class Base:\n    def run(self):\n        return ssm.get_parameter(Name='/demo/a')\n\n\nclass Child(Base):\n"
     "    @logged\n    def run(self):\n        return super().run()\n\n\ndef handler(event, context):\n"
     "    return Child().run()\n", [A]),
    ("def read(self):\n    return ssm.get_parameter(Name=self.name)\n\n\nclass Service:\n    name = '/demo/a'\n"
     "    run = read\n    again = logged(read)\n\n\ndef handler(event, context):\n    return Service().again()\n", [A]),
    (ROUTES + "    Route.A.run()\n", [A]),
    (ROUTES + "    {'a': Route.A, 'b': Route.B}[event['kind']].run()\n", [A, B]),
    (ROUTES + "    (Route.A if event else Route.B).run()\n", [A, B]),
    (ROUTES + "    for route in Route:\n        route.run()\n", [A, B]),
    (ROUTES + "    Route(event['kind']).run()\n    Route('a').run()\n", [A, B]),
    (ROUTES + "    Route('b').run()\n", [B]),
    (ROUTES + "    Route['A'].run()\n", [A]),
    (ROUTE.format("a", "b") + RUN.format("{self.name}") + "    Route.A.run()\n", ["GetParameter /demo/A"]),
    (ROUTES.replace("run(self, name='x')", "__call__(self)").replace('run(self, name="x")', "__call__(self)")
     + "    Route.B()\n", [B]),
    (ROUTES.replace("(Enum)", "(StrEnum)") + "    Route.A.run()\n", [A]),
    (ROUTE.format(("a", 1), ("b", 2)) + "    def __init__(self, path, count):\n        self.path = path\n\n"
     + RUN.format("{self.path}") + "    Route.B.run()\n", [B]),
    (ROUTE.format("a", "b") + RUN.format("{name}") + "    Route.B.run('a')\n", [A]),
    (ROUTE.format("a", "b") + "    @property\n    def row(self):\n        return ssm.get_parameter(Name='/demo/a')\n\n\n"
     "def handler(event, context):\n    return Route.A.row\n", [A]),
    (ROUTES + "    return Route.A.value.upper(), Route.B.title()\n", []),
    (ROUTES + "    Route.__members__['B'].run()\n", [B]),
    (ROUTE.format("a", "b") + "    @classmethod\n    def _missing_(cls, value):\n        ssm.get_parameter(Name='/demo/a')\n\n\n"
     "def handler(event, context):\n    return Route(event['a']), Route('b')\n", [A]),
    ("class Service:\n    def _run(cls, name):\n        return ssm.get_parameter(Name=name)\n\n    run = classmethod(logged(_run))\n"
     "    read = staticmethod(lambda name: ssm.get_parameter(Name=name))\n\n\ndef handler(event, context):\n"
     "    return Service.run('/demo/a'), Service.read('/demo/b')\n", [A, B]),
    ("from typing import TypedDict\n\n\nclass Row(TypedDict):\n    name: str\n\n\nclass Other(Row):\n    count: int\n\n\n"
     "def handler(event, context):\n    rows = [Row(name='/demo/a'), Other(name='/demo/b', count=1)]\n"
     "    return [ssm.get_parameter(Name=row['name']) for row in rows]\n", [A, B]),
    ("class Row:\n    @property\n    def name(self):\n        return ssm.get_parameter(Name='/demo/a')\n\n    @name.setter\n"
     "    def name(self, value):\n        ssm.get_parameter(Name='/demo/b')\n\n\ndef handler(event, context):\n"
     "    row = Row()\n    row.name = event\n    return row.name\n", [A, B]),
    ("class Parameter:\n    def __set_name__(self, owner, name):\n        self.name = name\n\n    def __get__(self, row, owner):\n"
     "        return ssm.get_parameter(Name=f'/demo/{self.name}')\n\n\nclass Row:\n    b = Parameter()\n\n\n"
     "def handler(event, context):\n    return Row().b\n", [B]),
    ("class Row:\n    def __init__(self, name):\n        self.name = name\n\n    def __class_getitem__(cls, name):\n"
     "        return cls(name)\n\n    def run(self):\n        return ssm.get_parameter(Name=self.name)\n\n\n"
     "def handler(event, context):\n    return Row['/demo/a'].run()\n", [A]),
    ("from collections import namedtuple\n\n\nclass Row(namedtuple('Row', 'name count')):\n    def run(self):\n"
     "        return ssm.get_parameter(Name=self.name)\n\n\ndef handler(event, context):\n"
     "    return Row('/demo/b', count=1).run()\n", [B]),
    ("class Base:\n    @logged\n    def run(self):\n        return ssm.get_parameter(Name='/demo/a')\n\n\n"
     "class Middle(Base):\n    @logged\n    def run(self):\n        return super().run()\n\n\nclass Child(Middle):\n"
     "    @logged\n    def run(self):\n        return super().run()\n\n\ndef handler(event, context):\n"
     "    return Child().run()\n", [A]),
])
def test_methods_that_a_decorator_or_an_enum_hides(code, expected, lambda_calls):
    assert role(lambda_calls, code) == (expected, [])


@cases("code, method", [
    ("def drop(function):\n    def wrapper(*args):\n        return registry[function.__name__](*args)\n    return wrapper\n\n\n"
     "class Queue:\n    @drop\n    def run(self):\n        for page in ssm.get_paginator('get_parameters_by_path')"
     ".paginate(Path='/a'):\n            yield page\n\n\ndef handler(event, context):\n    return Queue().run()\n", "paginate"),
    ("def handler(event, context):\n    def rows():\n        return sqs.list_queues(QueueNamePrefix='a')\n"
     "    return [row for row in registry.call(rows.__name__)]\n", "list_queues"),
    ("def handler(event, context):\n    def rows():\n        return list(boto3.resource('s3').Bucket('a').objects.all())\n"
     "    return registry.call(rows.__name__)\n", "all"),
    ("bucket = boto3.resource('s3').Bucket('a')\n\n\ndef handler(event, context):\n    def rows():\n"
     "        return bucket.Object('b').load()\n    return registry.call(rows.__name__)\n", "load"),
])
def test_functions_that_no_followed_code_calls_are_doubts(code, method, lambda_calls):
    """The interpreter never entered them, although the code mentions them: a role without them would be too narrow."""
    assert role(lambda_calls, code) == ([], [f"the object whose {method}() is called is not known"])
