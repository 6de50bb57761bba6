"""Numbers, headers and columns that Python or AWS takes otherwise."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]

ALARM = "infra:\n  topic: {}\n---\nreturn None"
D = "return str(Decimal(event['a']).quantize(Decimal('"
VARY = "infra:\n  endpoint: {method: GET, path: /a, api: public}\n---\n" \
    "return {'statusCode': 200, 'multiValueHeaders': {'Vary': "
REQUEST = "infra:\n  endpoint:\n    method: PUT\n    path: /a\n    api: public\n" \
    "    schema: {type: object, required: [minutes], properties: {minutes: {type: integer}}}\n  timeout: 30\n---\n" \
    "import urllib.request\n\n\ndef handler(event, context):\n    minutes = json.loads(event['body'])['minutes']\n" \
    "    request = urllib.request.Request('https://example.com', headers={'X-Tons': "
PUBLISH = "infra:\n  endpoint:\n    method: PUT\n    path: /a\n    api: public\n" \
    "    schema: {type: object, required: [minutes], properties: {minutes: {type: integer}}}\n---\n" \
    "minutes = json.loads(event['body'])['minutes']\n" \
    "boto3.client('sns').publish(TopicArn=os.environ['DEMO_ALARM_TOPIC'], Message='m', MessageAttributes=" \
    "{'minutes': {'DataType': 'Number', 'StringValue': "
MAIL = "infra:\n  permissions: ['ses:SendEmail']\n---\nses = boto3.client('ses')\n\n\n" \
    "def handler(event, context):\n    t"
FILE = "from pathlib import Path\n\n\ndef handler(event, context):\n" \
    "    boto3.client('s3').upload_file('/tmp/a', os.environ['DEMO_BUCKET'], "
STAR = "import types\nfrom dataclasses import dataclass, replace\nfrom typing import NamedTuple\n\n\n" \
    "@dataclass(frozen=True)\nclass Star:\n    size: int\n\n    @classmethod\n    def of(cls, row):\n" \
    "        return cls(row['size'])\n\n\n@dataclass\nclass Open:\n    size: int\n\n\nclass Row(NamedTuple):\n" \
    "    size: int\n\n\ndef handler(event, context):\n    print(types, replace, Star, Open, Row)\n    star"


@cases("code, expected", [
    (D + "2')))", ["P151"]),
    (D + "1')))", []),
    (D + "0.01')))", []),
    (D + "1e-2')))", []),
])
def test_quantize_takes_the_digits_of_its_argument(code, expected, finding_ids):
    assert finding_ids(code) == expected


@cases("code, expected", [
    (VARY + "'Origin'}}", ["P502"]),
    (VARY + "['Origin']}}", []),
])
def test_several_values_are_a_list(code, expected, finding_ids):
    assert finding_ids(code) == expected


@cases("code, expected", [
    (REQUEST + "minutes})\n    with urllib.request.urlopen(request, timeout=5) as response:\n"
     "        return {'statusCode': response.status}", ["P124"]),
    (REQUEST + "str(minutes)})\n    with urllib.request.urlopen(request, timeout=5) as response:\n"
     "        return {'statusCode': response.status}", []),
    (REQUEST + "minutes * 0.5})\n    with urllib.request.urlopen(request, timeout=5) as response:\n"
     "        return {'statusCode': response.status}", ["P124"]),
    (REQUEST + "f'{minutes}'})\n    with urllib.request.urlopen(request, timeout=5) as response:\n"
     "        return {'statusCode': response.status}", []),
])
def test_a_header_is_a_text(code, expected, finding_ids):
    assert finding_ids(code) == expected


@cases("code, expected", [
    ({"alarm": ALARM,
      "a": PUBLISH + "minutes}})\nreturn {'statusCode': 204}"}, ["P204"]),
    ({"alarm": ALARM,
      "a": PUBLISH + "str(minutes)}})\nreturn {'statusCode': 204}"}, []),
])
def test_a_value_of_a_schema_has_a_type(code, expected, finding_ids):
    assert finding_ids(code) == expected


@cases("code, expected", [
    (MAIL + "able = boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE'])\n"
     "    rows = table.query(KeyConditionExpression=Key('pk').eq('a'))['Items']\n"
     "    to = [row['sk'] for row in rows]\n"
     "    ses.send_email(Source='a@example.com', Destination={'ToAddresses': to}, Message={'Subject': {'D"
     "ata': 's'}, 'Body': {'Text': {'Data': 'x'}}})", ["P210"]),
    (MAIL + "able = boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE'])\n"
     "    rows = table.query(KeyConditionExpression=Key('pk').eq('a'))['Items']\n"
     "    to = [row['sk'] for row in rows][:50]\n"
     "    ses.send_email(Source='a@example.com', Destination={'ToAddresses': to}, Message={'Subject': {'D"
     "ata': 's'}, 'Body': {'Text': {'Data': 'x'}}})", []),
    (MAIL + "o = [event['to']]\n"
     "    ses.send_email(Source='a@example.com', Destination={'ToAddresses': to}, Message={'Subject': {'D"
     "ata': 's'}, 'Body': {'Text': {'Data': 'x'}}})", []),
])
def test_a_message_has_fifty_recipients(code, expected, finding_ids):
    assert finding_ids(code) == expected


@cases("code, expected", [
    ("S = os.environ['DEMO_MAIL_SECRET']\nreturn S['name']", ["P404"]),
    ("S = json.loads(os.environ['SETTINGS'])\nreturn S['name']", []),
    ("S = os.environ['SETTINGS']\nreturn S[0] + S[1:]", []),
])
def test_a_variable_is_a_text(code, expected, finding_ids):
    assert finding_ids(code) == expected


@cases("code, expected", [
    (FILE + "Path('a') / 'b')", ["P226"]),
    (FILE + "str(Path('a') / 'b'))", []),
])
def test_the_key_of_an_object_is_a_text(code, expected, finding_ids):
    assert finding_ids(code) == expected


@cases("code, expected", [
    (STAR + " = Star(1)\n    star.size = 2\n    return star.size", ["P153"]),
    (STAR + " = Open(1)\n    star.size = 2\n    return star.size", []),
    (STAR + " = Row(1)\n    star.size = 2\n    return star.size", ["P153"]),
    (STAR + "s = [Star.of(row) for row in event['rows']]\n    for star in stars:\n        if star.size > 2:\n"
     "            star.size = 2\n    return len(stars)", ["P153"]),
    (STAR + " = replace(Star(1), size=2)\n    return star.size", []),
    (STAR + " = Star(1) if event['a'] else Open(1)\n    star.size = 2\n    return star.size", []),
    (STAR + " = types.SimpleNamespace(size=1)\n    star.size = 2\n    return star.size", []),
])
def test_a_frozen_object_stays_as_it_is(code, expected, finding_ids):
    assert finding_ids(code) == expected


ROW = "row = table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']\n" \
    "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key='k', Body='x', Metadata={'of': "
SHEET = "import csv\n\n\ndef rows(text):\n    for line in csv.DictReader(text.splitlines()):\n" \
    "        yield line['a'], line['b']\n\n\ndef handler(event, context):\n    count = 0\n" \
    "    with table.batch_writer("


@cases("code, expected", [
    (ROW + "row['name']})", ["P219"]),
    (ROW + "row['sk']})", []),
    (ROW + "str(row['size'])})", []),
])
def test_names_of_people_are_no_metadata(code, expected, finding_ids):
    assert finding_ids(code) == expected


@cases("code, expected", [
    (SHEET + ") as batch:\n        for first, then in rows(event['text']):\n"
     "            batch.put_item(Item={'pk': f'a#{first}', 'sk': then})\n            count += 1\n    return count",
     ["P337"]),
    (SHEET + "overwrite_by_pkeys=['pk', 'sk']) as batch:\n        for first, then in rows(event['text']):\n"
     "            batch.put_item(Item={'pk': f'a#{first}', 'sk': then})\n            count += 1\n    return count", []),
])
def test_a_batch_has_each_row_of_a_file_once(code, expected, finding_ids):
    assert finding_ids(code) == expected
