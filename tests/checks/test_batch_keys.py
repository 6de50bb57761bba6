"""The ids of a batch's entries, the keys of a batch that is read, metrics, and resources of permissions."""
import pytest

from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]

QUEUE = "infra:\n  queue: {}\n---\n"
SEND = QUEUE + "rows = [json.loads(record['body']) for record in event['Records']]\n" \
    "entries = [{'Id': %s, 'MessageBody': json.dumps(row)} for number, row in enumerate(rows[:10])]\n" \
    "response = boto3.client('sqs').send_message_batch(QueueUrl=os.environ['DEMO_A_QUEUE'], Entries=entries)\n" \
    "if response.get('Failed'):\n    raise RuntimeError(response['Failed'])"
IDS = [
    (SEND % "str(number)", []), (SEND % "f'row-{number}'", []), (SEND % "row['id']", []),
    (SEND % "row['orderId']", []), (SEND % "row['order_id']", []), (SEND % "row['email']", ["P215"]),
    (SEND % "row['sku']", ["P215"]), (SEND % "row['name']", ["P215"]), (SEND % "f'row#{number}'", ["P215"]),
    (SEND % "f'{number} of all'", ["P215"]),
    (SEND % "datetime.datetime.now().isoformat()", ["P215"]),
]
BATCH = "def handler(event, context):\n    found = event['orders'][:100]\n    keys = %s\n" \
    "    client = boto3.client('dynamodb')\n" \
    "    return client.batch_get_item(RequestItems={os.environ['DEMO_TABLE']: {'Keys': keys}})['Responses']"
KEYS = [
    (BATCH % "[{'pk': 'room', 'sk': order['room']} for order in found]", ["P334"]),
    (BATCH % "[{'pk': {'S': 'room'}, 'sk': {'S': order['room']}} for order in found]", ["P334"]),
    (BATCH % "[{'pk': order['room'], 'sk': 'room'} for order in found]", ["P334"]),
    (BATCH % "[{'pk': 'room', 'sk': name} for name in {order['room'] for order in found}]", []),
    (BATCH % "[{'pk': 'order', 'sk': order['id']} for order in found]", []),
    (BATCH % "[{'pk': order['pk'], 'sk': order['sk']} for order in found]", []),
    (BATCH % "[{'pk': 'order', 'sk': id_} for id_ in found]", []),
    (BATCH.replace("    keys", "    found = {order['room']: order for order in found}.values()\n    keys")
     % "[{'pk': 'room', 'sk': order['room']} for order in found]", []),
]
METRIC = "infra:\n  permissions:\n  - action: cloudwatch:PutMetricData\n    resource: %s\n---\n" \
    "boto3.client('cloudwatch').put_metric_data(Namespace=%s, MetricData=[{'MetricName': 'Orders', 'Value': 1, %s}])"
UNIT = "'Unit': 'Count'"
ON = "infra:\n  permissions:\n  - action: %s\n    resource: %s\n---\nreturn 1"
METRICS = [
    (METRIC % ("'*'", "'Demo'", UNIT), []), (METRIC % ("'*'", "'AWS/Demo'", UNIT), ["P214"]),
    (METRIC % ("'*'", "'AWS'", UNIT), []), (METRIC % ("'*'", "f\"AWS/{event['app']}\"", UNIT), ["P214"]),
    (METRIC % ("'*'", "'Demo'", "'Unit': 'Celsius'"), ["P207"]), (METRIC % ("'*'", "'Demo'", "'Unit': 'Euro'"), ["P207"]),
    (METRIC % ("'*'", "'Demo'", "'Unit': event['unit']"), []),
    (METRIC % ("'arn:aws:cloudwatch:eu-west-1:111122223333:metric/Demo'", "'Demo'", UNIT), ["P704"]),
    (METRIC % ("'arn:aws:cloudwatch:${AWS::Region}:${AWS::AccountId}:metric/Demo'", "'Demo'", UNIT), ["P704"]),
    (METRIC % ("'arn:aws:cloudwatch:*:*:*'", "'Demo'", UNIT), []),
    (ON % ("dynamodb:ListTables", "'arn:aws:dynamodb:eu-west-1:111122223333:table/demo'"), ["P704"]),
    (ON % ("sqs:ListQueues", "'arn:aws:sqs:eu-west-1:111122223333:demo'"), ["P704"]),
    (ON % ("s3:GetObject", "'arn:aws:s3:::files/*'"), []), (ON % ("s3:GetObject", "'arn:aws:s3:::${Files}/*'"), []),
    (ON % ("ssm:GetParameter", "'arn:aws:ssm:eu-west-1:111122223333:parameter/demo'"), []),
    (ON % ("ses:SendEmail", "'arn:aws:ses:${AWS::Region}:${AWS::AccountId}:identity/*'"), []),
    (ON % ("secretsmanager:GetSecretValue", "'arn:aws:secretsmanager:*:*:secret:demo/*'"), []),
    (ON % ("lambda:InvokeFunction", "'arn:aws:lambda:eu-west-1:111122223333:function:other'"), []),
    (ON % ("'dynamodb:*'", "'arn:aws:dynamodb:eu-west-1:111122223333:table/demo'"), []),
]


@cases("code, expected", IDS + KEYS + METRICS)
def test_an_id_a_key_and_a_resource_are_such(code, expected, finding_ids):
    assert finding_ids(code) == expected


RIGHT = [
    "client = boto3.client('dynamodb')\nwaiting = {os.environ['DEMO_TABLE']: {'Keys': [{'pk': {'S': 'a'}, 'sk': "
    "{'S': 'b'}}]}}\nwhile waiting:\n    waiting = client.batch_get_item(RequestItems=waiting)['UnprocessedKeys']",
    "table = boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE'])\nclient = table.meta.client\n"
    "waiting = {table.name: {'Keys': [{'pk': 'a', 'sk': 'b'}]}}\n"
    "while waiting:\n    waiting = client.batch_get_item(RequestItems=waiting)['UnprocessedKeys']",
    "entry = dict(Source='demo', DetailType='Paid', Detail='{}')\nentry |= {'EventBusName': os.environ['DEMO_BUS']}\n"
    "response = boto3.client('events').put_events(Entries=[entry])\nif response['FailedEntryCount']:\n"
    "    raise RuntimeError(response['Entries'])",
    "infra:\n  endpoint: {method: GET, path: /a, api: public}\n---\n"
    "body = boto3.client('s3').get_object(Bucket=os.environ['DEMO_BUCKET'], Key='a')['Body'].read()\n"
    "return {'statusCode': 200, 'body': body}",
]


@pytest.mark.parametrize("code", RIGHT, ids=range(len(RIGHT)))
def test_what_is_right_passes(code, finding_ids):
    assert finding_ids(code) == []
