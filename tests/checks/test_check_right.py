"""Handlers as people write them, all of them right: no check has anything to say."""
import pytest

from checks import CHECKS, example
from tests.fixtures.checks import folder, problems, without_flows  # noqa: F401  (a fixture)

RIGHT = [
    '''infra:
  endpoint: {method: POST, path: '/things', api: public}
---
from enum import Enum


class Kind(str, Enum):
    A = 'a'
    B = 'b'


def handler(event, context):
    table.put_item(Item={'pk': Kind.A.value, 'sk': Kind.B, 'k': Kind('a').value})
    return {'statusCode': 200, 'body': json.dumps({'k': Kind.A})}''',
    '''infra:
  endpoint: {method: POST, path: '/things', api: public}
---
import asyncio


async def work(body):
    return {'statusCode': 200, 'body': json.dumps(body)}


def handler(event, context):
    return asyncio.run(work(json.loads(event['body'] or '{}')))''',
    '''infra:
  endpoint: {method: POST, path: '/things', api: public}
---
import asyncio


async def work(n):
    return n


async def all_of():
    return await asyncio.gather(*(work(n) for n in range(3)))


def handler(event, context):
    found = asyncio.get_event_loop().run_until_complete(all_of())
    return {'statusCode': 200, 'body': json.dumps(found)}''',
    '''infra:
  endpoint: {method: POST, path: '/things', api: public}
---
try:
    body = json.loads(event['body'])
except (TypeError, ValueError):
    return {'statusCode': 400, 'body': 'bad'}
return {'statusCode': 200, 'body': json.dumps(body)}''',
    '''infra:
  endpoint: {method: GET, path: '/things/{id}', api: public, parameters: [day]}
---
for attempt in range(3):
    try:
        return {'statusCode': 200, 'body': str(attempt)}
    except ValueError:
        time.sleep(1)
return {'statusCode': 503, 'body': ''}''',
    '''infra:
  endpoint: {method: GET, path: '/things/{id}', api: public, parameters: [day]}
---
def ok(**body):
    return dict(statusCode=200, body=json.dumps(body), headers={'A': 'b'})


def handler(event, context):
    return ok(id=event['pathParameters']['id'])''',
    '''infra:
  endpoint: {method: GET, path: '/things/{id}', api: public, parameters: [day]}
---
class Response(dict):
    pass


def handler(event, context):
    return Response(statusCode=200, body='')''',
    '''infra:
  endpoint: {method: GET, path: '/things/{id}', api: public, parameters: [day]}
---
from dataclasses import asdict, dataclass


@dataclass
class Response:
    statusCode: int
    body: str = ''


def handler(event, context):
    return asdict(Response(200))''',
    '''infra:
  queue: {batch: 10}
---
for record in event['Records']:
    message = json.loads(record['body'])
    if message.get('Type') == 'Notification':
        message = json.loads(message['Message'])
    print(message)''',
    '''infra:
  queue: {batch: 10}
---
import logging
log = logging.getLogger()


def one(record):
    try:
        print(json.loads(record['body'])['id'])
        return None
    except Exception:
        log.exception('x')
        return {'itemIdentifier': record['messageId']}


def handler(event, context):
    return {'batchItemFailures': [f for f in map(one, event['Records']) if f]}''',
    '''infra:
  queue: {batch: 10}
---
def handler(event, context):
    for record in event['Records']:
        try:
            print(record['body'])
        except Exception as error:
            table.put_item(Item={'pk': 'failed', 'sk': record['messageId'], 'why': str(error)})''',
    '''infra:
  queue: {batch: 10}
---
errors = []
for record in event['Records']:
    try:
        print(record['body'])
    except Exception as error:
        errors.append(error)
if errors:
    raise RuntimeError(errors)''',
    '''infra:
  events:
  - {name: told, topic: Told}
---
detail = event['detail']
table.update_item(Key={'pk': detail['pk'], 'sk': detail['sk']}, UpdateExpression='SET seen = :s', ExpressionAttributeValues={':s': detail['n']})''',
    '''infra:
  events:
  - {name: told, topic: Told}
---
return {'version': event['version'], 'kind': event['detail-type'], 'x': event['detail'].get('x', {}).get('y')}''',
    '''infra:
  timer: {rate: 5 minutes}
---
now = datetime.datetime.now(datetime.timezone.utc)
table.put_item(Item={'pk': 'run', 'sk': now.strftime('%Y'), 'day': str(now.date()), 'year': now.year, 'age': int((now - now).total_seconds())})''',
    '''infra:
  timer: {rate: 5 minutes}
---
cutoff = int(time.time()) - 86400
pages = boto3.client('dynamodb').get_paginator('scan').paginate(TableName=os.environ['DEMO_TABLE'], FilterExpression='#t < :c', ExpressionAttributeNames={'#t': 'ttl'}, ExpressionAttributeValues={':c': {'N': str(cutoff)}})
for page in pages:
    for item in page['Items']:
        print(item['pk']['S'])''',
    '''infra:
  timer: {rate: 5 minutes}
---
pages = table.meta.client.get_paginator('query').paginate(TableName=table.name, KeyConditionExpression=Key('pk').eq('a'))
for page in pages:
    for item in page['Items']:
        print(item['pk'])''',
    '''infra:
  timer: {rate: 5 minutes}
---
table.meta.client.transact_write_items(TransactItems=[{'Put': {'TableName': table.name, 'Item': {'pk': 'a', 'sk': 'b'}, 'ConditionExpression': 'attribute_not_exists(pk)'}}])''',
    '''infra:
  timer: {rate: 5 minutes}
---
boto3.resource('dynamodb').batch_get_item(RequestItems={os.environ['DEMO_TABLE']: {'Keys': [{'pk': 'a', 'sk': 'b'}]}})['Responses'][os.environ['DEMO_TABLE']]''',
    '''infra:
  timer: {rate: 5 minutes}
---
from boto3.dynamodb.types import TypeSerializer


def handler(event, context):
    s = TypeSerializer()
    boto3.client('dynamodb').put_item(TableName=os.environ['DEMO_TABLE'], Item={k: s.serialize(v) for k, v in {'pk': 'a', 'sk': 'b'}.items()})''',
    '''infra:
  timer: {rate: 5 minutes}
---
item = json.loads(json.dumps({'pk': 'a', 'sk': 'b', 'x': 1.5}), parse_float=Decimal)
table.put_item(Item=item)''',
    '''infra:
  timer: {rate: 5 minutes}
---
def clean(value):
    if isinstance(value, float):
        return Decimal(str(value))
    return value


def handler(event, context):
    table.put_item(Item={'pk': 'a', 'sk': 'b', 'x': clean(1.5)})''',
    '''infra:
  timer: {rate: 5 minutes}
---
def clean(item):
    return {k: Decimal(str(v)) if isinstance(v, float) else v for k, v in item.items()}


def handler(event, context):
    table.put_item(Item=clean({'pk': 'a', 'sk': 'b', 'x': 1.5}))''',
    '''infra:
  timer: {rate: 5 minutes}
---
s3 = boto3.client('s3')
for line in s3.get_object(Bucket=os.environ['DEMO_BUCKET'], Key='k')['Body'].iter_lines():
    print(json.loads(line))''',
    '''infra:
  timer: {rate: 5 minutes}
---
s3 = boto3.client('s3')
print(json.load(s3.get_object(Bucket=os.environ['DEMO_BUCKET'], Key='k')['Body']))''',
    '''infra:
  timer: {rate: 5 minutes}
---
import io, csv, gzip
s3 = boto3.client('s3')


def handler(event, context):
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode='wb') as out:
        out.write(b'x')
    s3.put_object(Bucket=os.environ['DEMO_BUCKET'], Key='k', Body=buffer.getvalue())
    s3.upload_fileobj(buffer, os.environ['DEMO_BUCKET'], 'k', ExtraArgs={'ContentType': 'x'})''',
    '''infra:
  timer: {rate: 5 minutes}
---
s3 = boto3.client('s3')
try:
    s3.head_object(Bucket=os.environ['DEMO_BUCKET'], Key='k')
except s3.exceptions.ClientError as error:
    if error.response['Error']['Code'] == '404':
        return False
    raise''',
    '''infra:
  timer: {rate: 5 minutes}
---
attributes = {'pk': 'a', 'sk': 'b'}
names = {'#s': 'status'}
values = {':s': 'x'}
expression = 'SET #s = :s'
for key in ('a', 'b'):
    names[f'#{key}'] = key
    values[f':{key}'] = 1
    expression += f', #{key} = :{key}'
table.update_item(Key=attributes, UpdateExpression=expression, ExpressionAttributeNames=names, ExpressionAttributeValues=values)''',
    '''infra:
  timer: {rate: 5 minutes}
---
kwargs = dict(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='SET x = :x', ExpressionAttributeValues={':x': 1})
if event.get('strict'):
    kwargs['ConditionExpression'] = 'attribute_exists(pk) AND holder = :o'
    kwargs['ExpressionAttributeValues'][':o'] = 'me'
table.update_item(**kwargs)''',
    '''infra:
  timer: {rate: 5 minutes}
---
values = {':x': 1}
condition = 'x < :x'
if event:
    values[':y'] = 2
    condition = 'x < :y AND x > :x'
table.put_item(Item={'pk': 'a', 'sk': 'b'}, ConditionExpression=condition, ExpressionAttributeValues=values)''',
    '''infra:
  timer: {rate: 5 minutes}
---
sqs = boto3.client('sqs')
entries = [{'Id': str(n), 'MessageBody': json.dumps({'n': n})} for n in range(20)]
for at in range(0, len(entries), 10):
    answer = sqs.send_message_batch(QueueUrl=os.environ['DEMO_URL'], Entries=entries[at:at + 10])
    if answer.get('Failed'):
        raise RuntimeError(answer['Failed'])''',
    '''infra:
  permissions: ['ssm:GetParameter*', 'secretsmanager:GetSecretValue']
  timer: {rate: 5 minutes}
---
ssm = boto3.client('ssm')
print(ssm.get_parameter(Name='/a/b', WithDecryption=True)['Parameter']['Value'])
print(json.loads(boto3.client('secretsmanager').get_secret_value(SecretId='x')['SecretString']))''',
    '''infra:
  timer: {rate: 5 minutes}
---
from types import SimpleNamespace


def handler(event, context):
    state = SimpleNamespace(s3=boto3.client('s3'))
    state.s3.put_object(Bucket=os.environ['DEMO_BUCKET'], Key='k', Body='x')''',
    '''infra:
  timer: {rate: 5 minutes}
---
import typing


class Item(typing.TypedDict):
    pk: str
    sk: str


def handler(event, context):
    item: Item = Item(pk='a', sk='b')
    table.put_item(Item=item)''',
    '''infra:
  timer: {rate: 5 minutes}
---
from collections import Counter, defaultdict


def handler(event, context):
    counts = Counter(one['pk'] for one in table.scan()['Items'])
    found = defaultdict(list)
    for key, n in counts.most_common(3):
        found[n].append(key)
    return {'found': dict(found), 'n': sum(counts.values())}''',
    '''infra:
  timer: {rate: 5 minutes}
---
rows = table.scan()['Items']
price = float(rows[0]['price']) * 1.2 if rows else 0.0
return {'price': price, 'sum': sum(float(r['price']) for r in rows) * 0.5}''',
    '''infra:
  timer: {rate: 5 minutes}
---
rows = table.scan()['Items']
if isinstance(rows[0]['n'], Decimal):
    return int(rows[0]['n'])
return rows[0]['n'] + 1''',
    '''infra:
  endpoint: {method: GET, path: '/things/{id}', api: public, parameters: [day]}
---
id_ = event['pathParameters']['id']
size = event['queryStringParameters'].get('size')
headers = {k.lower(): v for k, v in (event['headers'] or {}).items()}
return {'statusCode': 200, 'headers': {**headers}, 'body': json.dumps({'id': id_, 'size': size}), 'isBase64Encoded': False}''',
    '''infra:
  endpoint: {method: GET, path: '/things/{id}', api: public, parameters: [day]}
---
found = table.get_item(Key={'pk': event['pathParameters']['id'], 'sk': 'x'})
if 'Item' not in found:
    return {'statusCode': 404, 'body': ''}
return {'statusCode': 200, 'body': json.dumps(found['Item'], default=str)}''',
    '''import logging


def handler(event, context):
    if 'Records' in event:
        return [r['body'] for r in event['Records']]
    return event.get('x')''',
]


@pytest.mark.parametrize("text", RIGHT, ids=range(len(RIGHT)))
def test_what_is_right_is_left_alone(text, folder, monkeypatch):
    texts = {"app.yaml": "name: demo\nenv: {DEMO_URL: 'https://q'}\n", "lambdas/a/index.py": example.index(text)}
    assert list(map(str, problems(folder, monkeypatch, texts, without_flows(CHECKS)))) == []
