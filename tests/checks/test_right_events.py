"""Handlers of events, queues and timers, as people write them, all of them right: no check finds anything."""
from tests.fixtures.checks import finds

URL = {"env": "{DEMO_URL: 'https://q'}"}

RIGHT = [
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
return {'version': event['version'], 'kind': event['detail-type'], 'x': event['detail'].get('x', {}).get('y')}''',
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
  permissions: ['sqs:SendMessage']
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
print(len(ssm.get_parameter(Name='/a/b', WithDecryption=True)['Parameter']['Value']))
print(len(json.loads(boto3.client('secretsmanager').get_secret_value(SecretId='x')['SecretString'])))''',
    '''infra:
  timer: {rate: 5 minutes}
---
from types import SimpleNamespace


def handler(event, context):
    state = SimpleNamespace(s3=boto3.client('s3'))
    state.s3.put_object(Bucket=os.environ['DEMO_BUCKET'], Key='k', Body='x')''',
    '''import logging


def handler(event, context):
    if 'Records' in event:
        return [r['body'] for r in event['Records']]
    return event.get('x')''',
]

test_what_is_right_passes = finds(
    [(text, []) for text in RIGHT], app=lambda text: (text, URL if "DEMO_URL" in text else {}))
