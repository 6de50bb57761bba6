"""Ways to read events and to respond: those that are right pass, and those that are wrong are found."""
from tests.fixtures.blocks import BARE, BUCKET, FINE, GET, INDEXED, OK, POST, QUEUE, TABLE, TIMER, TOPIC
from tests.fixtures.checks import finds

OPEN = POST.replace("required: [name, price]", "required: [name]")
WAIT = "infra:\n  timeout: 10\n---\nimport urllib.request\n\n\ndef handler(event, context):\n    "
NUMBERS = INDEXED.replace("type: S", "type: N")
S3 = "infra:\n  permissions:\n  - {action: 's3:GetObject', resource: 'arn:aws:s3:::%s'}\n---\n" \
    "boto3.client('s3').get_object(Bucket='maps', Key=f'tiles/{event}.png')"
MAIL = "infra:\n  permissions:\n  - {action: 'ses:SendEmail', resource: 'arn:aws:ses:%s:identity/%s'}\n---\n" \
    "boto3.client('ses').send_email(Source='Ann <ann@news.org>', Destination={'ToAddresses': ['a@b.c']}, " \
    "Message={'Subject': {'Data': ''}, 'Body': {'Text': {'Data': ''}}})"
TO_ONE = "boto3.client('ses').send_email(Source='a@b.c', Destination={'ToAddresses': ['a@b.c']}, " \
    "Message={'Subject': {'Data': ''}, 'Body': {'Text': {'Data': ''}}})"
EVENTS = [
    (QUEUE + "for record in event['Records']:\n    body = json.loads(record['body'])\n    print(body['id'])", []),
    (QUEUE + "body = json.loads(event['body'])\nprint(body)", ["P401"]),
    (QUEUE + "for record in event.get('Records', []):\n    print(record['Body'])", ["P401"]),
    (QUEUE + "if 'Records' in event:\n    print(event['Records'])\nelse:\n    print(event['id'])", ["P401"]),
    (TOPIC + "for record in event['Records']:\n    print(json.loads(record['Sns']['Message']))", []),
    (TOPIC + "for record in event['Records']:\n    print(record['body'])", ["P401"]),
    (TOPIC + "print(event['Records'][0]['Sns']['message'])", ["P406"]),
    (BUCKET + "print(event['detail']['object']['key'], event['detail']['bucket']['name'])", []),
    (BUCKET + "print(event['Records'][0]['s3']['object']['key'])", ["P401"]),
    (BUCKET + "print(event['detail']['object']['Key'])", ["P401"]),
    (TABLE + "for record in event['detail']['records']:\n    print(record['newImage']['price'])", ["P402"]),
    (TABLE + "for record in event['detail']['records']:\n    if record['newImage']:\n"
     "        print(record['newImage']['price'])", []),
    (TABLE + "for record in event['detail']['records']:\n    image = record.get('newImage')\n    if not image:\n"
     "        continue\n    print(image['price'])", []),
    (TABLE.replace("}}", "}, topic: INSERT}") + "print([r['newImage']['price'] for r in event['detail']['records']])",
     []),
    (TABLE + "print(event['detail']['record'])", ["P401"]),
    (TIMER + "return [event['report']] * event['days']", []),
    (TIMER + "event['by'] = 'timer'\nreturn event['by']", []),
    (TIMER + "event.setdefault('by', 'timer')\nreturn event['by']", []),
    (TIMER + "event.update(by='timer')\nreturn event['by'], event['day']", []),
    (TIMER + "for name in ('by', 'day'):\n    event[name] = 1\nreturn event['by']", []),
    (TIMER + "event['by'] = 'timer'\nreturn event['day']", ["P401"]),
    (TIMER + "by = event['by']\nevent['by'] = by\nreturn by", ["P401"]),
    (OPEN + "item = json.loads(event['body'])\nitem['price'] = 1\n" + OK % "json.dumps(item['price'])", []),
    (OPEN + "item = json.loads(event['body'])\nitem['sum'] = 1\n" + OK % "json.dumps(item['price'])", ["P408"]),
    (OPEN + "event['body'] = json.loads(event['body'])\n" + OK % "event['body']['name']", []),
    (OPEN + "event['body'] = json.loads(event['body'])\n" + OK % "event['body']['price']", ["P408"]),
    (TIMER + "return event['day']", ["P401"]),
    (TIMER + "return event.get('debug', False)", []),
    (GET + OK % "event['pathParameters']['id']", []),
    (GET + OK % "event['pathParameters']['ID']", ["P401"]),
    (GET + OK % "event['queryStringParameters']['day']", []),
    (GET + OK % "event['queryStringParameters'].get('size', 'all')", []),
    (BARE + OK % "event['queryStringParameters'].get('size', 'all')", ["P402"]),
    (BARE + "query = event.get('queryStringParameters') or {}\n" + OK % "query.get('size', 'all')", []),
    (BARE + "query = event['queryStringParameters']\nif query is None:\n    query = {}\n"
     + OK % "query.get('size', '')", []),
    (BARE + "query = event['queryStringParameters']\nsize = query['size'] if query else 'all'\n" + OK % "size", []),
    (BARE + OK % "json.loads(event['body'])['x']", ["P402"]),
    (BARE + OK % "event['headers'].get('Authorization', '')", []),
    (BARE + OK % "event['requestContext']['http']['method']", ["P401"]),
    (BARE + OK % "event['requestContext']['authorizer']['claims']['sub']", ["P401"]),
    (POST + OK % "event['body']['name']", ["P404"]),
    (POST + "body = json.loads(event['body'])\n" + OK % "body['nam']", ["P401"]),
    (POST + "body = json.loads(event['body'])\n" + OK % "','.join(body.get('tags', []))", []),
    ("return event['anything']['at']['all']", []),
]
ANSWERS = [
    (BARE + "print(1)", ["P501"]),
    (BARE + "if event['path']:\n    " + FINE, ["P501"]),
    (BARE + "if event['path']:\n    " + FINE + "\nelse:\n    raise ValueError('no')", []),
    (BARE + "if event['path']:\n    " + FINE + "\nraise ValueError('no')", []),
    (BARE + "return json.dumps({})", ["P501"]),
    (BARE + "return {'status': 200, 'body': 'x'}", ["P501"]),
    (BARE + "return {'statuscode': 200, 'body': 'x'}", ["P501"]),
    (BARE + "answer = {'statusCode': 200}\nanswer['body'] = 'x'\nreturn answer", []),
    (BARE + "return {'statusCode': '200', 'body': ''}", []),
    (BARE + "return {'statusCode': 200, 'headers': {'X': 5}, 'body': None}", []),
    (BARE + "return {'statusCode': 200, 'header': {'X': 'y'}}", ["P502"]),
    (BARE + "return {'statusCode': 200, 'body': [1]}", ["P502"]),
    ("def answer(status, body):\n    return {'statusCode': status, 'body': body}\n\n\n"
     "def handler(event, context):\n    return answer(200, {'a': 1})", []),
    (BARE + "def answer(status, body):\n    return {'statusCode': status, 'body': body}\n\n\n"
     "def handler(event, context):\n    return answer(200, {'a': 1})", ["P502"]),
    ("return {'ids': {1, 2}}", ["P503"]),
    ("return {'ids': sorted({1, 2})}", []),
    ("return json.dumps({'at': datetime.datetime.now()})", ["P503"]),
    ("return json.dumps({'at': datetime.datetime.now()}, default=str)", []),
    (QUEUE + "failed = []\nfor record in event['Records']:\n    try:\n        print(record['body'])\n"
     "    except Exception:\n        failed.append({'itemIdentifier': record['messageId']})\n"
     "return {'batchItemFailures': failed}", []),
    (QUEUE + "failed = []\nfor record in event['Records']:\n    try:\n        print(record['body'])\n"
     "    except Exception:\n        failed.append({'itemIdentifier': record['messageId']})\n"
     "return {'BatchItemFailures': failed}", ["P510", "P511"]),
    (QUEUE + "failed = []\nfor record in event['Records']:\n    try:\n        print(record['body'])\n"
     "    except Exception:\n        failed.append({'itemIdentifier': record['receiptHandle']})\n"
     "return {'batchItemFailures': failed}", ["P510"]),
    (QUEUE + "for record in event['Records']:\n    try:\n        print(record['body'])\n    except ValueError:\n"
     "        print('not a number: dropped')", []),
    (QUEUE + "for record in event['Records']:\n    try:\n        print(record['body'])\n    except Exception as e:\n"
     "        print(e)\n        raise", []),
    (QUEUE + "for record in event['Records']:\n    print(record['body'])", []),
    (QUEUE + "for record in event['Records']:\n    try:\n        print(record['body'])\n    except Exception as e:\n"
     "        print(e)", ["P511"]),
]
SETTINGS = [
    ("return os.environ['AWS_LAMBDA_FUNCTION_NAM']", []),
    ("return os.environ['AWS_REGIN']", ["P602"]),
    ("return os.environ.get('AWS_PROFILE', '')", []),
    ("return os.environ['SLACK_URL']", []),
    ("infra:\n  timeout: 60\n---\nreturn 1", []),
    ("boto3.client('s3').list_buckets()", []),
    (TO_ONE, []),
    ("infra:\n  permissions: ['ses:*']\n---\n" + TO_ONE, []),
    ("boto3.client('sts').get_caller_identity()", []),
]
ASKED = [
    (OPEN + "body = json.loads(event['body'])\n" + OK % "str(body['price'])", ["P408"]),
    (OPEN + "body = json.loads(event['body'])\nif 'price' not in body:\n    return {'statusCode': 400}\n"
     + OK % "str(body['price'])", []),
    (OPEN + "body = json.loads(event['body'])\nif body.get('price'):\n    print(body['price'])\n" + FINE, []),
    (OPEN + "body = json.loads(event['body'])\ntry:\n    price = body['price']\nexcept KeyError:\n"
     "    return {'statusCode': 400}\n" + OK % "str(price)", []),
    (OPEN + "body = json.loads(event['body'])\ntry:\n    table.put_item(Item={'pk': 'a', 'sk': body['tags'][0]}, "
     "ConditionExpression='attribute_not_exists(pk)')\nexcept table.meta.client.exceptions.ConditionalCheckFailedException:\n    pass\n" + FINE, ["P408"]),
    (OPEN + "body = json.loads(event['body'])\nif body['name'] == 'x':\n    print(body['price'])\n" + FINE, []),
    (OPEN + "body = json.loads(event['body'])\nlost = [one for one in ('name', 'price') if one not in body]\n"
     "if lost:\n    return {'statusCode': 400}\n" + OK % "str(body['price'])", []),
    (OPEN + "body = {'price': 1, **json.loads(event['body'])}\n" + OK % "str(body['price'])", []),
    (BARE + "query = event['queryStringParameters'] or {}\n" + OK % "query['day']", ["P403"]),
    (BARE + "query = event['queryStringParameters'] or {}\n" + OK % "query['day'] if 'day' in query else ''", []),
    (GET + OK % "'abc'[:event['queryStringParameters']['day']]", ["P409"]),
    (GET + OK % "'abc'[:int(event['queryStringParameters']['day'])]", []),
    (GET + "late = event['queryStringParameters']['day'] > '2026'\n" + OK % "str(late)", []),
    (GET + "late = event['queryStringParameters']['day'] > 5\n" + OK % "str(late)", ["P409"]),
    (QUEUE + "for record in event['Records']:\n    print(record['attributes']['ApproximateReceiveCount'] + 1)", ["P409"]),
    (WAIT + "urllib.request.urlopen(event['url'], timeout=10)", ["P606"]),
    (WAIT + "urllib.request.urlopen(event['url'], timeout=3)", []),
    (WAIT + "urllib.request.urlopen(event['url'], None, event['seconds'])", []),
    ("infra:\n  timeout: 10\n---\ntime.sleep(9)", []),
    ("infra:\n  timeout: 10\n---\ntime.sleep(10)", ["P606"]),
    (NUMBERS + "table.query(IndexName='owner-index', KeyConditionExpression=Key('owner').eq(5))", []),
    (NUMBERS + "table.query(IndexName='owner-index', KeyConditionExpression=Key('owner').eq(f'u{event}'))", ["P308"]),
    (NUMBERS + "table.query(IndexName='owner-index', KeyConditionExpression=Key('owner').eq(event['owner']))", []),
    (NUMBERS + "boto3.client('dynamodb').query(TableName=os.environ['DEMO_TABLE'], IndexName='owner-index', "
     "KeyConditionExpression='#o = :o', ExpressionAttributeNames={'#o': 'owner'}, "
     "ExpressionAttributeValues={':o': {'S': 'a'}})", ["P308"]),
    (INDEXED + "table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='SET #o = :o', "
     "ExpressionAttributeNames={'#o': 'owner'}, ExpressionAttributeValues={':o': 5})", ["P308"]),
    (S3 % "maps", []), (S3 % "maps/tiles/*", []), (S3 % "maps/*", []), (S3 % "maps/fonts/*", []),
    (MAIL % ("eu-west-1:111122223333", "news.org"), []), (MAIL % ("eu-west-1:111122223333", "ann@news.org"), []),
    (MAIL % ("eu-west-1:111122223333", "other.org"), ["P701"]), (MAIL % ("us-east-1:*", "news.org"), ["P701"]),
    ("boto3.client('s3').generate_presigned_url('get_object', Params={'Bucket': os.environ['DEMO_BUCKET'], "
     "'Key': 'k'}, ExpiresIn=700000)", ["P208"]),
]

test_bugs_are_found_and_right_code_passes = finds(({"a": code}, expected) for code, expected in [*EVENTS, *ANSWERS, *SETTINGS, *ASKED])
