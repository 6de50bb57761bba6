"""Every reader has a budget of steps and of memory, and names the line where it gave up."""
import ast
import contextlib
import cProfile
import gc
import json
import re
import signal
import weakref

import pytest

from checks import emitted, files
from checks.subject import Subject
from interpreter import environment_reads, observed
from interpreter.sources import Sources
from kit import yaml_lines
from recipes.event_shapes import PARSED
from scan import source
from tests.fixtures.cases import cases
from tests.fixtures.paths import ROOT

pytest_plugins = ["tests.fixtures.programs"]
MOST_CALLS = 2_000_000  # of Python functions: some seconds; what doubles with every step passes any such number


@contextlib.contextmanager
def few_calls():
    """Fails a test that calls more functions than any reader needs; counted, because time depends on the machine. The
    profiler in C counts them, and doubles the time of all calls: it begins after one second of CPU, which few need."""
    profiler = cProfile.Profile(builtins=False, subcalls=False)

    def check(*_signal):
        if sum(entry.callcount for entry in profiler.getstats()) > MOST_CALLS:
            raise AssertionError("the work doubles with every step")
        profiler.enable()

    earlier = signal.signal(signal.SIGVTALRM, check)
    signal.setitimer(signal.ITIMER_VIRTUAL, 1, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        profiler.disable()
        signal.signal(signal.SIGVTALRM, earlier)


def read_yaml(text):
    """(value, [(line, message)]) of a YAML text, read within the budget of calls."""
    with few_calls():
        value, _lines, mistakes = yaml_lines.document(text, list(range(1, text.count("\n") + 2)))
    return value, [mistake[:2] for mistake in mistakes]


TOO_MANY = "more than 20,000 values"
ALIASES = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]\n" for at in range(1, 9))
MERGES = "a0: &a0 {x: 1}\n" + "".join(
    f"a{at}: &a{at} {{<<: [{', '.join([f'*a{at - 1}'] * 9)}]}}\n" for at in range(1, 9))


@cases("text, problem", [
    (ALIASES, (5, TOO_MANY)),
    ("a: &a\n  <<: *a\n  b: 1\n", (2, "<< must name a mapping that stands above")),
    ("a: &a [*a]\n", (1, "nested too deeply")),
    ("b: 1\na: " + "[" * 200_000, (2, "nested too deeply")),
    ("b: 1\na: " + "- " * 50_000 + "x", (2, "a list cannot begin behind its key")),
    ("b: 1\na:\n  " + "- " * 50_000 + "x", (3, "nested too deeply")),
    ("a: [" + "x, " * 30_000 + "]", (1, TOO_MANY)),
])
def test_yaml_that_grows_without_end_is_refused_at_its_line(text, problem):
    value, problems = read_yaml(text)
    assert value is None and len(problems) == 1
    assert problems[0][0] == problem[0] and problem[1] in problems[0][1]


@cases("text, value", [
    ("a: &a {x: 1}\nb: {<<: *a, y: 2}\n", {"a": {"x": 1}, "b": {"x": 1, "y": 2}}),
    ("a: &a {x: 1}\nb: &b {x: 2}\nc: {<<: [*a, *b]}\n", {"a": {"x": 1}, "b": {"x": 2}, "c": {"x": 1}}),
    ("a: &a [1]\nb: [*a, *a]\n", {"a": [1], "b": [[1], [1]]}),
    (MERGES, {f"a{at}": {"x": 1} for at in range(9)}),
    ("a: |\n" + "  text\n" * 30_000, {"a": "text\n" * 30_000}),
])
def test_ordinary_aliases_and_long_texts_are_read(text, value):
    assert read_yaml(text) == (value, [])


def followed(code, **modules):
    """What the interpreter saw of a lambda of this code, within the budget of calls."""
    texts = {"lambdas/a/index.py": code, **{f"lambdas/{name}.py": text for name, text in modules.items()}}
    paths = {path.removesuffix(".py").replace("/", "."): path for path in texts}
    with few_calls():
        return observed({"handler": "lambdas.a.index.handler", "infra": {}}, Sources(paths, texts.__getitem__), PARSED)


HANDLER = "\n\ndef handler(event, context):\n    boto3.client('s3').get_object(Bucket='b', Key=key)\n"
CHAINS = {
    "squared integers": "n = 7\n" + "n = n * n\n" * 60 + "key = str(n)",
    "doubled integers": "n = 10 ** 9\nn = 7\n" + "n += n\n" * 4_000 + "key = str(n)",
    "an integer beyond floats": f"n = 1{'0' * 400} * 1.5\nkey = str(n)",
    "doubled texts": "key = 'ab'\n" + "key = key + key\n" * 60,
    "doubled texts in place": "key = 'ab'\n" + "key += key\n" * 60,
    "doubled f-strings": "key = 'ab'\n" + "key = f'{key}{key}'\n" * 60,
    "doubled joins": "key = 'ab'\n" + "key = '-'.join([key, key])\n" * 60,
    "doubled formats": "key = 'ab'\n" + "key = '{}{}'.format(key, key)\n" * 60,
    "doubled by percent": "key = 'ab'\n" + "key = '%s%s' % (key, key)\n" * 60,
    "replaced by longer and longer texts": "key = 'a' * 2\nkey = 'aa'\n" + "key = key.replace('a', key)\n" * 60,
    "doubled holes": "import os\nkey = os.environ['A_A']\n" + "key = key + '-' + key\n" * 60,
    "doubled lists": "key = ['a', 'b']\n" + "key = key + key\n" * 60,
    "doubled lists in place": "key = ['a', 'b']\n" + "key += key\n" * 60,
    "lists spread twice": "key = ['a', 'b']\n" + "key = [*key, *key]\n" * 60,
    "lists of lists": "key = ['a']\n" + "key = [key, key, key, key]\n" * 60,
    "mappings of mappings": "key = {'a': 1}\n" + "key = {name: key for name in 'ab'}\nkey = {'a': key, 'b': key, "
                            "'c': key, 'd': key, 'e': key}\n" * 40,
    "JSON of JSON": "import json\nkey = 'a'\n" + "key = json.dumps([key, key])\n" * 60,
    "replaced 40 times": "import os\nkey = os.environ['A_A']" + ".replace('a', 'b')" * 40,
    "a chain of 900 names": "n0 = 'a'\n" + "".join(f"n{at} = n{at - 1}\n" for at in range(1, 901)) + "key = n900",
    "a chain of 900 methods": "key = 'a'" + ".strip()" * 900,
    "a chain of 900 sums": "key = 'a'" + " + 'b'" * 900,
    "a chain of 900 attributes": "import a\nkey = a" + ".b" * 900,
    "a chain of 900 functions": "def f0():\n    return 'a'\n\n\n" + "".join(
        f"def f{at}():\n    return f{at - 1}()\n\n\n" for at in range(1, 901)) + "key = f900()",
    "an elif chain of 400": "import sys\nkey = 'a'\nif sys.argv == 0:\n    key = 'b'\n" + "".join(
        f"elif sys.argv == {at}:\n    key = 'c{at}'\n" for at in range(400)),
    "a diamond of classes": "class A0:\n    pass\n\n\nclass B0:\n    pass\n\n\n" + "".join(
        f"class A{at}(A{at - 1}, B{at - 1}):\n    pass\n\n\nclass B{at}(A{at - 1}, B{at - 1}):\n    pass\n\n\n"
        for at in range(1, 24)) + "key = A23().nothing",
    "a class below 900 others": "class A0:\n    key = 'a'\n\n\n" + "".join(
        f"class A{at}(A{at - 1}):\n    pass\n\n\n" for at in range(1, 901)) + "key = A900().key",
    "a node of a list": "class Node:\n    def __init__(self, node=None):\n        self.node = node\n\n"
                        "    def next(self):\n        self.node = self.node.next\n\n    def value(self):\n"
                        "        return self.node.value()\n\n\nkey = Node(Node()).value()",
    "methods that Python refuses": "key = ['a'.removeprefix(), 'a'.ljust('b'), 'a'.strip('a', 'b'), 'a'.title('b')]",
}


@cases("name", CHAINS)
def test_code_that_grows_without_end_is_followed_to_its_end(name):
    seen = followed(f"import boto3\n{CHAINS[name]}{HANDLER}")
    assert (seen["whole"], seen["gave_up"], [call["operation"] for call in seen["calls"]]) == (True, None, ["GetObject"])
    assert len(repr(seen)) < 2_000_000


@cases("name", CHAINS)
def test_code_that_grows_without_end_is_scanned_to_its_end(name):
    text = f"import boto3\nimport os\n{CHAINS[name]}\nos.environ['Z_Z']\nos.getenv(key)"
    with few_calls():
        facts = source.facts("lambdas/a/index.py", text)
        seen = environment_reads("lambdas.a.index", Sources({"lambdas.a.index": "lambdas/a/index.py"}, lambda _path: text),
                                 {})
    reads = [read for read in facts["reads"] if read[0] == "Z_Z"]
    assert (reads, facts["plain"], facts["problems"][1:]) == ([["Z_Z", text.count("\n"), False]], False, [])
    assert seen["gave_up"] is None and ["Z_Z", "lambdas/a/index.py", text.count("\n"), False] in seen["reads"]
    assert len(repr((facts, seen))) < 200_000


FAN = "def f0(name):\n    return name\n\n\n" + "".join(
    f"def f{at}(name):\n    f{at - 1}(name + 'a')\n    f{at - 1}(name + 'b')\n    f{at - 1}(name + 'c')\n\n\n"
    for at in range(1, 13))


@pytest.mark.parametrize("code, line", [
    (f"{FAN}f12('x')", None),
    ("x = " + "-" * 3 + "1\n" + "x = a" + ".b()" * 2_900, 3),
])
def test_the_line_is_named_where_the_interpreter_gave_up(code, line):
    seen = followed(f"import boto3\n{code}{HANDLER}")
    path, number = seen["gave_up"]
    assert (seen["whole"], path, seen["notes"], seen["returns"]) == (False, "lambdas/a/index.py", [], [])
    assert number == line if line else number > 1


def test_the_check_says_at_which_line_it_gave_up_and_fails_nothing(own_folder, warm_python):
    (own_folder / "app.yaml").write_text("name: demo\n")
    (own_folder / "lambdas/a").mkdir(parents=True)
    (own_folder / "build").mkdir()
    (own_folder / "lambdas/a/index.py").write_text(
        f'"""\ninfra: {{}}\n"""\n\n\n{FAN}f12("x")\n\n\ndef handler(event, context):\n    return f12("y")\n')
    for tool in (["scan_infra.py", "-o", "build/app.json"], ["check_app.py", "build/app.json"]):
        done = warm_python(ROOT / "tools" / tool[0], *tool[1:])
        assert done.returncode == 0
    assert re.fullmatch(r"lambdas/a/index\.py:\d+: too much code to follow from here: the checks stay silent about "
                        r"the code after it\n1 lambda checked: no findings\n", done.stderr)


@cases("name", CHAINS)
def test_a_file_that_is_nested_deeply_is_checked_without_a_traceback(name):
    with few_calls():
        facts = files.facts(f'import boto3\n{CHAINS[name]}\nprint(nothing)\n')
    assert facts["imports"][0] == ["boto3", 1]
    assert name == "a chain of 900 methods" or ["UndefinedName", "undefined name 'nothing'"] in [
        flake[::2] for flake in facts["flakes"]]


def test_what_checks_cache_of_a_subject_is_freed_with_it():
    gc.freeze()  # else the search below goes through all objects of the tests before
    model = {"lambdas": {}, "package": "lambdas", "state": {"table": {}}}
    subject = Subject(model, {}, {}, {"path": "app.yaml", "env": {}, "lines": {}}, {})
    assert emitted.entries(subject) is emitted.entries(subject)
    alive = weakref.ref(subject)
    del subject
    gc.collect()
    assert alive() is None


@cases("handler, line", [
    ("from json import dumps as handler\n", 2), ("import boto3\n\nhandler = boto3.client('s3').get_object\n", 4),
    ("from os import *\n", 1), ("import sys as handler\n", 2), ("from sys import exit as handler\n", 2)])
def test_a_handler_of_a_library_is_followed(handler, line):
    seen = followed(f"pass\n{handler}")
    assert {entry["line"] for entry in [*seen["notes"], *seen["calls"]]} <= {line}


def test_half_of_a_surrogate_pair_is_another_character():
    text = 'import os\nx = os.environ["\\ud800"], f"\\ud83d{1}", "\\U0000DFFF", "\U0001f600", "a"\n'
    assert source.facts("lambdas/a/b.py", text)["names"] is not None
    constants = [node.value for node in ast.walk(Sources({}, {"a.py": text}.get).tree("a.py")) if isinstance(node, ast.Constant)]
    assert {value for value in constants if isinstance(value, str)} == {"\ufffd", "\U0001f600", "a"}
    assert "\\ud" not in json.dumps([source.facts("lambdas/a/b.py", text), files.facts(text)]).lower()
