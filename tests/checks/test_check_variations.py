"""Ways to write the same thing: those that are right stay silent, and those that are wrong are seen."""
import pytest

from checks import CHECKS, example
from tests.fixtures.checks import folder, ids_of, problems, without_flows  # noqa: F401  (a fixture)

INDEX = "lambdas/a/index.py"
QUEUE = "infra:\n  queue: {batch: 10}\n---\n"
TOPIC = "infra:\n  topic: {}\n---\n"
GET = "infra:\n  endpoint: {method: GET, path: '/things/{id}', api: public, parameters: [day]}\n---\n"
BARE = "infra:\n  endpoint: {method: GET, path: /things, api: public}\n---\n"
POST = "infra:\n  endpoint:\n    method: POST\n    path: /things\n    api: public\n    schema:\n      type: object\n" \
    "      required: [name, price]\n      properties: {name: {type: string}, price: {type: number}, " \
    "tags: {type: array, items: {type: string}}}\n      additionalProperties: false\n---\n"
TABLE = "infra:\n  events:\n  - {name: changed, source: {type: table, name: demo}}\n---\n"
BUCKET = "infra:\n  events:\n  - {name: came, source: {type: bucket, name: demo}, topic: Object Created}\n---\n"
TIMER = "infra:\n  timer: {rate: 5 minutes, body: {report: daily, days: 3}}\n---\n"
INDEXED = "infra:\n  indexes:\n  - {name: owner, type: S, table: demo}\n---\n"
OK = "return {'statusCode': 200, 'body': %s}"
FINE = "return {'statusCode': 200}"

PYTHON = [
    ("import json\nimport logging\nlog = logging.getLogger()\n\n\ndef handler(event, context):\n    unused = 1\n", []),
    ("def handler(event, context):\n    return total\n", ["P101"]),
    ("def handler(event, context):\n    try:\n        x = 1\n    except ValueError:\n        pass\n    return y", ["P101"]),
    ("def handler(event, context):\n    global state\n    state = 1\n    return state", []),
    ("def handler(event, context):\n    x = 'a'\n    if x is not 'b':\n        return 1", ["P103"]),
    ("def handler(event, context):\n    assert (event, 'no event')", ["P103"]),
    ("def handler(event, context):\n    return '{} {}'.format(1)", ["P104"]),
    ("def handler(event, context):\n    return f'no hole'", []),
    ("import json\nimport json\n\n\ndef handler(event, context):\n    return json.dumps(event)", []),
    ("from functools import lru_cache\n\n\n@lru_cache\ndef f(a, b=1):\n    return a\n\n\n"
     "def handler(event, context):\n    return f(1), f(1, 2), f(a=1, b=2)", []),
    ("def f(a, *rest, b, **more):\n    return a\n\n\ndef handler(event, context):\n    return f(1, 2, 3, b=4, c=5)", []),
    ("def f(a, *, b):\n    return a\n\n\ndef handler(event, context):\n    return f(1)", ["P107"]),
    ("def f(a, b):\n    return a\n\n\ndef handler(event, context):\n    return f(*event['all'])", []),
    ("class A:\n    def __init__(self, name):\n        self.name = name\n\n    def hello(self, to):\n"
     "        return self.name + to\n\n\ndef handler(event, context):\n    return A('a').hello('b')", []),
    ("class A:\n    def hello(self, to):\n        return to\n\n\ndef handler(event, context):\n"
     "    return A().hello()", ["P107"]),
    ("from contextlib import contextmanager\n\n\n@contextmanager\ndef f():\n    yield 1\n\n\n"
     "def handler(event, context):\n    with f() as x:\n        return x", []),
    ("from dataclasses import dataclass\n\n\n@dataclass\nclass A:\n    a: int\n    b: int = 0\n\n\n"
     "def handler(event, context):\n    return A(1, b=2).a", []),
    ("def wrapped(f):\n    def inner(event, context):\n        return f(event, context, 1)\n    return inner\n\n\n"
     "@wrapped\ndef handler(event, context, extra):\n    return extra", []),
    ("import sys\n\n\ndef main():\n    sys.exit(1)\n\n\ndef handler(event, context):\n    return 1\n\n\n"
     "if __name__ == '__main__':\n    main()", []),
]

IMPORTS = [
    ("import numpy\n\n\ndef handler(event, context):\n    return numpy.zeros(1)", ["P110"]),
    ("try:\n    import orjson as json\nexcept ImportError:\n    import json\n\n\ndef handler(event, context):\n"
     "    return json", []),
    ("import botocore.config\nfrom dateutil import parser\nimport urllib3\n\n\ndef handler(event, context):\n"
     "    return parser, urllib3, botocore", []),
    ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from mypy_boto3_s3 import S3Client\n\n\n"
     "def handler(event, context):\n    return 1", []),
    ("import cgi\n\n\ndef handler(event, context):\n    return cgi", ["P110"]),
    ("import tomllib, zoneinfo\n\n\ndef handler(event, context):\n    return tomllib, zoneinfo", []),
    ("def handler(event, context):\n    import requests\n    return requests", ["P110"]),
    ("import other\n\n\ndef handler(event, context):\n    return other", ["P110"]),
    ("from . import other\nfrom .other import name\nfrom lambdas.a.other import name as n\n\n\n"
     "def handler(event, context):\n    return other.name(), name(), n()", []),
    ("from .other import nam\n\n\ndef handler(event, context):\n    return nam", ["P106"]),
    ("from lambdas.a import other\n\n\ndef handler(event, context):\n    return other.nam()", ["P106"]),
    ("infra:\n  layers: [pyyaml]\n---\nimport yaml\n\n\ndef handler(event, context):\n    return yaml", []),
    ("import yaml\n\n\ndef handler(event, context):\n    return yaml", ["P110"]),
]
BESIDE = {"lambdas/a/other.py": "def name():\n    return 1\n", "layers/pyyaml/requirements.txt": "PyYAML==6.0.3\n"}

CALLS = [
    ("boto3.client('dynamo')", ["P201"]),
    ("boto3.client('s3', region_name='eu-west-1').head_object(Bucket=os.environ['DEMO_BUCKET'], Key='k')", []),
    ("boto3.client('s3').put_objects(Bucket='b')", ["P201"]),
    ("boto3.resource('dynamodb').table('demo')", ["P201"]),
    ("boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key='k', Body=[1])", ["P204"]),
    ("boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key='k', Body=b'x', Metadata={'a': 1})",
     ["P204"]),
    ("boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key='k', Body=open('/tmp/x', 'rb'))", []),
    ("more = {'Body': 'x'}\nif event:\n    more['ContentType'] = 'text/html'\n"
     "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key='k', **more)", []),
    ("more = {'Body': 'x'}\nmore['ContentTyp'] = 'text/html'\n"
     "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key='k', **more)", ["P202"]),
    ("boto3.client('s3').upload_file('/tmp/x', os.environ['DEMO_BUCKET'], 'k')", []),
    ("boto3.resource('s3').Bucket(os.environ['DEMO_BUCKET']).upload_file('/tmp/x', 'k')", []),
    ("boto3.resource('s3').Object(os.environ['DEMO_BUCKET'], 'k').put(Body='x')", []),
    ("boto3.resource('s3').Object(os.environ['DEMO_BUCKET'], 'k').put(Bdy='x')", ["P202"]),
    ("for one in boto3.resource('s3').Bucket(os.environ['DEMO_BUCKET']).objects.filter(Prefix='a'):\n"
     "    print(one.key, one.size)", []),
    ("boto3.client('s3').get_paginator('list_objects_v2').paginate(Bucket=os.environ['DEMO_BUCKET'], Prefx='a')",
     ["P202"]),
    ("boto3.client('s3').get_paginator('list_object_v2')", ["P201"]),
    ("for page in boto3.client('s3').get_paginator('list_objects_v2').paginate(Bucket=os.environ['DEMO_BUCKET'], "
     "PaginationConfig={'MaxItems': 5}):\n    for one in page.get('Contents', []):\n        print(one['Key'])", []),
    ("boto3.client('s3').get_waiter('object_exists').wait(Bucket=os.environ['DEMO_BUCKET'], Key='k', "
     "WaiterConfig={'Delay': 1})", []),
    ("boto3.client('s3').generate_presigned_url('get_object', Params={'Bucket': os.environ['DEMO_BUCKET'], "
     "'Key': 'k'}, ExpiresIn=60)", []),
    (TOPIC + "if event:\n    boto3.client('sns').publish(TopicArn=os.environ['DEMO_A_TOPIC'], "
     "Message=json.dumps({}), Subject='x')", []),
    (TOPIC + "if event:\n    boto3.client('sns').publish(TopicArn=os.environ['DEMO_A_TOPIC'], Message={'a': 1})",
     ["P204"]),
    ("return boto3.client('events').put_events(Entries=[{'Source': 'a', 'DetailType': context.function_name, "
     "'Detail': {'c': 1}, 'EventBusName': os.environ['DEMO_BUS']}])", ["P204"]),
    ("return boto3.client('events').put_events(Entries={'Source': 'a'})", ["P204"]),
    ("if event:\n    boto3.client('lambda').invoke(FunctionName=os.environ['DEMO_A_FUNCTION'], "
     "Payload=json.dumps({}))", []),
    ("if event:\n    boto3.client('lambda').invoke(FunctionName=os.environ['DEMO_A_FUNCTION'], Payload={'a': 1})",
     ["P204"]),
    ("if event:\n    boto3.client('lambda').invoke(FunctionName=os.environ['DEMO_A_FUNCTION'], InvocationType='Event', "
     "Payload=b'')", []),
    ("if event:\n    return json.loads(boto3.client('lambda').invoke(FunctionName=os.environ['DEMO_A_FUNCTION'])"
     "['Payload'])", ["P407"]),
    ("def rows():\n    return boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE'])\n\n\n"
     "def handler(event, context):\n    rows().put_item(Itm={'pk': 'a', 'sk': 'b'})", ["P202", "P203"]),
    ("from functools import lru_cache\n\n\n@lru_cache(maxsize=None)\ndef client(name):\n    return boto3.client(name)"
     "\n\n\ndef handler(event, context):\n    client('sqs').send_message(QueueUrl=os.environ['DEMO_URL'])", ["P203"]),
    ("_s3 = None\n\n\ndef s3():\n    global _s3\n    if _s3 is None:\n        _s3 = boto3.client('s3')\n    return _s3"
     "\n\n\ndef handler(event, context):\n    s3().put_object(Bucket=os.environ['DEMO_BUCKET'], Keys='k')",
     ["P202", "P203"]),
    ("class Store:\n    def __init__(self):\n        self.s3 = boto3.Session().client('s3')\n\n    def put(self, key):\n"
     "        self.s3.put_object(Bucket=os.environ['DEMO_BUCKET'], Key=key, Body={'a': 1})\n\n\nSTORE = Store()\n\n\n"
     "def handler(event, context):\n    STORE.put('k')", ["P204"]),
    ("from functools import partial\nput = partial(boto3.client('s3').put_object, Bucket=os.environ['DEMO_BUCKET'])"
     "\n\n\ndef handler(event, context):\n    put(Key='k', Bodyy='x')", ["P202"]),
    ("def save(client, **more):\n    client.put_object(Bucket=os.environ['DEMO_BUCKET'], **more)\n\n\n"
     "def handler(event, context):\n    save(boto3.client('s3'), Key='k', Body='x')", []),
    ("def save(client, body):\n    client.put_object(Bucket=os.environ['DEMO_BUCKET'], Key='k', Body=body)\n\n\n"
     "def handler(event, context):\n    save(boto3.client('s3'), {'a': 1})", ["P204"]),
    ("from concurrent.futures import ThreadPoolExecutor\ns3 = boto3.client('s3')\n\n\ndef put(key):\n"
     "    s3.put_object(Bucket=os.environ['DEMO_BUCKET'], Ky=key)\n\n\ndef handler(event, context):\n"
     "    with ThreadPoolExecutor() as pool:\n        pool.map(put, event['keys'])", ["P202", "P203"]),
]

STATE = [
    ("table.query(IndexName='owner', KeyConditionExpression=Key('owner').eq('a'))", ["P301"]),
    (INDEXED + "table.query(IndexName='owner', KeyConditionExpression=Key('owner').eq('a'))", ["P301"]),
    (INDEXED + "table.query(IndexName='owner-index', KeyConditionExpression=Key('pk').eq('a'))", ["P305"]),
    (INDEXED + "table.query(IndexName='owner-index', KeyConditionExpression=Key('owner').eq('a'), "
     "FilterExpression=Attr('sk').eq('b'))", []),
    (INDEXED + "table.query(IndexName='owner-index', KeyConditionExpression='#o = :o', "
     "ExpressionAttributeNames={'#o': 'owner'}, ExpressionAttributeValues={':o': 'a'})", []),
    ("table.query(KeyConditionExpression='pk = :p AND begins_with(sk, :s)', "
     "ExpressionAttributeValues={':p': 'a', ':s': 'b'})", []),
    ("table.query(KeyConditionExpression='id = :p', ExpressionAttributeValues={':p': 'a'})", ["P305"]),
    ("table.query(KeyConditionExpression=Key('sk').eq('a'))", ["P305"]),
    ("table.query(KeyConditionExpression=Key('pk').begins_with('a'))", ["P305"]),
    ("condition = Key('pk').eq('a')\nif event.get('day'):\n    condition = condition & Key('sk').eq(event['day'])\n"
     "table.query(KeyConditionExpression=condition)", []),
    ("table.get_item(Key={'pk': 'a', 'id': 'b'})", ["P302"]),
    ("key = {'pk': 'a'}\nkey['sk'] = 'b'\ntable.get_item(Key=key)", []),
    ("key = {'pk': 'a'}\nif event:\n    key['sk'] = 'b'\ntable.get_item(Key=key)", []),
    ("table.get_item(Key=dict(pk='a', sk='b'))", []),
    ("item = {'pk': 'a', **event}\ntable.put_item(Item=item)", []),
    ("item = dict(event)\nitem.update(pk='a')\ntable.put_item(Item=item)", []),
    ("item = {'id': 'a'}\ntable.put_item(Item=item)", ["P303"]),
    ("def keys(a):\n    return {'pk': a, 'sk': a}\n\n\ndef handler(event, context):\n"
     "    table.put_item(Item={**keys('a'), 'x': 1})", []),
    ("with table.batch_writer() as batch:\n    for one in event['all']:\n"
     "        batch.put_item(Item={'pk': one, 'sort': 'b'})", ["P303"]),
    ("with table.batch_writer() as batch:\n    batch.delete_item(Key={'pk': 'a', 'sk': 'b'})", []),
    ("table.put_item(Item={'pk': 'a', 'sk': 'b', 'price': 1.5})", ["P320"]),
    ("table.put_item(Item={'pk': 'a', 'sk': 'b', 'x': {'y': [round(float(event['p']), 2)]}})", ["P320"]),
    ("table.put_item(Item={'pk': 'a', 'sk': 'b', 'price': Decimal('1.5'), 'n': round(event['p'], 2)})", []),
    ("table.put_item(Item={'pk': 'a', 'sk': 'b', 'mean': sum(event['all']) / len(event['all'])})", []),
    ("table.put_item(Item={'pk': 'a', 'sk': 'b', 'half': len(event['all']) / 2})", ["P320"]),
    ("table.put_item(Item={'pk': 'a', 'sk': 'b', 'ttl': int(time.time()) + 3600})", []),
    ("table.put_item(Item={'pk': 'a', 'sk': 'b', 'ttl': time.time() + 3600})", ["P320"]),
    ("table.put_item(Item={'pk': 'a', 'sk': 'b', 'tags': set()})", ["P321"]),
    ("table.put_item(Item={'pk': 'a', 'sk': 'b', 'tags': set(event['tags'])})", []),
    ("import uuid\n\n\ndef handler(event, context):\n"
     "    table.put_item(Item={'pk': 'a', 'sk': uuid.uuid4()})", ["P321"]),
    ("import uuid\n\n\ndef handler(event, context):\n"
     "    table.put_item(Item={'pk': 'a', 'sk': str(uuid.uuid4()), 'b': uuid.uuid4().hex})", []),
    (POST + "body = json.loads(event['body'])\ntable.put_item(Item={'pk': 'a', 'sk': 'b', 'price': body['price']})\n"
     + FINE, ["P320"]),
    (POST + "body = json.loads(event['body'], parse_float=Decimal)\n"
     "table.put_item(Item={'pk': 'a', 'sk': 'b', **body})\n" + FINE, []),
    (POST + "body = json.loads(event['body'])\n"
     "table.put_item(Item={'pk': body['name'], 'sk': 'b', 'price': Decimal(str(body['price']))})\n" + FINE, []),
    ("table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='ADD hits :one', "
     "ExpressionAttributeValues={':one': 1})", []),
    ("table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='SET #n = :n, seen = if_not_exists(seen, :t) "
     "REMOVE price', ExpressionAttributeNames={'#n': 'name'}, ExpressionAttributeValues={':n': 1, ':t': 2})", []),
    ("table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='SET name = :n', "
     "ExpressionAttributeValues={':n': 1})", ["P310"]),
    ("parts, given = [], {}\nfor key, value in event.items():\n    parts.append(f'{key} = :{key}')\n"
     "    given[f':{key}'] = value\ntable.update_item(Key={'pk': 'a', 'sk': 'b'}, "
     "UpdateExpression='SET ' + ', '.join(parts), ExpressionAttributeValues=given)", []),
    ("expression = 'SET price = :p'\ngiven = {':p': 1}\nif event:\n    expression += ', seen = :s'\n"
     "    given[':s'] = 2\ntable.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression=expression, "
     "ExpressionAttributeValues=given)", []),
    ("table.scan(FilterExpression='price > :p', ProjectionExpression='pk, price')", ["P311"]),
    ("table.scan(FilterExpression=Attr('status').eq('x'), ProjectionExpression='pk, #s', "
     "ExpressionAttributeNames={'#s': 'status'})", []),
    ("table.scan(ProjectionExpression='pk, status')", ["P310"]),
    ("table.put_item(Item={'pk': 'a', 'sk': 'b'}, ConditionExpression='attribute_not_exists(pk)')", []),
    ("table.put_item(Item={'pk': 'a', 'sk': 'b'}, ConditionExpression=Attr('pk').not_exists())", []),
    ("boto3.client('dynamodb').get_item(TableName=os.environ['DEMO_TABLE'], Key={'pk': {'S': 'a'}, 'sk': {'S': 'b'}})",
     []),
    ("boto3.client('dynamodb').get_item(TableName=os.environ['DEMO_TABLE'], Key={'pk': 'a', 'sk': 'b'})", ["P204"]),
    ("return table.get_item(Key={'pk': 'a', 'sk': 'b'})['item']", ["P206"]),
    ("return table.get_item(Key={'pk': 'a', 'sk': 'b'}).get('Item', {}).get('name')", []),
    ("found = table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']\nreturn json.dumps(found)", []),
    ("start, rows = {}, []\nwhile True:\n    page = table.query(KeyConditionExpression=Key('pk').eq('a'), **start)\n"
     "    rows += page['Items']\n    if 'LastEvaluatedKey' not in page:\n        return rows\n"
     "    start = {'ExclusiveStartKey': page['LastEvaluatedKey']}", []),
]

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
    ("boto3.client('s3').list_buckets()", ["P701"]),
    ("boto3.client('ses').send_email(Source='a@b.c', Destination={}, Message={'Subject': {'Data': ''}, 'Body': {}})",
     ["P701"]),
    ("infra:\n  permissions: ['ses:*']\n---\n"
     "boto3.client('ses').send_email(Source='a@b.c', Destination={}, Message={'Subject': {'Data': ''}, 'Body': {}})",
     []),
    ("boto3.client('sts').get_caller_identity()", []),
]
OPEN = POST.replace("required: [name, price]", "required: [name]")
WAIT = "infra:\n  timeout: 10\n---\nimport urllib.request\n\n\ndef handler(event, context):\n    "
NUMBERS = INDEXED.replace("type: S", "type: N")
S3 = "infra:\n  permissions:\n  - {action: 's3:GetObject', resource: 'arn:aws:s3:::%s'}\n---\n" \
    "boto3.client('s3').get_object(Bucket='maps', Key=f'tiles/{event}.png')"
MAIL = "infra:\n  permissions:\n  - {action: 'ses:SendEmail', resource: 'arn:aws:ses:%s:identity/%s'}\n---\n" \
    "boto3.client('ses').send_email(Source='Ann <ann@news.org>', Destination={}, Message={'Subject': {'Data': ''}, " \
    "'Body': {}})"
ASKED = [
    (OPEN + "body = json.loads(event['body'])\n" + OK % "str(body['price'])", ["P408"]),
    (OPEN + "body = json.loads(event['body'])\nif 'price' not in body:\n    return {'statusCode': 400}\n"
     + OK % "str(body['price'])", []),
    (OPEN + "body = json.loads(event['body'])\nif body.get('price'):\n    print(body['price'])\n" + FINE, []),
    (OPEN + "body = json.loads(event['body'])\ntry:\n    price = body['price']\nexcept KeyError:\n"
     "    return {'statusCode': 400}\n" + OK % "str(price)", []),
    (OPEN + "body = json.loads(event['body'])\ntry:\n    table.put_item(Item={'pk': 'a', 'sk': body['tags'][0]})\n"
     "except table.meta.client.exceptions.ConditionalCheckFailedException:\n    pass\n" + FINE, ["P408"]),
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
    (S3 % "maps", ["P701"]), (S3 % "maps/tiles/*", []), (S3 % "maps/*", []), (S3 % "maps/fonts/*", ["P701"]),
    (MAIL % ("eu-west-1:111122223333", "news.org"), []), (MAIL % ("eu-west-1:111122223333", "ann@news.org"), []),
    (MAIL % ("eu-west-1:111122223333", "other.org"), ["P701"]), (MAIL % ("us-east-1:*", "news.org"), ["P701"]),
    ("boto3.client('s3').generate_presigned_url('get_object', Params={'Bucket': os.environ['DEMO_BUCKET'], "
     "'Key': 'k'}, ExpiresIn=700000)", ["P208"]),
]
ROWS = [*PYTHON, *IMPORTS, *CALLS, *STATE, *EVENTS, *ANSWERS, *SETTINGS, *ASKED]


@pytest.mark.parametrize("code, expected", ROWS, ids=range(len(ROWS)))
def test_bugs_are_found_and_right_code_passes(code, expected, folder, monkeypatch):
    texts = {**BESIDE, "app.yaml": "name: demo\nenv: {DEMO_URL: 'https://q'}\n", INDEX: example.index(code)}
    findings = problems(folder, monkeypatch, texts, without_flows(CHECKS))
    assert ids_of(findings) == expected, (texts[INDEX], list(map(str, findings)))
