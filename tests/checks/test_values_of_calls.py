"""Values that AWS refuses, or that are another one in the next environment: beside similar ones that are right."""
from tests.fixtures.checks import finds

PUT = "table.put_item(Item={'pk': 'a', 'sk': 'b', 'x': %s})"
NUMBERS = [
    (PUT % "Decimal(9.7)", ["P321"]), (PUT % "Decimal('9.7')", []), (PUT % "Decimal(9.5)", []), (PUT % "Decimal(9)", []),
    (PUT % "Decimal(str(9.7))", []), (PUT % "Decimal(event['price'])", []), (PUT % "Decimal(float(event['p']))", ["P321"]),
    (PUT % "Decimal(round(float(event['p']), 2))", ["P321"]), (PUT % "round(Decimal(9.7), 2)", []),
    (PUT % "Decimal(9.7) * 2", []), (PUT % "+Decimal(9.7)", []), (PUT % "Decimal(len(event) / 3)", ["P321"]),
    (PUT % "Decimal(time.time())", []), (PUT % "[Decimal(0.1)]", ["P321"]), (PUT % "Decimal(1e3)", []),
    (PUT % "Decimal(9.7).quantize(Decimal('0.01'))", []), ("return str(Decimal(9.7))", []),
    ("import decimal\n\n\ndef handler(event, context):\n    " + (PUT % "decimal.Decimal(0.3)").replace("table.", "boto3."
     "resource('dynamodb').Table(os.environ['DEMO_TABLE'])."), ["P321"]),
]
POST = "infra:\n  endpoint:\n    method: POST\n    path: /x\n    api: public\n    schema: {type: object, required: [kwh, n], " \
    "properties: {kwh: {type: number}, n: {type: integer}}}\n---\nbody = json.loads(event['body']%s)\n" + PUT \
    + "\nreturn {'statusCode': 201}"
NUMBERS += [(POST % ("", "Decimal(body['kwh'])"), ["P321"]), (POST % ("", "Decimal(body['n'])"), []),
            (POST % ("", "Decimal(str(body['kwh']))"), []),
            (POST % (", parse_float=Decimal", "Decimal(body['kwh'])"), [])]
INDEX = "infra:\n  indexes:\n  - {name: owner, type: S, table: demo}\n  - {name: rank, type: N, table: demo}\n---\n"
OWNER = INDEX + "table.put_item(Item={'pk': 'a', 'sk': 'b', 'owner': %s})"
UPDATE = INDEX + "table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='SET #o = :o', " \
    "ExpressionAttributeNames={'#o': 'owner'}, ExpressionAttributeValues={':o': %s})"
CLIENT = INDEX + "boto3.client('dynamodb').put_item(TableName=os.environ['DEMO_TABLE'], Item={'pk': {'S': 'a'}, " \
    "'sk': {'S': 'b'}, 'owner': {'S': %s}})"
EMPTY = [
    (OWNER % "''", ["P330"]), (OWNER % "event.get('owner', '')", ["P330"]), (OWNER % "event['owner'] or ''", ["P330"]),
    (OWNER % "event['owner']", []), (OWNER % "event.get('owner') or 'nobody'", []),
    (INDEX + "owner = event.get('owner', '')\nif not owner:\n    return\n" + OWNER.removeprefix(INDEX) % "owner", []),
    (INDEX + "owner, row = event.get('owner', ''), {'pk': 'a', 'sk': 'b'}\nif owner:\n    row['owner'] = owner\n"
     "table.put_item(Item=row)", []),
    (UPDATE % "''", ["P330"]), (UPDATE % "event.get('owner', '')", ["P330"]), (UPDATE % "'ann'", []),
    (CLIENT % "''", ["P330"]), (CLIENT % "'ann'", []),
    (INDEX + PUT % "''", []), ("table.put_item(Item={'pk': 'a', 'sk': 'b', 'owner': ''})", []),
    ("table.put_item(Item={'pk': 'a', 'sk': ''})", ["P304"]),
]
NOW = "from datetime import date, datetime, timedelta, timezone\n\n\ndef handler(event, context):\n    "
HEAD = "boto3.client('s3').head_object(Bucket=os.environ['DEMO_BUCKET'], Key='k')['LastModified']"
TIMES = [
    (NOW + "return " + HEAD + " < datetime.now()", ["P116"]),
    (NOW + "return " + HEAD + " < datetime.now(timezone.utc)", []),
    (NOW + "return " + HEAD + " < datetime.now(tz=timezone.utc) - timedelta(days=1)", []),
    (NOW + "return (datetime.utcnow() - " + HEAD + ").days", ["P116"]),
    (NOW + "limit = datetime.utcnow() - timedelta(days=7)\n    return " + HEAD + " > limit", ["P116"]),
    (NOW + "return " + HEAD + ".replace(tzinfo=None) < datetime.now()", []),
    (NOW + "return datetime.utcnow().replace(tzinfo=timezone.utc) < " + HEAD, []),
    (NOW + "return datetime.now().astimezone() < " + HEAD, []),
    (NOW + "return datetime.strptime(event['at'], '%Y-%m-%d') < datetime.now(timezone.utc)", ["P116"]),
    (NOW + "return datetime.strptime(event['at'], '%Y-%m-%dT%H:%M:%S%z') < datetime.now()", ["P116"]),
    (NOW + "return datetime.strptime(event['at'], '%Y-%m-%dT%H:%M:%S%z') < datetime.now(timezone.utc)", []),
    (NOW + "return datetime.fromisoformat(event['at']) < datetime.now()", []),
    (NOW + "return datetime.fromisoformat(event['at'] + '+00:00') < datetime.now()", ["P116"]),
    (NOW + "return datetime(2026, 1, 1) < " + HEAD, ["P116"]),
    (NOW + "return datetime(2026, 1, 1, tzinfo=timezone.utc) < " + HEAD, []),
    (NOW + "return datetime.fromtimestamp(event['at'], timezone.utc) < datetime.utcnow()", ["P116"]),
    (NOW + "return datetime.now() == " + HEAD, []),
    (NOW + "return " + HEAD + ".date() < date.today()", []),
    (NOW + "newest = datetime.min\n    if " + HEAD + " > newest:\n        return 1", ["P116"]),
    (NOW + "return datetime.now() > datetime.now() - timedelta(hours=1)", []),
    (NOW + "return datetime.now(event['zone']) > datetime.now()", []),
    (NOW + "return datetime.fromisoformat('2026-01-01T00:00') < " + HEAD, ["P116"]),
    (NOW + "return datetime.fromisoformat('2026-01-01T00:00+01:00') < " + HEAD, []),
    (NOW + "return max(datetime.now(), " + HEAD + ")", ["P116"]),
    (NOW + "return len(sorted([" + HEAD + ", datetime.now(), datetime.now()]))", ["P116"]),
    (NOW + "return min([" + HEAD + ", datetime.now()], key=str)", []),
    ("from zoneinfo import ZoneInfo\n" + NOW + "return datetime.now(ZoneInfo('Europe/Oslo')) > datetime.now()", ["P116"]),
]
HASHES = [
    ("table.put_item(Item={'pk': f\"u#{hash(event['mail'])}\", 'sk': 'a'})", ["P117"]),
    ("table.put_item(Item={'pk': str(hash(event['mail'])), 'sk': 'a'})", ["P117"]),
    ("table.put_item(Item={'pk': 'a', 'sk': 'b', 'shard': hash(event['mail']) % 8})", ["P117"]),
    ("table.get_item(Key={'pk': 'u#' + str(abs(hash(event['mail']))), 'sk': 'a'})", ["P117"]),
    ("shard = abs(hash(event['mail'])) % 8\ntable.put_item(Item={'pk': f'shard#{shard:02d}', 'sk': 'a'})", ["P117"]),
    ("boto3.client('s3').head_object(Bucket=os.environ['DEMO_BUCKET'], Key=f\"{hash(event['a'])}.txt\")", ["P117"]),
    ("table.put_item(Item={'pk': 'a', 'sk': 'b', 'n': hash(5)})", []),
    ("return [event['rows'][hash(event['mail']) % 8]]", []),
    ("from zlib import crc32\n\n\ndef handler(event, context):\n    boto3.resource('dynamodb').Table("
     "os.environ['DEMO_TABLE']).put_item(Item={'pk': str(crc32(event['mail'].encode()) % 8), 'sk': 'a'})", []),
]
BUCKET = "infra:\n  events:\n  - {name: stored, source: {type: bucket, name: demo}, topic: Object Created}\n---\n" \
    "import urllib.parse\nfrom urllib.parse import unquote, unquote_plus\n\n\ndef handler(event, context):\n    "
KEYS = [
    (BUCKET + "print(unquote_plus(event['detail']['object']['key']))", ["P411"]),
    (BUCKET + "key = event['detail']['object']['key']\n    print(urllib.parse.unquote_plus(key, encoding='utf-8'))",
     ["P411"]),
    (BUCKET + "print(unquote(event['detail']['object']['key']))", ["P411"]),
    (BUCKET + "print(event['detail']['object']['key'])", []),
    (BUCKET + "print(unquote_plus(event['detail']['reason']))", []),
    ("infra:\n  queue: {}\n---\nfrom urllib.parse import unquote_plus\n\n\ndef handler(event, context):\n"
     "    for record in event['Records']:\n        print(unquote_plus(json.loads(record['body'])['key']))", []),
]
TOPIC = "infra:\n  topic: {}\n---\nif len(event['Records']) > 5:\n    boto3.client('sns').publish(" \
    "TopicArn=os.environ['DEMO_A_TOPIC'], Message=%s)"
MESSAGES = [
    (TOPIC % "json.dumps({'sqs': 'x'}), MessageStructure='json'", ["P211"]),
    (TOPIC % "json.dumps({'default': 'x'}), MessageStructure='json'", []),
    (TOPIC % "json.dumps({'default': {'a': 1}}), MessageStructure='json'", ["P211"]),
    (TOPIC % "json.dumps({'default': json.dumps({'a': 1})}), MessageStructure='json'", []),
    (TOPIC % "'due today', MessageStructure='json'", ["P211"]),
    (TOPIC % "json.dumps(['a']), MessageStructure='json'", ["P211"]),
    (TOPIC % "json.dumps({**event, 'sqs': 'x'}), MessageStructure='json'", []),
    (TOPIC % "event['Records'][0]['Sns']['Message'], MessageStructure='json'", []),
    (TOPIC % "json.dumps({'sqs': 'x'})", []),
]
SECRET = "infra:\n  permissions:\n  - {action: 'secretsmanager:GetSecretValue', resource: " \
    "'arn:aws:secretsmanager:eu-west-1:111122223333:secret:%s'}\n---\nreturn 1"
SECRETS = [
    (SECRET % "stripe", ["P703"]), (SECRET % "prod/stripe/key", ["P703"]), (SECRET % "db-password", ["P703"]),
    (SECRET % "db-secret", ["P703"]), (SECRET % "stripe-AbC123", []), (SECRET % "stripe-*", []),
    (SECRET % "stripe-??????", []), (SECRET % "*", []), (SECRET.replace("secret:%s", "secret:prod/*"), []),
]

test_a_value_that_aws_refuses_is_found_and_a_similar_right_one_is_not = finds([*NUMBERS, *EMPTY, *TIMES, *HASHES, *KEYS, *MESSAGES, *SECRETS])

ALARM = "infra:\n  topic: {}\n---\nreturn None"
PUBLISH = "infra:\n  endpoint:\n    method: PUT\n    path: /a\n    api: public\n" \
    "    schema: {type: object, required: [minutes], properties: {minutes: {type: integer}}}\n---\n" \
    "minutes = json.loads(event['body'])['minutes']\n" \
    "boto3.client('sns').publish(TopicArn=os.environ['DEMO_ALARM_TOPIC'], Message='m', MessageAttributes=" \
    "{'minutes': {'DataType': 'Number', 'StringValue': "

test_a_value_of_a_schema_has_a_type = finds([
    ({"alarm": ALARM,
      "a": PUBLISH + "minutes}})\nreturn {'statusCode': 204}"}, ["P204"]),
    ({"alarm": ALARM,
      "a": PUBLISH + "str(minutes)}})\nreturn {'statusCode': 204}"}, []),
])

VALUES = "from datetime import datetime, timedelta\n\n\ndef now():\n    return datetime.now()\n\n\n" \
    "def handler(event, context):\n    hours = os.environ.get('HOURS', '5')\n    %s\n"

test_a_value_has_the_type_of_its_use = finds((VALUES % code, ids) for code, ids in [
    ("return table.query(KeyConditionExpression=Key('pk').eq('a') & Key('sk').gt(now()))", ["P321"]),
    ("return table.query(KeyConditionExpression=Key('pk').eq('a') & Key('sk').gt(now().isoformat()))", []),
    ("table.put_item(Item={'pk': 'a', 'sk': 'b', 'at': event.get('at', now)})", ["P321"]),
    ("table.put_item(Item={'pk': 'a', 'sk': 'b', 'at': event.get('at') or now().isoformat()})", []),
    ("at = event.get('at', now)\n    table.put_item(Item={'pk': 'a', 'sk': 'b', 'at': at() if callable(at) else at})", []),
    ("table.put_item(Item={'pk': 'a', 'sk': 'b', 'at': {'N': '1'}})", ["P321"]),
    ("table.put_item(Item={'pk': 'a', 'sk': 'b', 'at': {'N': 1, 'S': 2}})", []),
    ("return str(timedelta(hours=hours))", ["P409"]), ("return str(timedelta(hours=int(hours)))", []),
    ("return list(range(hours))", ["P409"]), ("return hours * 2", []), ("return 5 >= hours", ["P409"]),
    ("return hours > '5'", [])])

test_a_check_of_texts_is_silent_about_an_argument_of_another_type = finds([
    ("table.query(KeyConditionExpression=5)", ["P204"]),
    ("table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression=5, ExpressionAttributeValues={':s': 'x'})", ["P204"]),
    ("boto3.client('sns').publish(TopicArn={'a': 5}, Message='x')", ["P204", "P701"]),
    ("print(table.get_item(Key={'pk': None, 'sk': f\"day#{event['time']}\"}).get('Item'))", ["P304"]),
    ("with boto3.resource('dynamodb').Table([5]).batch_writer() as batch:\n    batch.put_item(Item={'pk': 'a', 'sk': 'b'})", ["P701"]),
    ("return boto3.client('s3').generate_presigned_url('put_object', Params={'Bucket': os.environ['DEMO_BUCKET'], "
     "'Key': 'a', True: 'a'})", ["P202"]),
    ("infra:\n  queue: {}\n---\nreturn {'batchItemFailures': [{'itemIdentifier': event}]}", ["P510"]),
    ("from botocore.exceptions import ClientError\n\n\ndef handler(event, context):\n    try:\n        table.put_item("
     "Item={'pk': 'a', 'sk': 'b'}, ConditionExpression='attribute_not_exists(pk)')\n"
     "    except ClientError as error:\n        if error.response['Error']['Code'] != 5:\n            raise", ["P212"]),
])
