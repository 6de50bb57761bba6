"""Ways to call AWS, and its tables: those that are right pass, and those that are wrong are found."""

from tests.fixtures.blocks import FINE, INDEXED, POST, TOPIC
from tests.fixtures.checks import finds

URL = {"env": "{DEMO_URL: 'https://q'}"}

CALLS = [
    ("boto3.client('dynamo')", ["P201"]),
    ("boto3.client('s3', region_name='eu-west-1').head_object(Bucket=os.environ['DEMO_BUCKET'], Key='k')", []),
    ("boto3.client('s3').put_objects(Bucket='b')", ["P201"]),
    ("boto3.client('bedrock-runtime').converse(modelId='m', messages=[{'role': 'user', 'content': [{'text': 'a'}, {'toolResult': {"
     "'toolUseId': 'u', 'content': [{'json': {'rows': [1]}}]}}]}], additionalModelRequestFields={'top_k': 5}, toolConfig={'tools': ["
     "{'toolSpec': {'name': 'n', 'inputSchema': {'json': {'type': 'object'}}}}]})['output']['message']['content'][0]['toolUse']"
     "['input']['sku']", []),
    ("boto3.client('bedrock-runtime').converse(modelId='m', toolConfig={'tools': [{'toolSpec': {'name': 'n', 'inputSchema': {"
     "'text': '{}'}}}]})", ["P202"]),
    ("boto3.client('rds').generate_db_auth_token(DBHostname='h', Port=3306, DBUsername='app')", []),
    ("boto3.client('dsql').generate_db_connect_auth_token('abc.dsql.eu-west-1.on.aws')", []),
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
     "\n\n\ndef handler(event, context):\n    client('sqs').send_message(QueueUrl=os.environ['DEMO_URL'])",
     ["P203"]),
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
     "    with ThreadPoolExecutor() as pool:\n        list(pool.map(put, event['keys']))", ["P202", "P203"]),
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
    *[(f"query = {{'Limit': 5}}\nif event['pk']:\n    {more}\n    page = table.query(**query)\nelse:\n"
       "    page = table.scan(**query)\nreturn page['Items']", ids) for more, ids in [
           ("query |= {'KeyConditionExpression': Key('pk').eq(event['pk'])}", []),
           ("query.update(KeyConditionExpression=Key('pk').eq(event['pk']))", []),
           ("query['KeyConditionExpression'] = Key('pk').eq(event['pk'])", []),
           ("query['KeyCondition'] = Key('pk').eq(event['pk'])", ["P202"])]],
    ("query = {'Limit': 5}\nif event['pk']:\n    query['KeyCondition'] = Key('pk').eq(event['pk'])\n"
     "page = table.scan(**query)\nreturn page['Items']", ["P202"]),
]

test_bugs_are_found_and_right_code_passes = finds([*CALLS, *STATE], app=lambda code: ({"a": code}, URL if "DEMO_URL" in code else {}))
