"""Roles of functions and classes that code keeps in lists and mappings: they run if something may take them from there."""
from tests.fixtures.cases import cases

START = '''"""
infra: {}
"""
import asyncio
import collections
import concurrent.futures
import copy
import dataclasses
import enum
import functools
import heapq
import itertools
import operator
import os
import queue
import random
import re
import types

import boto3


def read(key):
    return boto3.client("s3").get_object(Bucket=os.environ["DEMO_BUCKET"], Key=key)


def put_it(*args):
    return read("save")


def cut_it(*args):
    return read("drop")


class Save:
    kind = "save"

    def run(self, *args):
        return read("save")


class Drop:
    kind = "drop"

    def run(self, *args):
        return read("drop")


class Registry:
    def __init__(self):
        self.rows = {}

    def on(self, kind):
        def wrap(function):
            self.rows.setdefault(kind, []).append(function)
            return function
        return wrap

    def send(self, kind):
        return [function() for function in self.rows.get(kind, [])]


STEPS = [put_it, cut_it]
TABLE = {"save": put_it, "drop": cut_it}
CLASSES = (Save, Drop)
REGISTRY = Registry()
'''


def keys(lambda_calls, body, more=""):
    """([key of the objects that a handler with this body may read], the reasons of the doubts)"""
    lines = "\n".join(f"    {line}" for line in body.split("\n"))
    calls, doubts = lambda_calls({"lambdas/a/index.py": f"{START}{more}\n\ndef handler(event, context):\n{lines}\n"})
    return sorted({call["on"]["key"] for call in calls}), doubts


@cases("body, more", [(body, "") for body in (
    "TABLE[event['a']]()", "TABLE.get(event['a'], put_it)()", "for step in STEPS:\n    step()",
    "for _name, step in sorted(TABLE.items()):\n    step()", "functools.reduce(lambda row, step: step(row), STEPS, event)",
    "list(map(lambda step: step(), STEPS))", "next(step for step in STEPS if step.__name__ == event['a'])()",
    "operator.itemgetter(event['a'])(TABLE)()", "STEPS[event['a']]()", "random.choice(STEPS)()", "max(STEPS, key=str)()",
    "first, *others = STEPS\nfirst()\n[step() for step in others]", "waiting = queue.Queue()\nfor step in STEPS:\n"
    "    waiting.put(step)\nwhile not waiting.empty():\n    waiting.get()()",
    "pool = concurrent.futures.ThreadPoolExecutor()\nfor step in STEPS:\n    pool.submit(step)",
    "concurrent.futures.ThreadPoolExecutor().map(lambda step: step(), STEPS)",
    "{step.__name__: step for step in STEPS}[event['a']]()", "{part.kind: part for part in CLASSES}[event['a']]().run()",
    "for _at, step in zip(event, STEPS):\n    step()", "for _at, step in enumerate(STEPS):\n    step()",
    "for step in itertools.chain(STEPS, [put_it]):\n    step()", "for step in reversed(STEPS):\n    step()",
    "for step in set(STEPS):\n    step()", "waiting = collections.deque(STEPS)\nwaiting.popleft()()\nwaiting.pop()()",
    "{**TABLE, 'a': put_it}[event['a']]()", "(TABLE | {'a': put_it})[event['a']]()",
    "collections.ChainMap(TABLE)[event['a']]()", "types.MappingProxyType(TABLE)[event['a']]()",
    "copy.deepcopy(TABLE)[event['a']]()", "dict(zip(event, STEPS))[event['a']]()",
    "dict([('a', put_it), ('b', cut_it)])[event['a']]()", "{re.compile('a'): put_it, re.compile('b'): cut_it}.popitem()[1]()",
    "waiting = []\nheapq.heappush(waiting, (1, put_it))\nheapq.heappush(waiting, (2, cut_it))\nheapq.heappop(waiting)[1]()",
    "for part in CLASSES:\n    part().run()", "[part() for part in CLASSES][event['a']].run()",
    "getattr(CLASSES[event['a']](), 'run')()", "STEPS[:].pop()()", "tuple(STEPS)[event['a']]()",
    "for step in filter(None, STEPS):\n    step()", "list(itertools.starmap(lambda step: step(), [(put_it,), (cut_it,)]))",
)])
def test_what_a_list_or_a_mapping_keeps_runs_where_code_takes_it(lambda_calls, body, more):
    assert keys(lambda_calls, body, more)[0] == ["drop", "save"]


@cases("body, more", [
    ("pick(event)()", "\n\ndef pick(event):\n    if event:\n        return put_it\n    return cut_it\n"),
    ("for method, path, step in ROUTES:\n    if event == (method, path):\n        return step()",
     "ROUTES = [('GET', '/a', put_it), ('POST', '/b', cut_it)]"),
    ("Op[event['a']].value[0]()", "\n\nclass Op(enum.Enum):\n    SAVE = (put_it,)\n    DROP = (cut_it,)\n"),
    ("for step in Work().steps:\n    step()", "\n\n@dataclasses.dataclass\nclass Work:\n"
     "    steps: list = dataclasses.field(default_factory=lambda: [put_it, cut_it])\n"),
    ("Work().start()", "\n\nclass Work:\n    def a(self):\n        return read('save')\n\n    def b(self):\n"
     "        return read('drop')\n\n    steps = [a, b]\n\n    def start(self):\n        for step in self.steps:\n"
     "            step(self)\n"),
    ("Work().start(event)", "\n\nclass Work:\n    def __init__(self):\n        self.steps = {'a': self.a, 'b': self.b}\n\n"
     "    def a(self):\n        return read('save')\n\n    def b(self):\n        return read('drop')\n\n"
     "    def start(self, event):\n        return self.steps[event['a']]()\n"),
    ("REGISTRY.send(event['a'])", "REGISTRY.on('a')(put_it)\nREGISTRY.on('b')(cut_it)"),
    ("REGISTRY.send(event['a'])", "\n\n@REGISTRY.on('a')\ndef first():\n    return read('save')\n\n\n@REGISTRY.on('b')\n"
     "def second():\n    return read('drop')\n"),
    ("ROWS[event['a']]()", "ROWS = collections.defaultdict(lambda: put_it)\nROWS['a'] = cut_it"),
    ("walk(event, STEPS)", "\n\ndef walk(event, steps):\n    if not steps:\n        return None\n    steps[0]()\n"
     "    return walk(event['a'], steps[1:])\n"),
    ("first, second = made()\nfirst()\nsecond()", "\n\ndef made():\n    def first():\n        return read('save')\n\n"
     "    def second():\n        return read('drop')\n    return first, second\n"),
    ("made()[event['a']]()", "\n\ndef made():\n    def first():\n        return read('save')\n\n"
     "    def second():\n        return read('drop')\n    return {'a': first, 'b': second}\n"),
    ("Holder(made()).rows[event['a']]()", "\n\nclass Holder:\n    def __init__(self, rows):\n        self.rows = dict(rows)\n"
     "\n\ndef made():\n    def first():\n        return read('save')\n\n"
     "    def second():\n        return read('drop')\n    return {'a': first, 'b': second}\n"),
    ("Work(TABLE).start(event)", "\n\nclass Work:\n    def __init__(self, rows):\n        for name, step in sorted(rows.items()):\n"
     "            setattr(self, name, step)\n\n    def start(self, event):\n        return getattr(self, event['a'])()\n"),
    ("Work().start(event)", "\n\nclass Work:\n    def __init__(self):\n        self.do_a, self.do_b = put_it, lambda: cut_it()\n\n"
     "    def start(self, event):\n        return getattr(self, 'do_' + event['a'])()\n"),
    ("Work.start()", "import shop_layer\n\n\nclass Work(shop_layer.Base):\n    steps = [put_it, cut_it]\n"),
    ("shop_layer.read(Either).run()", "import shop_layer\nfrom typing import Union\n\nEither = Union[Save, Drop]\n"),
    ("shop_layer.read(rows=STEPS)", "import shop_layer\n"),
    ("unknown(event)[0]()", "\n\ndef unknown(event):\n    return eval(event['a'])\n"),
])
def test_what_code_keeps_in_other_forms_runs_where_it_takes_it(lambda_calls, body, more):
    assert keys(lambda_calls, body, more)[0] == ["drop", "save"]


@cases("step, body, expected", [(step, *row) for step in (
    "lambda: read('new')", "functools.partial(read, 'new')", "lambda *rows: read('new')") for row in (
        ("eval(event['a'])()", ["drop", "new", "save"]), ("read('drop')", ["drop"]))])
def test_what_has_no_name_runs_where_code_calls_what_is_not_known(lambda_calls, step, body, expected):
    assert keys(lambda_calls, body, f"ROWS = [{step}]\n") == (expected, [])


@cases("code", ["CLIENT.get_object", "CLIENT.get_object, Key='save'", "read, 'save'", "CLIENT.get_object, **event"])
def test_a_partial_that_leaves_the_app_runs_with_any_arguments(lambda_calls, code):
    client = "import shop_layer\n\nCLIENT = boto3.client('s3')\n"
    calls, _doubts = lambda_calls({"lambdas/a/index.py": f"{START}{client}\n\ndef handler(event, context):\n"
                                   f"    os.environ['DEMO_BUCKET']\n    shop_layer.run(functools.partial({code}))\n"})
    assert "s3:GetObject" in {call["action"] for call in calls}


@cases("body, more", [
    ("TABLE['save']()", ""), ("STEPS[0]()", ""), ("CLASSES[0]().run()", ""), ("REGISTRY.on('a')(put_it)", ""),
    ("first, _second = made()\nfirst()", "\n\ndef made():\n    def first():\n        return read('save')\n\n"
     "    def second():\n        return read('drop')\n    return first, second\n"),
    ("made()['a']()", "\n\ndef made():\n    def first():\n        return read('save')\n\n"
     "    def second():\n        return read('drop')\n    return {'a': first, 'b': second}\n"),
    ("FIRST.send('a')", "FIRST, SECOND = Registry(), Registry()\n\n\n@FIRST.on('a')\ndef first():\n    return read('save')\n"
     "\n\n@SECOND.on('a')\ndef second():\n    return read('drop')\n"),
    ("put_it()\nnew()", "import sys\n\nPOSIX = sys.platform == 'linux'\nif POSIX:\n    def new():\n        return None\n"
     "else:\n    def new():\n        return put_it()\n"),
    ("outer()()", "\n\ndef outer():\n    def run():\n        return read('save')\n    return run\n\n\ndef other():\n"
     "    def run():\n        return read('drop')\n    return run\n"),
])
def test_what_a_list_or_a_mapping_keeps_does_not_run_where_nothing_takes_it(lambda_calls, body, more):
    assert keys(lambda_calls, body, more) == (["save"], [])


COUNTERS = """

def counter(key, undone):
    def count():
        return read(key)

    def undo():
        return read(undone)

    %s
    return count


FIRST, SECOND = counter("first", "first undone"), counter("second", "second undone")
"""


@cases("body, more, expected", [
    ("FIRST()\nSECOND()\nFIRST.undo()", "count.undo = undo", ["first undone"]),
    ("FIRST.undo()", "setattr(count, 'undo', undo)", ["first undone"]),
    ("for count in [FIRST, SECOND]:\n    count.undo()", "count.undo = undo", ["first undone", "second undone"]),
    ("eval(event['a']).undo()", "count.undo = undo", ["first undone", "second undone"]),
    ("eval(event['a'])(FIRST)", "count.undo = undo", ["first undone"]),
    ("functools.wraps(FIRST)(lambda: 1).undo()", "count.undo = undo", ["first undone", "second undone"]),
])
def test_an_attribute_of_a_function_is_its_own(lambda_calls, body, more, expected):
    assert [key for key in keys(lambda_calls, body, COUNTERS % more)[0] if key.endswith("undone")] == expected


@cases("body, more", [
    ("if event['a']:\n    change()\nuse()", "\n\nclass Work:\n    row = None\n\n\ndef change():\n    Work.row = {}\n\n\n"
     "def use():\n    if Work.row is None:\n        read('save')\n"),
    ("use()\nchange()", "ROW = {}\n\n\ndef change():\n    global ROW\n    ROW = None\n\n\ndef use():\n    if ROW is None:\n"
     "        read('save')\n"),
    ("WORK.use()\nWORK.change()", "\n\nclass Work:\n    def __init__(self):\n        self.row = {}\n\n    def change(self):\n"
     "        self.row = None\n\n    def use(self):\n        if self.row is None:\n            read('save')\n\n\nWORK = Work()\n"),
])
def test_what_an_earlier_invocation_may_have_changed_decides_no_condition(lambda_calls, body, more):
    assert keys(lambda_calls, body, more) == (["save"], [])
