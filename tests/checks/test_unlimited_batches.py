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

test_a_batch_of_any_number_is_found_and_one_of_ten_passes = finds(
    [({"a": SEND % code, **QUEUE}, expected) for code, expected in ANY], only=["P210"])

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

BATCH = "infra:\n  queue: {batch: %s, window: 5}\n---\nbus = boto3.client('events')\n\n\ndef entry(record):\n" \
    "    return {'EventBusName': os.environ['DEMO_BUS'], 'Source': 'a', 'DetailType': 'A', 'Detail': record['body']}\n\n\n" \
    "def put(entries):\n    response = bus.put_events(Entries=entries)\n    if response['FailedEntryCount']:\n" \
    "        raise RuntimeError(response)\n\n\ndef handler(event, context):\n    records = event['Records']\n    %s"
EACH = "put([entry(record) for record in records])"
APPEND = "entries = []\n    for record in records:\n        entries.append(entry(record))\n        %s\n    put(entries)"

test_a_batch_of_records_is_as_large_as_the_block_allows = finds([(BATCH % (size, code), ids) for size, code, ids in [
    (10, EACH, []), (100, EACH, ["P210"]), (100, EACH.replace("]", " if record['attributes']['SenderId'] == 'a']"), ["P210"]),
    (100, EACH.replace("in records", "in records[:10]"), []), (100, EACH.replace("in records", "in list(records)"), ["P210"]),
    (100, "for at in range(0, len(records), 10):\n        part = records[at:at + 10]\n        put([entry(record) for record in part])", []),
    (100, "for at in range(0, len(records), int(os.environ['SIZE'])):\n        " + EACH.replace(
        "in records", "in records[at:at + int(os.environ['SIZE'])]"), []),
    (100, "entries = [entry(record) for record in records]\n    while entries:\n        put(entries[:10])\n        entries = entries[10:]", []),
    (100, "for record in records:\n        put([entry(record)])", []), (10, APPEND % "", []), (100, APPEND % "", ["P210"]),
    (100, APPEND % "if record['attributes']['SenderId'] == 'a':\n            entries.append(entry(record))", ["P210"]),
    (100, APPEND % "if len(entries) == 10:\n            put(entries)\n            entries = []", []),
    (100, APPEND % "if record['attributes']['SenderId'] == 'a':\n            put(entries)\n            entries.clear()", []),
    (100, APPEND % "break", [])]], only=["P210"])

LINES_OF = "infra:\n  events: [{name: put, source: {type: bucket, name: demo}, topic: Object Created, prefix: in/, suffix: .csv}]\n---\n" \
    "import csv\n\ns3 = boto3.client('s3')\nsqs = boto3.client('sqs')\n\n\ndef lines(key):\n" \
    "    text = s3.get_object(Bucket=os.environ['DEMO_BUCKET'], Key=key)['Body'].read().decode()\n" \
    "    for line in csv.DictReader(text.splitlines()):\n        if line['email']:\n            yield line%s\n\n\n" \
    "def send(messages):\n    response = sqs.send_message_batch(QueueUrl=os.environ['DEMO_B_QUEUE'], Entries=[\n" \
    "        {'Id': str(number), 'MessageBody': json.dumps(message)} for number, message in enumerate(messages)])\n" \
    "    if response.get('Failed'):\n        raise RuntimeError(response['Failed'])\n\n\ndef handler(event, context):\n" \
    "    messages = [{'email': line['email']} for line in lines(event['detail']['object']['key'])]\n    %s"

test_a_generator_of_lines_has_any_number = finds((({"a": LINES_OF % code, "b": QUEUE["b"]}), ids) for code, ids in [
    (("", "send(messages)"), ["P210"]), (("", "send(messages[:10])"), []), (("\n            break", "send(messages)"), []),
    (("", "for start in range(0, len(messages), 10):\n        send(messages[start:start + 10])"), [])])

ITEM = "table = boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE'])\n" \
    "item = table.get_item(Key={'pk': 'a', 'sk': event['id']}).get('Item')\nif not item:\n    return\n"
QUOTE = "text = boto3.client('ssm').get_parameter(Name='/demo/a')['Parameter']['Value']\n"
MAY_READ = "infra:\n  permissions: [{action: 'ssm:GetParameter', resource: '*'}]\n---\n"

test_a_part_of_an_attribute_may_be_a_text = finds([
    (ITEM + "table.update_item(Key={'pk': 'a', 'sk': item['text'][:1000]}, UpdateExpression='SET a = :a',\n"
     "    ConditionExpression='attribute_exists(pk)', ExpressionAttributeValues={':a': 1})", []),
    (ITEM + "boto3.client('translate').translate_text(Text=item['text'][:3000], SourceLanguageCode='en',\n"
     "    TargetLanguageCode='de')", []),
    (MAY_READ + QUOTE + "boto3.client('translate').translate_text(Text=text[:3000], SourceLanguageCode='en',\n"
     "    TargetLanguageCode='de')", []),
])

READ = TABLE + "client = boto3.client('dynamodb')\n\n\ndef handler(event, context):\n" \
    "    page = table.query(KeyConditionExpression=Key('pk').eq('a')%s)\n" \
    "    keys = [{'pk': {'S': row['pk']}, 'sk': {'S': row['sk']}} for row in page['Items']%s]%s\n" \
    "    response = client.batch_get_item(RequestItems={os.environ['DEMO_TABLE']: {'Keys': keys}})\n" \
    "    if response['UnprocessedKeys']:\n        raise RuntimeError('later')\n    return len(response['Responses'])"
test_a_limit_is_the_size_of_a_batch = finds([
    (READ % (", Limit=200", "", ""), ["P210"]), (READ % (", Limit=100", "", ""), []),
    (READ % (", Limit=200", "", "[:100]"), []), (READ % (", Limit=200", " if row['open']", ""), [])], only=["P210"])
