"""P167 and P168: the types that mypy knows of Python's own library and of a few responses of boto3."""
import ast
import gc

from checks import example, type_checker, value_types
from tests.fixtures.cases import cases

H = "\n\n\ndef handler(event, context):\n"
BODY = "boto3.client('s3').get_object(Bucket=os.environ['DEMO_BUCKET'], Key='a')['Body'].read()"


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
    ("import hmac\nreturn hmac.compare_digest(hmac.new(b'k', b'm', 'sha256').digest(), 'abc')", ["P167"]),
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
    ("return b''.join([json.dumps(event)])", ["P167"]),
    ("import hmac\nreturn hmac.new(b'a', b'b').hexdigest()", ["P167"]),
    ("text = json.dumps(event)\ntext = text.encode()\nreturn text.decode()", []),
    ("try:\n    return json.dumps(event).decode()\nexcept AttributeError:\n    return json.dumps(event)", []),
    ("payload = boto3.client('lambda').invoke(FunctionName=event['a'])['Payload'].read()\nreturn payload.split(',')",
     ["P167"]),
    ("answer = boto3.client('s3').get_object(Bucket=os.environ['DEMO_BUCKET'], Key='a')\n"
     "return answer['ETag'].strip('\"') + answer.get('ContentType', '')", []),
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
    ("class Point:\n    pass" + H + "    return Point().x", []),
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
]


def test_the_garbage_collector_is_as_before():
    before = gc.isenabled(), gc.get_threshold()
    assert type_checker.messages({"a": "import json\n"}, "3.13") == {"a": []}
    assert (gc.isenabled(), gc.get_threshold()) == before


def test_types_that_cannot_be_right_are_found_and_no_others():
    texts = {str(at): example.index(code) for at, (code, _ids) in enumerate(TEXTS_AND_BYTES + OTHER_TYPES)}
    messages = type_checker.messages(texts, "3.13")
    actual = {path: [fault[0] for fault in value_types.faults(ast.parse(text), messages[path])]
              for path, text in texts.items()}
    expected = {str(at): ids for at, (_code, ids) in enumerate(TEXTS_AND_BYTES + OTHER_TYPES)}
    assert [(texts[path], ids) for path, ids in actual.items() if ids != expected[path]] == []


@cases("texts, expected", [
    ({"a": "x = 'a' + 1\n", "b": "def (:\n"}, {"a": 1, "b": 0}),  # a file that is no Python hides no other
    ({"a": "x = 'a' + 1\n", "b": "x = 1  # type: ignore[\n"}, {"a": 1, "b": 0}),
    ({"a": "import boto3\nx = 'a' + 1\n", "b": "# mypy: ignore-errors\nx = 'a' + 1\n"}, {"a": 1, "b": 0}),
    ({}, {}),
])
def test_each_file_is_read_alone(texts, expected):
    messages = {path: [message for message in of_file if message.code == "operator"]
                for path, of_file in type_checker.messages(texts, "3.13").items()}
    assert {path: len(of_file) for path, of_file in messages.items()} == expected


@cases("code, readable", [
    ("x = 9 ** 9 ** 9 ** 9", False), ("x = 'a' * 10 ** 9", False), ("x = 10 ** 9 * 'a'", False), ("x = -(1 << (1 << 40))", False),
    ("x = 2 ** 64 - 1", True), ("x = 10 ** 400", True), ("x = '-' * 80 + '.'", True), ("x = 9 ** n ** 9 ** 9", True),
    ("x = 1 << 20", True), ("x = 60 * 60 * 24 * 365", True), ("x = 2.5 ** 9 ** 2", True), ("", False)])
def test_mypy_computes_no_endless_constant(code, readable):
    assert type_checker.is_readable(ast.parse(code)) == readable
