"""Handlers that use tables, as people write them, all of them right: no check finds anything."""
from tests.fixtures.checks import finds

RIGHT = [
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
  events:
  - {name: told, topic: Told}
---
detail = event['detail']
table.update_item(Key={'pk': detail['pk'], 'sk': detail['sk']}, UpdateExpression='SET seen = :s', ExpressionAttributeValues={':s': detail['n']})''',
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
]

test_what_is_right_passes = finds([(text, []) for text in RIGHT])
