"""Handlers of endpoints as people write them, all of them right: no check finds anything."""

from tests.fixtures.checks import finds

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
]

test_what_is_right_passes = finds([(text, []) for text in RIGHT])
