"""Gaps between lambdas: arguments, subjects and types of messages, renamed keys, rows that nobody writes, own events."""
from tests.fixtures.checks import finds

SEND = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_B_QUEUE'], MessageBody=json.dumps(%s))"
FREE = "infra:\n  queue: {}\n---\nfrom dataclasses import dataclass\n\n\n@dataclass\nclass Free:\n    room: str\n    day: str%s" \
    "\n\n\ndef handler(event, context):\n    for record in event['Records']:\n        print(Free(**json.loads(record['body'])))"
TAKES = "infra:\n  queue: {}\n---\ndef store(%s):\n    print(room)\n\n\ndef handler(event, context):\n" \
    "    for record in event['Records']:\n        store(**json.loads(record['body']))"
BOTH = SEND % "{'room': 'blue', 'day': 'today'}"
SPREAD = [
    (BOTH, FREE % "", []), (SEND % "{'room': 'blue', 'date': 'today'}", FREE % "", ["P826"]),
    (SEND % "{'room': 'blue', 'day': 'today', 'guest': 'ann'}", FREE % "", ["P826"]),
    (SEND % "{'room': 'blue'}", FREE % "", ["P826"]), (SEND % "{'room': 'blue'}", FREE.replace("day: str", "day: str = ''")
                                                       % "", []),
    (SEND % "{'room': 'blue', 'day': 'today', 'guest': 'ann'}", FREE % "\n    guest: str | None = None", []),
    (SEND % "event", FREE % "", []), (BOTH, TAKES % "room, day", []), (BOTH, TAKES % "room, date", ["P826"]),
    (BOTH, TAKES % "room, **rest", []), (BOTH, TAKES % "room, day, at=None", []),
    (BOTH, TAKES % "room, *, day", []), (BOTH, TAKES % "room", ["P826"]),
    (BOTH, (TAKES % "room").replace("        store", "        try:\n            store").replace("['body']))", "['body']))\n"
     "        except TypeError:\n            print('another version')"), []),
]
PUBLISH = "boto3.client('sns').publish(TopicArn=os.environ['DEMO_B_TOPIC'], Message='x'%s)"
MAIL = "infra:\n  topic: {}\n  permissions: ['ses:SendEmail']\n---\nfor record in event['Records']:\n    %s\n" \
    "    boto3.client('ses').send_email(Source='a@example.com', Destination={'ToAddresses': ['b@example.com']}, " \
    "Message={'Subject': {'Data': subject}, 'Body': {'Text': {'Data': 'x'}}})"
SUBJECT = MAIL % "subject = record['Sns']['Subject']"
SUBJECTS = [
    (PUBLISH % "", SUBJECT, ["P827"]), (PUBLISH % ", Subject='Due'", SUBJECT, []),
    (PUBLISH % ", **event['more']", SUBJECT, []),
    (PUBLISH % "", MAIL % "subject = record['Sns']['Subject'] or 'Due'", []),
    (PUBLISH % "", MAIL % "subject = record['Sns'].get('Subject') or 'Due'", []),
    (PUBLISH % "", MAIL % "subject = 'Due'", []),
]
STORE = "infra:\n  queue: {}\n---\ndef store(line):\n    print(line['sku'], line['counted'])\n\n\n" \
    "def handler(event, context):\n    for record in event['Records']:\n        line = json.loads(record['body'])\n" \
    "        try:\n            store(line)\n        except KeyError:\n            print('a reject')"
RENAMED = [
    (SEND % "{'sku': 'tea', 'counted': 5}", STORE, []), (SEND % "{'sku': 'tea', 'date': 5}", STORE, ["P820"]),
    (SEND % "{'sku': 'tea'}", STORE, []), (SEND % "event", STORE, []),
]
TEXT = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_B_QUEUE'], MessageBody=%s)"
SENTENCES = [
    (TEXT % "f\"{event['a']}: {event['b']}\"", STORE, ["P821"]), (TEXT % "f\"{event['a']}{event['b']}\"", STORE, []),
    (TEXT % "f'{{\"sku\": {event[\"a\"]}, \"counted\": 1}}'", STORE, []), (TEXT % "f\"{event['a']}.{event['b']}\"", STORE, []),
]

test_a_reader_takes_what_is_sent = finds((({"a": sender, "b": reader}, expected) for sender, reader, expected in SPREAD + SUBJECTS + RENAMED + SENTENCES), "flow_ids")

WRITE = "table.put_item(Item={'pk': event['device'], 'sk': f\"alert#{event['at']}\", 'celsius': 5})\n" \
    "table.put_item(Item={'pk': event['device'], 'sk': f\"reading#{event['at']}\", 'celsius': 5})"
LATEST = "return table.query(KeyConditionExpression=Key('pk').eq(event['device']) & Key('sk').begins_with('%s'))['Items']"
UPSERT = "table.update_item(Key={'pk': f\"sku#{event['sku']}\", 'sk': 'stock'}, UpdateExpression='SET %s = :p', " \
    "ConditionExpression='attribute_not_exists(seen) OR seen < :p', ExpressionAttributeValues={':p': 5})"
READ = "rows, query = [], {'FilterExpression': Attr('sk').eq('stock')}\nwhile True:\n    page = table.scan(**query)\n" \
    "    rows += page['Items']\n    if 'LastEvaluatedKey' not in page:\n        break\n" \
    "    query['ExclusiveStartKey'] = page['LastEvaluatedKey']\nreturn [row['price'] for row in rows]"
PAGES = "def pages(**query):\n    while True:\n        page = table.query(**query)\n        yield from page['Items']\n" \
    "        if 'LastEvaluatedKey' not in page:\n            return\n" \
    "        query = {**query, 'ExclusiveStartKey': page['LastEvaluatedKey']}\n\n\ndef handler(event, context):\n" \
    "    return [row['%s'] for row in pages(KeyConditionExpression=Key('pk').eq(event['device']) & " \
    "Key('sk').begins_with('reading#'))]"
ROWS = [
    (WRITE, LATEST % "alert#", []), (WRITE, LATEST % "alarm#", ["P825"]), (WRITE, LATEST % "hour#", ["P825"]),
    (WRITE, LATEST % "alert", []), (WRITE + "\ntable.put_item(Item=event['row'])", LATEST % "alarm#", []),
    ("table.put_item(Item={'pk': f\"room#{event['id']}\", 'sk': 'slot', 'n': 1})",
     "return table.query(KeyConditionExpression=Key('pk').eq('rooms'))['Items']", []),
    (UPSERT % "price", READ, []), (UPSERT % "cost", READ, ["P823"]),
    ((UPSERT % "cost").replace("attribute_not_exists(seen) OR ", ""), READ, []),
    (WRITE, PAGES % "celsius", []), (WRITE, PAGES % "temperature", ["P823"]),
]

test_a_row_that_is_read_is_one_that_is_written = finds((({"a": writer, "b": reader}, expected) for writer, reader, expected in ROWS), "flow_ids")

QUEUE = "infra:\n  queue: {}\n---\nfor record in event['Records']:\n    message = json.loads(record['body']%s)\n    %s"
SENT = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_A_QUEUE'], MessageBody=json.dumps({'n': %s}))"
PUT = "table.put_item(Item={'pk': 'a', 'sk': record['messageId'], 'n': %s})"
FORWARDED = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_B_QUEUE'], MessageBody=%s)"
SECOND = "infra:\n  queue: {}\n---\nprint(event)"

test_a_message_keeps_its_types = finds(
    ({"a": QUEUE % (more, use), "b": SECOND, "c": SENT % sent}, ids) for more, use, sent, ids in [
    ("", PUT % "message['n']", "float(event['n'])", ["P839"]), ("", PUT % "-1 * message['n']", "event['n'] / 2", []),
    ("", PUT % "-1 * message['n']", "float(event['n'])", ["P839"]), ("", PUT % "message['n']", "int(event['n'])", []),
    ("", PUT % "int(message['n'])", "float(event['n'])", []), ("", PUT % "str(message['n'])", "float(event['n'])", []),
    (", parse_float=Decimal", PUT % "message['n']", "float(event['n'])", []),
    ("", FORWARDED % "message['n']", "[event['n']]", ["P840"]), ("", FORWARDED % "message['n']", "f\"a{event['n']}\"", []),
    ("", FORWARDED % "message['n']", "event['n']", []), ("", FORWARDED % "json.dumps(message['n'])", "[event['n']]", [])])
