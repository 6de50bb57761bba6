"""P162 to P165, P112, P115, P231: classes of the app, names of Python's and boto3's modules, defaults, exceptions."""
from tests.fixtures.checks import finds

LESSON = "from dataclasses import dataclass\nfrom typing import NamedTuple\n\n\n%s\n\n    @property\n    def price(self):\n" \
    "        return int(self.seats * 2)\n\n    def free(self):\n        return self.seats - 1\n\n\n" \
    "def handler(event, context):\n    lesson = Lesson(seats=event['seats'])\n    return %s"
DATA = "@dataclass\nclass Lesson:\n    seats: int"
TUPLE = "class Lesson(NamedTuple):\n    seats: int"
OWN = "class Lesson:\n    def __init__(self, seats):\n        self.seats = seats"
OTHER = "import lib\n\n\nclass Lesson(lib.Model):\n    seats = 1"
DYNAMIC = OWN + "\n\n    def __getattr__(self, name):\n        return name"
BASE = "class Base:\n    def run(self):\n        return self.total\n\n\nclass Sum(Base):\n    total = 3\n\n\n" \
    "def handler(event, context):\n    return Sum().run()"
IMPORT = "%s\n\n\ndef handler(event, context):\n    return str(%s)"
TRY = "%s\n\n\ndef handler(event, context):\n    return %s"

test_an_object_has_the_attributes_of_its_class = finds([
    (DATA, "lesson.seat", ["P162"]), (DATA, "lesson.seats", []), (DATA, "lesson.free()", []),
    (DATA, "lesson.price()", ["P163"]), (DATA, "lesson.price", []), (TUPLE, "lesson.seat", ["P162"]),
    (TUPLE, "lesson._asdict()", []), (TUPLE, "lesson._replace(seats=2).seats", []), (OWN, "lesson.seat", ["P162"]),
    (OWN, "lesson.seats", []), (OTHER, "lesson.seat", []), (DYNAMIC, "lesson.seat", []),
    (DATA, "lesson.seat if hasattr(lesson, 'seat') else 1", []), (DATA, "lesson.__class__.__name__", []),
    (DATA, "getattr(lesson, 'seat', 1)", [])], app=lambda class_, use: LESSON % (class_, use), only=["P162", "P163"])

test_calls_and_attributes_of_other_values = finds([
    (BASE, []),
    ("infra:\n  queue: {}\n---\nreturn [record.messageId for record in event['Records']]", ["P162"]),
    ("infra:\n  queue: {}\n---\nreturn [record['messageId'] for record in event['Records']]", []),
    ("import uuid\n\n\ndef handler(event, context):\n    return uuid.uuid4().hex()", ["P163"]),
    ("import uuid\n\n\ndef handler(event, context):\n    return uuid.uuid4().hex", []),
    ("from dataclasses import dataclass\n\n\n@dataclass\nclass A:\n    b: dict = {}\n\n\ndef handler(event, context):\n"
     "    return A().b", ["P164"]),
    ("return sorted(table.scan()['Items'], key=lambda row: row['sk'])", []),
    ("return sorted(table.scan()['Items'])", ["P163"]), ("return sorted({'b': 1, 'a': 2})", []),
    ("return sorted([(1, {}), (2, {})])", []), ("return max({'b': 1}, {'a': 2}, key=len)", []),
    ("def now():\n    return 1\n\n\ndef handler(event, context):\n    return event['at'] > now", ["P163"]),
    ("def now():\n    return 1\n\n\ndef handler(event, context):\n    return event['at'] > now()", []),
    ("day = event['day'],\nreturn day.isoformat()", ["P162"]), ("day = event['day'],\nreturn day.index('a')", []),
    ("class A:\n    b: dict = {}\n\n\ndef handler(event, context):\n    return A().b", []),
    ("from dataclasses import dataclass\nfrom typing import ClassVar\n\n\n@dataclass\nclass A:\n"
     "    b: ClassVar[dict] = {}\n    c: tuple = ()\n\n\ndef handler(event, context):\n    return A().b", [])],
    only=["P162", "P163", "P164"])

QUEUE, ENDPOINT = "infra:\n  queue: {}\n---\n", "infra:\n  endpoint: {method: POST, path: /a, api: public}\n---\n"
EVENTS = "infra:\n  events:\n  - {name: paid, topic: OrderPaid}\n---\n"
REDSHIFT = "answer = boto3.client('redshift').describe_clusters(ClusterIdentifier='a')\nreturn %s"
DATA_CLASS = "from aws_lambda_powertools.utilities.data_classes import %s, event_source\n\n\n" \
    "@event_source(data_class=%s)\ndef handler(event, context):\n    return event.%s"
test_json_and_responses_have_the_attributes_of_their_types = finds([
    (ENDPOINT + "return event.body", ["P162"]), (ENDPOINT + "return event.get('body')", []),
    (EVENTS + "return event.detail", ["P162"]), (EVENTS + "return event['detail'].order.total", ["P162"]),
    (EVENTS + "return event['detail']['order'].total", ["P162"]), ("return event.order", ["P162"]),
    (EVENTS + "return event['detail']['order'].items()", []), (EVENTS + "return event['detail']['at'].upper()", []),
    (EVENTS + "return event['detail-type'].items()", ["P162"]), ("return event.has_key('order')", ["P162"]),
    (QUEUE + "return event['Records'].length", ["P162"]), (QUEUE + "return event['Records'].count(1)", []),
    (QUEUE + "return json.loads(event['Records'][0]['body']).order", ["P162"]),
    (QUEUE + "return event['Records'][0]['body'].decode()", ["P162"]),
    (REDSHIFT % "answer.Clusters", ["P162"]), (REDSHIFT % "answer['Clusters'].isEmpty()", ["P162"]),
    (REDSHIFT % "answer['Clusters'].pop()", []), (REDSHIFT % "answer['Clusters'][0].ClusterStatus", ["P162"]),
    (REDSHIFT % "answer['Clusters'][0]['NumberOfNodes'].upper()", ["P162"]),
    (REDSHIFT % "answer['Clusters'][0]['NumberOfNodes'].bit_length()", []),
    (REDSHIFT % "answer['Clusters'][0]['ClusterStatus'].lower()", []),
    (REDSHIFT % "answer['Clusters'][0]['ClusterStatus'].value", []),
    (REDSHIFT % "answer['Clusters'][0]['ClusterCreateTime'].split('T')", ["P162"]),
    (REDSHIFT % "answer['Clusters'][0]['ClusterCreateTime'].isoformat()", []),
    ("return table.get_item(Key={'pk': 'a', 'sk': 'b'}).Item", ["P162"]),
    ("return table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item'].total", ["P162"]),
    ("return table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']['total'].quantize(1)", []),
    ("return table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']['photo'].value", []),
    ("return table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']['total'].amount", ["P162"]),
    ("return [row.pk for row in table.scan()['Items']]", ["P162"]), ("return table.scan()['Items'].first()", ["P162"]),
    ("return event.order if hasattr(event, 'order') else 1", []),
    ("try:\n    return event.order\nexcept AttributeError:\n    return event['order']", []),
    ("from types import SimpleNamespace\n\n\ndef handler(event, context):\n"
     "    return SimpleNamespace(**event).order", []),
    (QUEUE + DATA_CLASS % ("SQSEvent", "SQSEvent", "raw_event"), []),
    (ENDPOINT + DATA_CLASS % ("APIGatewayProxyEvent", "APIGatewayProxyEvent", "json_body"), [])], only=["P162"])

test_a_module_has_the_name = finds([
    ("from datetime import datetime", "datetime.timedelta(1)", ["P165"]),
    ("import datetime", "datetime.timedelta(1)", []), ("import datetime", "datetime.now()", ["P165"]),
    ("import datetime", "datetime.datetime.now()", []), ("import datetime as dt", "dt.now()", ["P165"]),
    ("from boto3.exceptions import ClientError", "ClientError", ["P165"]),
    ("from botocore.exceptions import ClientError", "ClientError", []),
    ("import json", "json.dump_s(1)", ["P165"]), ("import json", "json.orjson", []),
    ("try:\n    from datetime import utc\nexcept ImportError:\n    utc = None", "utc", []),
    ("import json\nimport lib as json", "json.dump_s(1)", []),
    ("import datetime", "datetime.datetime.now(datetime.timezone.UTC)", ["P165"]),
    ("import urllib.request", "urllib.error.HttpError", ["P165"]), ("import urllib.error", "urllib.error.HTTPError", []),
    ("import concurrent.futures", "concurrent.futures.ThreadPoolExectutor()", ["P165"]),
    ("import logging\nimport logging.handlers", "logging.handlers", []), ("from http import cookies", "cookies", []),
    ("from concurrent import futures", "futures.ThreadPoolExecutor()", []),
    ("from http import HTTPStatus", "HTTPStatus.NOTFOUND", ["P165"]),
    ("from http import HTTPStatus", "HTTPStatus.UNPROCESSABLE_CONTENT", []),
    ("try:\n    import json\n    NAME = json.dump_s\nexcept AttributeError:\n    NAME = None", "NAME", []),
    *((f"{imports}\n\n\ndef number(text):\n    try:\n        return int(text)\n    except {name}:\n        return 0",
       "number('1')", ids) for imports, name, ids in [
        ("import json", "json.JSONDecoderError", ["P165"]), ("import json", "(ValueError, json.JSONDecodeError)", []),
        ("import binascii", "binascii.BinaryError", ["P165"]), ("import binascii", "binascii.Error", []),
        ("import asyncio", "asyncio.QueueShutDown", []), ("import json", "json.decoder.JSONDecodeError", []),
        ("import urllib.error", "(urllib.error.HttpError, KeyError)", ["P165"])])],
    app=lambda imports, use: IMPORT % (imports, use), only=["P165"])

NOW = "from datetime import datetime\n\n\ndef now():\n    return datetime.now().isoformat()"

BASE = "class Store:\n    def __init__(self):\n        self.rows = {}\n\n    def row(self, key):\n" \
    "        return self.rows.get(key)\n\n\nclass Orders(Store):\n%s\n\ndef handler(event, context):\n" \
    "    return Orders().row('a')"

test_a_base_class_is_started = finds([
    (BASE % "    def __init__(self):\n        self.day = 1\n", ["P194"]),
    (BASE % "    def __init__(self):\n        super().__init__()\n        self.day = 1\n", []),
    (BASE % "    def __init__(self):\n        Store.__init__(self)\n", []),
    (BASE % "    def __init__(self):\n        self.rows = {'a': 1}\n", []),
    (BASE % "    rows = {}\n\n    def __init__(self):\n        self.day = 1\n", []),
    (BASE % "    def row(self, key):\n        return key\n", []),
])

test_a_default_is_made_once = finds([
    (TRY % (NOW + "\n\n\ndef row(at=now()):\n    return at", "row()"), ["P112"]),
    (TRY % (NOW + "\n\n\ndef row(at=None):\n    return at or now()", "row()"), []),
    (TRY % (NOW + "\n\n\ndef row(at=now):\n    return at()", "row()"), []),
    (TRY % ("def row(item={}):\n    item.update(a=1)\n    return item", "row()"), ["P115"]),
    (TRY % ("def row(item={}):\n    return item", "row()"), []),
    (TRY % ("def row(item=None):\n    item = item or {}\n    item['a'] = 1\n    return item", "row()"), []),
    (TRY % ("def row(key, cache={}):\n    cache[key] = 1\n    return cache[key]", "row('a')"), [])], only=["P112", "P115"])

UPDATE = "def %s:\n    try:\n        table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='SET a = :a', " \
    "ExpressionAttributeValues={':a': 1}%s)\n    except table.meta.client.exceptions.%s:\n        return None\n\n\n" \
    "def handler(event, context):\n    return %s"
REFUSED = "ConditionalCheckFailedException"

test_a_write_without_a_condition_has_no_failed_condition = finds([
    ("move()", "", REFUSED, "move()", ["P231"]),
    ("move()", ", ConditionExpression='attribute_exists(pk)'", REFUSED, "move()", []),
    ("move(**more)", ", **more", REFUSED, "[move(), move(ConditionExpression='attribute_exists(pk)')]", []),
    ("move(more)", ", **more", REFUSED, "move(event)", []), ("move()", "", "ResourceNotFoundException", "move()", []),
    ("move()", "", "ResourceInUseException", "move()", [])],
    app=lambda function, more, name, use: UPDATE % (function, more, name, use), only=["P231"])

STAR = "import types\nfrom dataclasses import dataclass, replace\nfrom typing import NamedTuple\n\n\n" \
    "@dataclass(frozen=True)\nclass Star:\n    size: int\n\n    @classmethod\n    def of(cls, row):\n" \
    "        return cls(row['size'])\n\n\n@dataclass\nclass Open:\n    size: int\n\n\nclass Row(NamedTuple):\n" \
    "    size: int\n\n\ndef handler(event, context):\n    print(types, replace, Star, Open, Row)\n    star"

test_a_frozen_object_stays_as_it_is = finds([
    (STAR + " = Star(1)\n    star.size = 2\n    return star.size", ["P153"]),
    (STAR + " = Open(1)\n    star.size = 2\n    return star.size", []),
    (STAR + " = Row(1)\n    star.size = 2\n    return star.size", ["P153"]),
    (STAR + "s = [Star.of(row) for row in event['rows']]\n    for star in stars:\n        if star.size > 2:\n"
     "            star.size = 2\n    return len(stars)", ["P153"]),
    (STAR + " = replace(Star(1), size=2)\n    return star.size", []),
    (STAR + " = Star(1) if event['a'] else Open(1)\n    star.size = 2\n    return star.size", []),
    (STAR + " = types.SimpleNamespace(size=1)\n    star.size = 2\n    return star.size", []),
])
