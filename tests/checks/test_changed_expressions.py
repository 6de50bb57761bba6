"""Mistakes of one expression, a part that is left out or that stands in another one's place, which no check had."""
from tests.fixtures.checks import finds

TRY = "from botocore.exceptions import ClientError\n\n\ndef handler(event, context):\n    try:\n" \
    "        table.put_item(Item={'pk': 'a', 'sk': 'b'}, ConditionExpression='attribute_not_exists(pk)')\n" \
    "    except %s as error:\n        %s"
OF_TABLE = "table.meta.client.exceptions.ConditionalCheckFailedException"

test_an_exception_is_neither_a_text_nor_a_mapping = finds([
    (TRY % ("ClientError", "return error['Error']['Code']"), ["P113"]),
    (TRY % (OF_TABLE, "return error['Error']['Code']"), ["P113"]),
    (TRY % ("Exception", "return error['Error']['Code']"), ["P113"]),
    (TRY % ("ClientError", "return 'Conditional' in error"), ["P113"]),
    (TRY % ("ClientError", "return error == 'ConditionalCheckFailedException'"), ["P113"]),
    (TRY % ("ClientError", "return error.response.Error['Code']"), ["P113"]),
    (TRY % ("ClientError", "return error.response['Error']['Code'] == 'a' or 'a' in str(error)"), []),
    (TRY % ("ClientError", "return error.response.get('Item')"), []),
    (TRY % ("Exception", "error = {'Error': str(error)}\n        return error['Error']"), []),
    (TRY % ("ClientError", "return context in (error, None) or error == context"), []),
    ("import lib\n" + TRY % ("lib.exceptions.Refused", "return error['Error']"), []),
    ("import lib\n" + TRY % ("lib.Refused", "return error['Error']"), [])], only=["P113"])

test_what_describes_an_object_of_boto3_has_these_attributes = finds([
    ("return table.meta.region", ["P201"]), ("return table.meta.exceptions", ["P201"]),
    ("return table.meta.client.meta.region", ["P201"]), ("return boto3.client('s3').meta.client", ["P201"]),
    ("return table.meta.client.meta.region_name", []), ("return table.meta.service_name", []),
    ("return boto3.client('s3').meta.endpoint_url", [])], only=["P201"])

LOOP = "counts = %s\nfor record in event['Records']:\n    counts[%s] = 1\nreturn [%s for %s in counts%s]"

test_a_loop_over_a_dict_has_its_keys = finds([
    (LOOP % ("{}", "record['a']", "a", "a, n", ""), ["P198"]), (LOOP % ("{}", "str(record)", "a", "a, n", ""), ["P198"]),
    (LOOP % ("{}", "record['a'], record['b']", "a", "(a, b), n", ""), ["P198"]),
    (LOOP % ("{}", "record['a'], record['b']", "a", "a, b", ""), []), (LOOP % ("{}", "record['a']", "a", "a", ""), []),
    (LOOP % ("{}", "record['a']", "a", "a, n", ".items()"), []), (LOOP % ("{}", "record", "a", "a, n", ""), []),
    (LOOP % ("{'a1': 2}", "'b2'", "a", "a, n", ""), []), (LOOP % ("event", "record['a']", "a", "a, n", ""), [])],
    only=["P198"])

PAGES = "def pages(**query):\n    while True:\n        page = table.query(**query)\n        yield from page['Items']\n" \
    "        if 'LastEvaluatedKey' not in page:\n            break\n        query = %s\n\n\n" \
    "def handler(event, context):\n    return len([*pages(KeyConditionExpression=Key('pk').eq('a'))])"

test_a_copy_of_the_request_has_the_same_page = finds([
    (PAGES % "{**query}", ["P331"]), (PAGES % "dict(query)", ["P331"]), (PAGES % "query.copy()", ["P331"]),
    (PAGES % "{**query, 'Limit': 5}", ["P331"]),
    (PAGES % "{**query, 'ExclusiveStartKey': page['LastEvaluatedKey']}", []),
    (PAGES % "dict(query, ExclusiveStartKey=page['LastEvaluatedKey'])", [])], only=["P331"])

WRAPPER = "def logged(function):\n    def inner(event, context):\n        print(event)\n        return function(%s)\n" \
    "    return inner\n\n\n@logged\ndef handler(event, context):\n    return event['a']"
STORE = "def store(order, day):\n    key = %s\n    boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], " \
    "Key=key, Body=b'')\n\n\ndef handler(event, context):\n    store(event, 'a')"

test_the_arguments_of_a_handler_and_the_text_of_a_key = finds([
    (WRAPPER % "context, event", ["P156"]), (WRAPPER % "event, context", []),
    (STORE % "\"reports/{order['id']}-{day}.csv\"", ["P159"]), (STORE % "f\"reports/{order['id']}-{day}.csv\"", [])],
    only=["P156", "P159"])

HTTP = "infra:\n  url: {api: public}\n---\nreturn %s"
RECORDS = "infra:\n  %s\n---\nfor record in event['Records']:\n    print(%s)"
FAILURES = "infra:\n  stream: {table: demo}\n---\nreturn {'batchItemFailures': [{'itemIdentifier': %s} " \
    "for record in event['Records']]}"

test_what_a_response_has = finds([
    (HTTP % "{'headers': {'a': 'b'}, 'body': json.dumps({})}", ["P501"]),
    (HTTP % "{'statusCode': 200, 'headers': {'a': 'b'}, 'body': json.dumps({})}", []),
    (HTTP % "{'body': event['rawPath']}", []), (HTTP % "{'body': 'a', 'headers': {}, 'id': 1}", []),
    (FAILURES % "record['dynamodb']", ["P510"]), (FAILURES % "event['Records']", ["P510"]), (FAILURES % "None", ["P510"]),
    (FAILURES % "record['dynamodb']['SequenceNumber']", [])], only=["P501", "P510"])

test_the_other_keys_of_a_record_are_known = finds([
    (RECORDS % ("stream: {table: demo}", "record['dynamodb']['newImage']"), ["P401"]),
    (RECORDS % ("stream: {table: demo}", "record['dynamodb']['status']['S']"), ["P401"]),
    (RECORDS % ("stream: {table: demo}", "record['dynamodb'].get('NewImage')"), []),
    (RECORDS % ("queue: {}", "record['attributes']['messageGroupId']"), ["P401"]),
    (RECORDS % ("queue: {}", "record['attributes']['MessageGroupId']"), [])], only=["P401"])

CALL = "boto3.client('%s').%s"
IMAGE = CALL % ("rekognition", "detect_labels(Image=%s)")
MAIL = CALL % ("ses", "send_email(Source='a@b.c', Destination=%s, Message={'Subject': {'Data': 'a'}, 'Body': %s})")

test_a_call_has_one_of_the_parameters_that_it_needs = finds([
    ("table.query(Limit=5)", ["P238"]), ("query = {**event}\ntable.query(**query)", []),
    ("table.query(KeyConditionExpression=Key('pk').eq('a'))", []),
    (CALL % ("cloudwatch", "put_metric_data(Namespace='a', MetricData=[{'MetricName': 'b'}])"), ["P238"]),
    (CALL % ("cloudwatch", "put_metric_data(Namespace='a', MetricData=[{'MetricName': 'b', 'Value': 1}])"), []),
    (CALL % ("cloudwatch", "put_metric_data(Namespace='a', MetricData=event['metrics'])"), []),
    (IMAGE % "{}", ["P238"]), (IMAGE % "{'Bytes': event['image']}", []), (IMAGE % "event['image']", []),
    (IMAGE % "{**event}", []), (MAIL % ("{}", "{'Text': {'Data': 'a'}}"), ["P238"]),
    (MAIL % ("{'ToAddresses': ['a@b.c']}", "{}"), ["P238"]), (MAIL % ("event['to']", "{'Html': {'Data': 'a'}}"), []),
    (CALL % ("bedrock-runtime", "converse(modelId='a', messages=[{'role': 'user', 'content': [{}]}])"), ["P203"]),
    (CALL % ("bedrock-runtime", "converse(modelId='a', messages=[{'role': 'user', 'content': [{'text': 'a'}]}])"), []),
    (CALL % ("sns", "publish(Message='a', PhoneNumber='+49151', TopicArn='arn:aws:sns:eu-west-1:123456789012:a')"), ["P239"]),
    (CALL % ("sns", "publish(Message='a', PhoneNumber='+491511234567', TopicArn=None)"), []),
    (CALL % ("dynamodb", "update_item(TableName=os.environ['DEMO_TABLE'], Key={'pk': {'S': 'a'}, 'sk': {'S': 'b'}}, "
             "ExpressionAttributeValues={':a': {'S': 'b'}})"), ["P312"])], only=["P203", "P238", "P239", "P312"])

QUEUE = "infra:\n  queue: {}\n---\nfor record in event['Records']:\n    %s"
PUT = "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key=%s, Body=str(record))"

test_a_name_has_no_text_of_a_mapping = finds([
    (QUEUE % PUT % "f'a/{record}'", ["P241"]), (QUEUE % PUT % "'a/' + str(record)", ["P241"]),
    (QUEUE % PUT % "'a/%s' % record", ["P241"]), (QUEUE % PUT % "'a/{}'.format(record)", ["P241"]),
    (QUEUE % PUT % "f'a/{[1, 2]}'", ["P241"]), (QUEUE % PUT % "f\"a/{record['body']}\"", []),
    (QUEUE % PUT % "f\"a/{json.loads(record['body'])}\"", []),
    (QUEUE % "table.put_item(Item={'pk': f'a#{record}', 'sk': 'b', 'c': f'{record}'})", ["P241"]),
    (QUEUE % "table.put_item(Item={'pk': 'a', 'sk': 'b', 'c': f'{record}'})", []),
    (QUEUE % "table.query(KeyConditionExpression=Key('pk').eq(f'a#{record}'))", ["P241"]),
    (QUEUE % "boto3.client('dynamodb').get_item(TableName=os.environ['DEMO_TABLE'], "
     "Key={'pk': {'S': f'a#{record}'}, 'sk': {'S': 'b'}})", ["P241"]),
    ("rows = table.query(KeyConditionExpression=Key('pk').eq('a'))['Items']\n"
     "boto3.client('s3').delete_object(Bucket=os.environ['DEMO_BUCKET'], Key=f'a/{rows}')", ["P241"]),
    ("for row in table.query(KeyConditionExpression=Key('pk').eq('a'))['Items']:\n"
     "    boto3.client('s3').delete_object(Bucket=os.environ['DEMO_BUCKET'], Key=f\"a/{row['b']}\")", [])], only=["P241"])

test_code_that_tests_the_whole_event = finds([
    ("x = 'a' if event else json.loads(event['n'])\nreturn x + 1", []), ("return event['n'] if event else 1", [])])

STREAM = "infra:\n  stream: {table: demo, filter: {eventName: [%s]}}\n---\nfor record in event['Records']:\n" \
    "    change = record['dynamodb']\n    try:\n        old = change['OldImage']\n        print(old['pk']['S'])\n" \
    "    except %s as error:\n        print(repr(error))"
SPANS = "from datetime import timedelta\n\n\ndef handler(event, context):\n" \
    "    return {'a': timedelta(hours=event['a']) %s timedelta(hours=1)}"

test_images_inside_a_try_and_what_durations_give = finds([
    (STREAM % ("INSERT, MODIFY", "Exception"), ["P429"]), (STREAM % ("MODIFY", "Exception"), []),
    (STREAM % ("INSERT, MODIFY", "KeyError"), []), (SPANS % "/", []), (SPANS % "//", []), (SPANS % "-", ["P503"]),
    (SPANS % "%", ["P503"])], only=["P429", "P503"])

BATCH = "%sbatch.%s(Item={'pk': 'a', 'sk': 'b'})"
UNSENT = "batch = table.batch_writer()\n"
TYPED = "boto3.client('dynamodb').put_item(TableName=os.environ['DEMO_TABLE'], " \
    "Item={'pk': {'S': 'a'}, 'sk': {'S': 'b'}, 'n': %s})"

test_a_batch_writer_and_the_types_of_values = finds([
    (BATCH % (UNSENT, "put_item"), ["P145"]), (BATCH % (UNSENT + "with batch:\n    ", "put_item"), []),
    (BATCH % (UNSENT + "batch.__enter__()\n", "put_item"), []), (BATCH % (UNSENT + "print(batch)\n", "put_item"), []),
    (BATCH % ("with table.batch_writer() as batch:\n    ", "update_item"), ["P201"]),
    (BATCH % ("with table.batch_writer() as batch:\n    ", "put_item"), []),
    (TYPED % "{'S': 'a', 'N': '1'}", ["P203"]), (TYPED % "{}", ["P203"]), (TYPED % "{'SS': []}", ["P203"]),
    (TYPED % "{'L': []}", []), (TYPED % "{'M': {}}", []), (TYPED % "{'SS': event['names']}", [])],
    only=["P145", "P201", "P203"])

OBJECT = "boto3.client('s3').put_object(Bucket=%s, Key=%s, Body=b'')"
BUCKET = "os.environ['DEMO_BUCKET']"
READ = f"s3 = boto3.client('s3')\nreturn s3.%s_object(Bucket={BUCKET}, Key='a'%s)%s"
DIGEST = "import hashlib\n" + READ % ("head", "", "%s")

test_names_and_values_of_s3 = finds([
    (OBJECT % (BUCKET, "'s3://demo/a.csv'"), ["P250"]), (OBJECT % (BUCKET, "'/tmp/a.csv'"), ["P250"]),
    (OBJECT % (BUCKET, BUCKET), ["P250"]), (OBJECT % (f"f\"s3://{{{BUCKET}}}\"", "'a'"), ["P250"]),
    (OBJECT % (f"'arn:aws:s3:::' + {BUCKET}", "'a'"), ["P250"]), (OBJECT % (BUCKET, "'tmp/a.csv'"), []),
    (OBJECT % (BUCKET, "event['key']"), []), (f"boto3.resource('s3').Object('a', {BUCKET}).put(Body=b'')", ["P250"]),
    (f"boto3.resource('s3').Object({BUCKET}, 'a').put(Body=b'')", []),
    (READ % ("get", ", Range='0-99'", "['ETag']"), ["P250"]), (READ % ("get", ", Range='bytes=0-99'", "['ETag']"), []),
    (DIGEST % "['ETag'] == hashlib.md5(b'a').hexdigest()", ["P251"]),
    (DIGEST % "['ETag'] == event['etag']", ["P251"]),
    (DIGEST % "['ETag'].strip('\"') == hashlib.md5(b'a').hexdigest()", []),
    (DIGEST % "['ETag'] == event['ETag']", [])], only=["P250", "P251"])

ENDPOINT = "infra:\n  endpoint:\n    method: POST\n    path: /a\n    api: public\n    schema: {type: object%s}\n---\n" \
    "body = json.loads(event['body'])\nreturn {'statusCode': 200, 'body': json.dumps(%s)}"

test_a_schema_may_name_fields_without_their_types = finds([
    (ENDPOINT % (", required: [a]", "body['b']"), ["P408"]), (ENDPOINT % (", required: [a]", "body['a']"), []),
    (ENDPOINT % (", required: [a]", "body.get('b')"), []), (ENDPOINT % ("", "body['b']"), []),
    (ENDPOINT % (", required: [a], properties: {b: {type: string}}", "body['a']"), []),
    (ENDPOINT % (", required: [a], properties: {b: {type: string}}", "body['b']"), ["P408"]),
    (ENDPOINT % (", required: [a]", "body['a'].upper() + body['a']['c']"), [])], only=["P408"])
