"""P167 and P168: the types that ty knows of Python's own library."""
import ast

from checks import closed_classes, example, type_checker, type_probes, value_types
from checks.certain_types import certain_type
from tests.fixtures.cases import cases, results

H = "\n\n\ndef handler(event, context):\n"
BODY = "bytes(3)"
POINT = "from dataclasses import dataclass\n\n\n@dataclass\nclass Point:\n    x: int"
STATE = "from enum import Enum, StrEnum\n\n\nclass State(%s):\n    PAID = 'paid'"

TEXTS_AND_BYTES = [
    (value_types.DIGEST % "", ["P167"]), (value_types.DIGEST % ".encode()", []),
    ("import hmac\nmac = hmac.new(b'k', digestmod='sha256')\nmac.update('a')\nreturn mac.hexdigest()", ["P167"]),
    ("with open('/tmp/a', 'wb') as file:\n    file.write(json.dumps(event))", ["P167"]),
    ("with open('/tmp/a', 'w') as file:\n    file.write(json.dumps(event))", []),
    (f"with open('/tmp/a', 'w') as file:\n    file.write({BODY})", ["P167"]),
    (f"with open('/tmp/a', 'wb') as file:\n    file.write({BODY})", []),
    ("with open('/tmp/a', 'wb') as file:\n    json.dump({'a': 1}, file)", ["P167"]),
    ("import tempfile\nwith tempfile.TemporaryFile() as file:\n    json.dump({}, file)", ["P167"]),
    ("import tempfile\nwith tempfile.TemporaryFile('w') as file:\n    json.dump({}, file)", []),
    ("import hmac\nreturn hmac.compare_digest(hmac.new(b'k', b'm', 'sha256').digest(), 'abc')", ["P168"]),
    ("import hmac\nreturn hmac.compare_digest(hmac.new(b'k', b'm', 'sha256').hexdigest(), event['a'])", []),
    (f"return {BODY}.split('\\n')", ["P167"]), (f"return {BODY}.decode().split('\\n')", []),
    (f"return {BODY}.split(b'\\n')", []), (f"return 'error' in {BODY}", ["P167"]),
    (f"return {BODY} == 'done'", ["P167"]), (f"return {BODY} == b'done'", []),
    (f"return json.loads({BODY})", []), (f"return {BODY}.decode().decode()", ["P167"]),
    ("import base64\nreturn 'Basic ' + base64.b64encode(b'a:b')", ["P167"]),
    ("import base64\nreturn f'Basic {base64.b64encode(event[\"a\"].encode())}'", ["P167"]),
    ("import base64\nprint(f'got {base64.b64decode(event[\"a\"])}')", []),
    ("import base64\nreturn base64.b64decode(event['a']).encode()", ["P167"]),
    ("import io\nreturn io.BytesIO(json.dumps(event)).read()", ["P167"]),
    ("return b''.join([json.dumps(event)])", ["P168"]),
    ("import hmac\nreturn hmac.new(b'a', b'b').hexdigest()", ["P168"]),
    ("text = json.dumps(event)\ntext = text.encode()\nreturn text.decode()", []),
    ("result = dict(count=0, names=[])\nresult['count'] += 1\nreturn result", []),
    ("result = {'count': '0'}\nresult['count'] += 1\nreturn result", ["P168"]),
    ("result = dict(count='0')\nresult['count'] += 1\nreturn result", ["P168"]),
    ("try:\n    return json.dumps(event).decode()\nexcept AttributeError:\n    return json.dumps(event)", []),
]

OTHER_TYPES = [
    ("import uuid\nreturn 'order-' + uuid.uuid4()", ["P168"]), ("import uuid\nreturn 'order-' + str(uuid.uuid4())", []),
    ("rows = event['ids'] + ['a']\nreturn 'found ' + len(rows)", ["P168"]),
    ("ids = 'a,b'.split(',')\nreturn ids[len(ids) / 2]", ["P168"]),
    ("ids = 'a,b'.split(',')\nreturn ids[len(ids) // 2]", []),
    ("import datetime\nreturn datetime.timedelta(hour=1).days", ["P168"]),
    ("import datetime\nreturn datetime.timedelta(hours=1).days", []),
    ("import datetime\nreturn datetime.datetime.now().strfmt('%Y')", ["P168"]),
    ("import datetime\nreturn datetime.datetime.now() < '2026-01-01'", ["P168"]),
    ("for at in len(event['ids']):\n    print(at)", ["P168"]),
    ("for at in range(len(event['ids'])):\n    print(at)", []),
    ("return json.dumps(event)['a']", ["P168"]), ("return len(event['a']) == '5'", ["P168"]),
    ("import asyncio\n\n\nasync def work():\n    asyncio.sleep(1)" + H + "    asyncio.run(work())", ["P168"]),
    ("import asyncio\n\n\nasync def work():\n    await asyncio.sleep(1)" + H + "    asyncio.run(work())", []),
    ("total = 0\nfor row in event['rows']:\n    total += row['price']\nreturn str(total)", []),
    ("from decimal import Decimal\nimport time\ntime.sleep(Decimal('0.1'))\nreturn Decimal(1) * 2", []),
    ("counts = {'a': 0}\ncounts['names'] = []\ncounts['names'].append('x')\nreturn counts['names'][0].upper()", []),
    ("found = None\nfor row in event['rows']:\n    found = row\nreturn found['a']", []),
    ("options = {'a': 1, 'b': 'x'}\nreturn options['a'] + 1", []),
    ("names = []\nnames.append('a')\nnames.append(1)\nreturn names[0]", []),
    ("scores = {'a': 1, 'b': 2}\nreturn max(scores, key=scores.get)", []),
    ("return sum(row['price'] for row in event['rows']) / 2 + 0.5", []),
    ("def show(verbose: bool = False):\n    return verbose.lower()" + H + "    return show('Yes')", []),
    ("class Point:\n    pass" + H + "    return Point().x", ["P168"]),
    (POINT + H + "    return Point(5)['x']", ["P168"]), (POINT + H + "    return Point(5).x", []),
    (POINT + H + "    return 1 + Point(5)", ["P168"]), (POINT + H + "    return json.dumps(Point(5))", ["P168"]),
    (POINT + H + "    return json.dumps({'a': [Point(5)], 'b': 1})", ["P168"]),
    (POINT + H + "    return json.dumps({'a': Point(5).x, 'b': event})", []),
    (POINT + H + "    return json.dumps({'a': Point(5)}, default=vars)", []),
    (POINT.replace("x: int", "x: int\n\n    def __getattr__(self, name):\n        return name") + H + "    return Point(5).y", []),
    (POINT + "\n\nclass Other(Point):\n    y: int = 0" + H + "    return Point(5)['y']", []),
    (POINT + H + "    setattr(Point, '__getitem__', print)\n    return Point(5)['x']", []),
    (POINT + H + "    table.put_item(Item={'id': 'a', 'point': Point(5)})", ["P168"]),
    (POINT + H + "    table.update_item(Key={'id': 'a'}, UpdateExpression='SET p = :p',\n"
     "                      ExpressionAttributeValues={':p': Point(5)})", ["P168"]),
    (POINT + H + "    table.put_item(Item={'id': 'a', 'x': Point(5).x})", []),
    (STATE % "Enum" + H + "    return json.dumps({'state': State.PAID})", ["P168"]),
    (STATE % "StrEnum" + H + "    return json.dumps({'state': State.PAID})", []),
    (STATE % "Enum" + H + "    table.put_item(Item={'id': 'a', 'state': State.PAID})", ["P168"]),
    (STATE % "Enum" + H + "    table.put_item(Item={'id': 'a', 'state': State.PAID.value})", []),
    ("import collections\n\nPair = collections.namedtuple('Pair', 'x y')" + H + "    return Pair(1).x", ["P168"]),
    ("return (1, 2)[2]", ["P168"]), ("return sum(row['n'] for row in event['rows']) / sum(row['n'] for row in event['rows'])", []), ("return 'abc'[::0]", ["P168"]),
    ("return len(obj='abc')", ["P168"]),
    ("from abc import ABC, abstractmethod\n\n\nclass Base(ABC):\n    @abstractmethod\n    def run(self): ..." + H
     + "    return Base()", ["P168"]),
    (POINT.replace("x: int", "x: int = 0\n    y: int") + H + "    return Point(y=5).x", ["P168"]),
    ("import time\n\n\nasync def work():\n    await time.sleep(1)" + H + "    import asyncio\n    asyncio.run(work())", ["P168"]),
    ("value = event.get('a') or 5\nreturn value.lower()", []),
    ("value = 5 if event else 'a'\nreturn value", []),
    ("from decimal import Decimal\nreturn Decimal('1.5') * 0.2", ["P168"]),
    ("try:\n    return event['a']\nexcept Exception as error:\n    return error.response", []),
    ("import threading\nthread = threading.Thread()\nthread.result = 5\nreturn thread.result", []),
    ("handler.calls = 1\nreturn handler.calls", []),
    ("size = int(event['a']) if event['a'] else ''\nreturn size + 1 if size else 0", []),
    ("return os.environ.get('LIMIT', 5) + 1", []), ("return os.environ['DEBUG'] == True", ["P168"]),
    ("import logging\nlogging.getLogger().execption('a')", ["P168"]),
    ("import urllib.parse\nimport base64\nreturn urllib.parse.parse_qs(base64.b64decode(event['a']))['a']", ["P167"]),
    ("STATE = None\n\n\ndef load():\n    global STATE\n    STATE = 'a'\n\n\ndef reset():\n    global STATE\n"
     "    STATE = []" + H + "    return STATE.append(1)", []),
    ("class Store:\n    rows = ''\n\n    def load(self):\n        self.rows = []" + H + "    return Store().rows.pop()",
     []),
    ("async def work():\n    return 1\n\n\nasync def total():\n    return work() + 1" + H + "    return total()",
     ["P168"]),
    ("import urllib.parse\nreturn urllib.parse.urlencode({'a': 1, 'b': 'c'})", []),
    ("row = {'a': 1} if event else 5\nreturn row['a']", []), ("show = str if event else 'a'\nreturn show(1)", []),
    ("def show(row=1):\n    return row['a'] if row != 1 else 0" + H + "    return show(event)", []),
    ("class Row:\n    size = 0\n\n    def show(self):\n        return self.size[0]" + H
     + "    row = Row()\n    row.size = [1]\n    return row.show()", []),
    ("def load(name: str):\n    name = json.loads(name)\n    return name.items()" + H + "    return load(event['a'])", []),
    ("import http.client\nreturn http.client.HTTPSConnection('a').getresponse().code", []),
    ("import ast\nreturn [node.func.attr for node in ast.walk(ast.parse('a.b()')) if isinstance(node, ast.Call)]", []),
    ("text = json.dumps(event)\nreturn text['a']", ["P168"]), ("return json.dumps(event)('a')", ["P168"]),
    ("from typing import Iterable\n\n\ndef size(rows: Iterable):\n    return len(rows)" + H + "    return size([])", []),
]


def faults(files):
    """{path: [(id, line)]} of {path: text}, whose functions and classes are one app's."""
    trees = {path: ast.parse(text) for path, text in files.items()}
    probed = {path: type_probes.probed(text, trees[path]) for path, text in files.items()}
    messages = type_checker.messages({path: part.text for path, part in probed.items()}, files, "3.13")
    return {path: [(id_, line) for id_, line, *_texts in value_types.faults(
        trees[path], probed[path], messages[path], closed_classes.own_names(closed_classes.names_of_file(trees[path])))] for path in files}


def test_types_that_cannot_be_right_are_found_and_no_others():
    rows = TEXTS_AND_BYTES + OTHER_TYPES
    texts = {f"case{at}.py": example.index(code) for at, (code, _ids) in enumerate(rows)}
    actual = {path: [id_ for id_, _line in of_file] for path, of_file in faults(texts).items()}
    assert [(text, actual[path]) for (path, text), (_code, ids) in zip(texts.items(), rows) if actual[path] != ids] == []


test_a_fault_has_the_line_of_its_statement = results(lambda text: [line for _id, line in faults({"a.py": text})["a.py"]], [
    ("a = b'x'\nif a:\n    pass\nelif f'{a}':\n    pass\n", []),  # no line fits before an elif
    ("def f():\n    a = b'x'\n    return f'{a}'\n", [3]),
    ("a = b'x'\r\nb = (1,\r\n     f'{a}')\r\n", [2]),
    ("a = b'x'; b = f'{a}'\n", []),
    ("a = b'x'\nb = [f'{a}' for a in 'xy']\nc = lambda a: a == 'x'\n", []),
    ("a = b'x'\nwhile a == 'b':\n    c = '\\u00e9' + f'{a!r} {a:>5}'\n", [2]),
    ("a = b'x'\nb = '''\n  f''' + f'{a}' + f'{1}' + str(a == 1)\n", [2, 2]),
])


@cases("texts, expected", [
    ({"a.py": "x = 'a' + 1\n", "b.py": "def (:\n"}, {"a.py": [1], "b.py": []}),  # a file that is no Python hides no other
    ({"a b/it's.py": "import boto3\n\nx = 'a' + 1\n"}, {"a b/it's.py": [3]}),
    ({"app/a.py": "from app import b\nx = b.size() + 'a'\n", "app/b.py": "def size() -> int:\n    return 1\n"},
     {"app/a.py": [2], "app/b.py": []}),
    ({"app/a.py": "import app.b\ndef f(x: app.b.Row):\n    return x.when + 'a'\n", "app/b.py":
      "import dataclasses\n@dataclasses.dataclass\nclass Row:\n    when: int\n"}, {"app/a.py": [3], "app/b.py": []}),
    ({}, {}),
])
def test_files_import_each_other(texts, expected):
    messages = type_checker.messages(texts, texts, "3.13")
    assert {path: [message.line for message in of_file if message.rule == "unsupported-operator"]
            for path, of_file in messages.items()} == expected


def test_a_file_that_takes_too_long_hides_no_other(monkeypatch):
    monkeypatch.setattr(type_checker, "LEAST_SECONDS", 1)
    texts = {"a.py": "x = (1,)\n" + "x = (x, x)\n" * 40 + "reveal_type(x)\n", "b.py": "x = 'a' + 1\n", "c.py": "x = 'a' + 1\n"}
    assert [len(of_file) for of_file in type_checker.messages(texts, texts, "3.13").values()] == [0, 1, 1]


def test_settings_of_the_person_do_not_count(tmp_path, monkeypatch):
    for path in (tmp_path / "ty.toml", tmp_path / "ty" / "ty.toml"):
        path.parent.mkdir(exist_ok=True)
        path.write_text("[rules]\nunsupported-operator = 'ignore'\n")
    for name, value in {"TY_CONFIG_FILE": str(tmp_path / "ty.toml"), "XDG_CONFIG_HOME": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    assert len(type_checker.messages({"a.py": "'a' + 1\n"}, ["a.py"], "3.13")["a.py"]) == 1


test_a_certain_type_is_one_class = results(lambda type_: certain_type(type_, {"Row"}), [
    ("str | Any", "str"), ('Literal["a|b", "c"]', "str"), ("Literal[b'x'] | bytes", "bytes"), ("float*", "float"),
    ("list[str | None] | list[int]", "list"), ("str | int", None), ("str | None", None), ("Row", None), ("app.b.Row", None),
    ("Self@load", None), ("T@f", None), ("(Unknown & ~AlwaysFalsy) | Literal[5]", None), ("<module 'csv'>", "the module csv"),
    ("bound method datetime.isoformat(sep: str = ...) -> str", "the function datetime.isoformat"),
])
