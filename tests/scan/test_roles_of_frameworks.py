"""Roles of code in the forms of teams' own frameworks: descriptors, proxies, decorators that are classes, own settings."""
from tests.fixtures.cases import cases

START = '''"""
infra:
  env:
    MODE: files
    SERVICE: s3
"""
import contextvars
import functools
import os
from dataclasses import InitVar, dataclass, field
from typing import Any

import boto3

s3 = boto3.client("s3")
BUCKET = os.environ["DEMO_BUCKET"]


def fetch(key):
    return s3.get_object(Bucket=BUCKET, Key=key)


def erase(key):
    return s3.delete_object(Bucket=BUCKET, Key=key)
'''


def role(lambda_calls, more, body):
    """(["GetObject a"] of the actions, the reasons of the doubts)"""
    lines = "\n".join(f"    {line}" for line in body.split("\n"))
    calls, doubts = lambda_calls({"lambdas/a/index.py": f"{START}\n\n{more}\n\n\ndef handler(event, context):\n{lines}\n"})
    return sorted({" ".join((call["action"].partition(":")[2], call["on"]["key"])) for call in calls}), doubts


STEP = "class Step:\n    def __init__(self, function):\n        self.function = function\n\n" \
    "    def __call__(self, *args):\n        return self.function(*args)\n\n" \
    "    def __or__(self, other):\n        return Step(lambda *args: other(self(*args)))\n\n\n"
NAMED = "class Named:\n    def __init__(self, name):\n        self.name = name\n\n" \
    "    def __call__(self, function):\n        self.function = function\n        return self\n\n" \
    "    def run(self, *args):\n        return self.function(*args)\n\n\n"
CLIENT = "class Client:\n    def __init__(self, service=None):\n        self.service = service\n\n" \
    "    def __set_name__(self, owner, name):\n        self.service, self.slot = self.service or name, f'_{name}'\n\n" \
    "    def __get__(self, instance, owner):\n        if instance is None:\n            return self\n" \
    "        if self.slot not in instance.__dict__:\n" \
    "            instance.__dict__[self.slot] = boto3.client(self.service)\n" \
    "        return instance.__dict__[self.slot]\n\n\n"
LAZY = "class Lazy:\n    def __init__(self, make):\n        object.__setattr__(self, '_make', make)\n" \
    "        super().__setattr__('_made', None)\n\n    def __getattr__(self, name):\n        if self._made is None:\n" \
    "            object.__setattr__(self, '_made', self._make())\n        return getattr(self._made, name)\n\n\n"
SCOPE = "scope = contextvars.ContextVar('scope', default=None)\n\n\n@dataclass\nclass Scope:\n    bucket: Any\n\n\n"


@cases("more, body, expected", [
    (STEP + "@Step\ndef first(event):\n    return fetch('a')\n\n\n@Step\ndef second(event):\n    return fetch('b')",
     "first(event)", ["GetObject a"]),
    (STEP + "first = Step(fetch) | Step(lambda answer: erase('b'))", "first('a')", ["DeleteObject b", "GetObject a"]),
    (STEP + "@Step\ndef first(key):\n    return fetch(key)\n\n\nboth = first | Step(erase)", "both('a')",
     ["DeleteObject *", "GetObject a"]),
    (NAMED + "@Named('a')\ndef first(key):\n    return fetch(key)\n\n\n@Named('b')\ndef second(key):\n    return erase(key)",
     "first.run('a')", ["GetObject a"]),
    (CLIENT + "class Files:\n    s3 = Client()\n    files = Client('s3')\n\n    def load(self):\n"
     "        self.s3.get_object(Bucket=BUCKET, Key='a')\n        self.files.delete_object(Bucket=BUCKET, Key='b')",
     "Files().load()", ["DeleteObject b", "GetObject a"]),
    (LAZY + "files = Lazy(lambda: boto3.client('s3'))\nunused = Lazy(lambda: boto3.client('sns'))",
     "files.get_object(Bucket=BUCKET, Key='a')", ["GetObject a"]),
    (SCOPE + "def load():\n    return scope.get().bucket.Object('a').get()", "token = scope.set(Scope(boto3.resource("
     "'s3').Bucket(BUCKET)))\nload()\nscope.reset(token)", ["GetObject a"]),
    ("@dataclass\nclass Files:\n    name: InitVar[str]\n    bucket: Any = field(init=False)\n\n"
     "    def __post_init__(self, name):\n        self.bucket = boto3.resource('s3').Bucket(name)",
     "Files(BUCKET).bucket.Object('a').get()", ["GetObject a"]),
    ("class Files:\n    def do_a(self):\n        return fetch('a')\n\n    def do_b(self):\n        return erase('b')\n\n"
     "    def last(self):\n        return fetch('c')", "getattr(Files(), f\"do_{event['a']}\")()",
     ["DeleteObject b", "GetObject a"]),
    ("class Cached:\n    def __init__(self, inner):\n        self.inner = inner\n\n    def __getattr__(self, name):\n"
     "        return getattr(self.inner, name)\n\n\nclass Files:\n    def load(self):\n        return fetch('a')\n\n"
     "    def remove(self):\n        return erase('b')", "Cached(Files()).load()", ["GetObject a"]),
    ("", "functools.reduce(lambda value, step: step(value), (fetch, erase), 'a')", ["DeleteObject *", "GetObject a"]),
    ("def made(**wanted):\n    objects = {}\n    for key, (kind, name) in wanted.items():\n"
     "        objects[key] = {'s3': lambda name: boto3.resource('s3').Bucket(name), 'text': lambda name: name}[kind](name)\n"
     "    return objects\n\n\ndef load(bucket, key):\n    return bucket.Object(key).get()",
     "load(**made(bucket=('s3', BUCKET), key=('text', 'a')))", ["GetObject a"]),
    ("calls = {}", "calls.setdefault('s3', boto3.client('s3')).get_object(Bucket=BUCKET, Key='a')", ["GetObject a"]),
])
def test_objects_in_the_forms_of_a_framework_are_known(lambda_calls, more, body, expected):
    assert role(lambda_calls, more, body) == (expected, [])


@cases("more, body, expected", [
    ("", "if os.environ['MODE'] == 'files':\n    fetch('a')\nelse:\n    erase('b')", ["GetObject a"]),
    ("TABLE = {'files': fetch, 'rows': erase}", "TABLE[os.environ['MODE']]('a')", ["GetObject a"]),
    ("class A:\n    def run(self):\n        return fetch('a')\n\n\nclass B:\n    def run(self):\n        return erase('b')\n\n\n"
     "made = {'files': A, 'rows': B}[os.getenv('MODE', 'rows')]()", "made.run()", ["GetObject a"]),
    ("", "boto3.client(os.environ['SERVICE']).get_object(Bucket=BUCKET, Key=os.environ['MODE'])", ["GetObject files"]),
    ("os.environ['MODE'] = 'rows'", "if os.environ['MODE'] == 'files':\n    fetch('a')\nelse:\n    erase('b')",
     ["DeleteObject b", "GetObject a"]),
    ("", "if os.environ.get('MODE') != 'files':\n    erase('a')", []),
])
def test_the_own_env_of_a_lambda_counts_as_written_in_its_code(lambda_calls, more, body, expected):
    assert role(lambda_calls, more, body) == (expected, [])
