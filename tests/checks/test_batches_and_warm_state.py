"""Batches of any number, parts of batches, pages that a warm Lambda keeps, rows of files, and /tmp."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]

TABLE = "table = boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE'])\n"
SEND = TABLE + "sqs = boto3.client('sqs')\n\n\ndef pages(**query):\n    while True:\n        page = table.query(**query)\n" \
    "        yield from page['Items']\n        if 'LastEvaluatedKey' not in page:\n            return\n" \
    "        query['ExclusiveStartKey'] = page['LastEvaluatedKey']\n\n\ndef send(entries):\n" \
    "    response = sqs.send_message_batch(QueueUrl=os.environ['DEMO_B_QUEUE'], Entries=entries)\n" \
    "    if response.get('Failed'):\n        raise RuntimeError(response['Failed'])\n\n\n" \
    "def entry(at, row):\n    return {'Id': str(at), 'MessageBody': row['text']}\n\n\ndef handler(event, context):\n" \
    "    rows = list(pages(KeyConditionExpression=Key('pk').eq('a')))\n    %s"
QUEUE = {"b": "infra:\n  queue: {batch: 10}\n---\nfor record in event['Records']:\n    print(record['body'])",
         "c": "table.put_item(Item={'pk': 'a', 'sk': event['id'], 'text': 'x'})"}
ALL = "send([entry(at, row) for at, row in enumerate(%s)])"
ANY = [
    (ALL % "rows", ["P210"]), (ALL % "sorted(rows, key=str)", ["P210"]), (ALL % "rows[:10]", []),
    (ALL % "rows[5:15]", []), (ALL % "[row for row in rows if row['text']]", []),
    ("for start in range(0, len(rows), 10):\n        " + ALL % "rows[start:start + 10]", []),
    ("if len(rows) > 10:\n        raise ValueError('too many')\n    " + ALL % "rows", []),
    ("entries = []\n    for row in rows:\n        entries.append(entry(len(entries), row))\n    send(entries)", ["P210"]),
    ("entries = []\n    for row in rows:\n        entries.append(entry(len(entries), row))\n"
     "        if len(entries) == 10:\n            send(entries)\n            entries = []\n    if entries:\n        send(entries)",
     []),
    ("rows = table.query(KeyConditionExpression=Key('pk').eq('a'), Limit=10)['Items']\n    " + ALL % "rows", []),
    ("rows = table.query(KeyConditionExpression=Key('pk').eq('a') & Key('sk').eq('b'))['Items']\n    " + ALL % "rows", []),
    ("rows = table.query(KeyConditionExpression=Key('pk').eq('a') & Key('sk').begins_with('b'))['Items']\n    "
     + ALL % "rows", ["P210"]),
]


@cases("code, expected", ANY)
def test_a_batch_of_any_number_is_found_and_one_of_ten_passes(code, expected, finding_ids):
    assert finding_ids({"a": SEND % code, **QUEUE}) == expected


RECORDS = "infra:\n  queue: {batch: %s}\n---\n%s"
FIRST = [
    (RECORDS % (10, "print(event['Records'][0]['body'])"), ["P513"]), (RECORDS % (1, "print(event['Records'][0])"), []),
    (RECORDS % (10, "for record in event['Records'][:1]:\n    print(record)"), ["P513"]),
    (RECORDS % (10, "first, more = event['Records'][0], event['Records'][1:]\nprint(first, more)"), []),
    (RECORDS % (10, "for record in event['Records'][:10]:\n    print(record)"), []),
    ("infra:\n  topic: {}\n---\nprint(event['Records'][0]['Sns']['Message'])", []),
    ("infra:\n  events:\n  - {name: a, source: {type: table, name: demo}}\n---\nprint(event['detail']['records'][0])", []),
    ("infra:\n  events:\n  - {name: a, source: {type: table, name: demo}}\n---\n"
     "for record in event['detail']['records'][:1]:\n    print(record)", ["P513"]),
    ("infra:\n  events:\n  - {name: a, source: {type: table, name: demo}}\n---\n"
     "for record in event['detail']['records']:\n    print(record)", []),
]
QUERY = "QUERY = {'KeyConditionExpression': Key('pk').eq('a')}\n" + TABLE + "\n\ndef handler(event, context):\n    %s"
LOOP = "page = table.query(**query)\n    while 'LastEvaluatedKey' in page:\n" \
    "        query['ExclusiveStartKey'] = page['LastEvaluatedKey']\n        page = table.query(**query)"
WARM = [
    (QUERY % ("query = QUERY\n    " + LOOP), ["P336"]), (QUERY % ("query = dict(QUERY)\n    " + LOOP), []),
    (QUERY % ("query = {**QUERY}\n    " + LOOP), []), (QUERY % LOOP.replace("query[", "QUERY[").replace("**query", "**QUERY"),
                                                       ["P336"]),
    (QUERY % ("query = QUERY\n    query.pop('ExclusiveStartKey', None)\n    " + LOOP), []),
    (TABLE + "\n\ndef rows(query={'KeyConditionExpression': Key('pk').eq('a')}):\n    " + LOOP + "\n\n\n"
     "def handler(event, context):\n    return rows()", ["P336"]),
]
FILE = "def handler(event, context):\n    with open(%s) as file:\n        file.write(event['row'])\n" \
    "    boto3.client('s3').upload_file('/tmp/a.csv', os.environ['DEMO_BUCKET'], 'a.csv')\n"
FILES = [
    ("def handler(event, context):\n    with open('/tmp/seen.log', 'a') as file:\n        file.write(event['row'])", []),
    (FILE % "'/tmp/a.csv', 'a'", ["P126"]), (FILE % "'/tmp/a.csv', mode='a+'", ["P126"]), (FILE % "'/tmp/a.csv', 'w'", []),
    (FILE % "f'/tmp/{event[\"id\"]}.csv', 'a'", []), (FILE % "'/tmp/a.csv', 'a'" + "    os.remove('/tmp/a.csv')", []),
    ("open('/tmp/a.csv', 'w').close()\n" + "with open('/tmp/a.csv', 'a') as file:\n    file.write('b')", []),
    ("from pathlib import Path\n\n\ndef handler(event, context):\n    with Path('/tmp/a.csv').open('a') as file:\n"
     "        file.write('b')\n    return Path('/tmp/a.csv').read_text()", ["P126"]),
]
CSV = "import csv\n\n\ndef row_of(line, at):\n    return {'pk': 'user', 'sk': %s}\n\n\ndef handler(event, context):\n" \
    "    rows = [row_of(line, 0) for line in csv.DictReader(event['text'].splitlines())]\n" \
    "    with table.batch_writer(%s) as batch:\n        for row in rows:\n            batch.put_item(Item=row)"
ROWS = [
    (CSV % ("line['mail']", ""), ["P337"]), (CSV % ("line['mail']", "overwrite_by_pkeys=['pk', 'sk']"), []),
    (CSV.replace("for row in rows:", "for row in {row['sk']: row for row in rows}.values():") % ("line['mail']", ""), []),
    (CSV.replace("DictReader", "writer") % ("line['mail']", ""), []),
]


@cases("code, expected", [*FIRST, *WARM, *FILES, *ROWS])
def test_what_is_lost_or_kept_is_found_and_right_code_passes(code, expected, finding_ids):
    assert finding_ids(code) == expected
