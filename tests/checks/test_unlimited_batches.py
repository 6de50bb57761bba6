"""Batches and recipients whose number the code does not limit."""
from tests.fixtures.checks import finds

MAIL = "infra:\n  permissions: ['ses:SendEmail']\n---\nses = boto3.client('ses')\n\n\n" \
    "def handler(event, context):\n    t"

test_a_message_has_fifty_recipients = finds([
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
    ("rows = [{'pk': 'a'}, *table.scan()['Items']]\n    " + ALL % "rows", ["P210"]),
    ("rows = list(table.scan()['Items']) + [{'pk': 'a'}]\n    " + ALL % "rows", ["P210"]),
    ("rows = [*table.scan(Limit=9)['Items'], {'pk': 'a'}]\n    " + ALL % "rows", []),
]

test_a_batch_of_any_number_is_found_and_one_of_ten_passes = finds(({"a": SEND % code, **QUEUE}, expected) for code, expected in ANY)

CSV = "infra:\n  events: [{name: put, source: {type: bucket, name: demo}, topic: Object Created, prefix: in/, suffix: .csv}]\n" \
    "---\nimport csv\nimport io\n\ns3 = boto3.client('s3')\nbus = boto3.client('events')\n\n\n" \
    "def handler(event, context):\n    bucket, key = os.environ['DEMO_BUCKET'], event['detail']['object']['key']\n" \
    "    text = s3.get_object(Bucket=bucket, Key=key)['Body'].read()\n    entries = []\n    %s"
ENTRIES = "for row in csv.DictReader(%s):\n        if row['a']:\n            entries.append({'EventBusName': os.environ['DEMO_BUS'], " \
    "'Source': 'a', 'DetailType': 'A', 'Detail': json.dumps(row)})%s\n    response = bus.put_events(Entries=entries%s)\n" \
    "    if response['FailedEntryCount']:\n        raise RuntimeError(response)"
LINES = "io.StringIO(text.decode())"

test_a_file_may_have_any_number_of_lines = finds((CSV % code, ids) for code, ids in [
    (ENTRIES % (LINES, "", ""), ["P210"]), (ENTRIES % (LINES, "", "[:10]"), []),
    (ENTRIES % (LINES, "\n            if len(entries) == 10:\n                break", ""), []),
    (ENTRIES % ("io.BytesIO(text)", "", "[:10]"), ["P127"])])
