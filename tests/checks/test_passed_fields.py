"""P843, P844 and P845: what lambdas pass on beside their own content."""
from tests.fixtures.checks import finds

QUEUE = "infra:\n  queue: {}\n---\nfor record in event['Records']:\n    "
TOPIC = QUEUE.replace("queue: {}", "topic: {}")
SEND = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_A_QUEUE'], MessageBody='x'%s)"
KIND = ", MessageAttributes={'kind': {'DataType': 'String', 'StringValue': 'paid'}}"
PUBLISH = SEND.replace("sqs", "sns").replace("send_message", "publish").replace("QueueUrl", "TopicArn").replace(
    "A_QUEUE", "A_TOPIC").replace("MessageBody", "Message")

test_an_attribute_of_a_message_is_set = finds([(apps, expected) for apps, expected in [
    ({"a": QUEUE + "print(record['messageAttributes']['type']['stringValue'])", "b": SEND % KIND}, ["P843"]),
    ({"a": QUEUE + "print(record['messageAttributes']['kind']['stringValue'])", "b": SEND % ""}, ["P843"]),
    ({"a": QUEUE + "print(record['messageAttributes']['kind']['stringValue'])", "b": SEND % KIND}, []),
    ({"a": QUEUE + "print(record['messageAttributes']['kind']['stringValue'])", "b": SEND % KIND, "c": SEND % ""}, []),
    ({"a": QUEUE + "try:\n        print(record['messageAttributes']['type'])\n    except KeyError:\n        print('none')",
      "b": SEND % KIND}, []),
    ({"a": QUEUE + "if 'type' in record['messageAttributes']:\n        print(record['messageAttributes']['type'])",
      "b": SEND % KIND}, []),
    ({"a": QUEUE + "print(record['messageAttributes']['type'])", "b": SEND % ", **event['more']"}, []),
    ({"a": TOPIC + "print(record['Sns']['MessageAttributes']['type']['Value'])", "b": PUBLISH % KIND}, ["P843"]),
    ({"a": TOPIC + "print(record['Sns']['MessageAttributes']['kind']['Value'])", "b": PUBLISH % KIND}, []),
]], only=["P843"])

S3 = "s3 = boto3.client('s3')\nBUCKET = os.environ['DEMO_BUCKET']\n"
HEAD = S3 + "head = s3.head_object(Bucket=BUCKET, Key=event['key'])\nreturn head['Metadata']%s"
PUT = S3 + "s3.put_object(Bucket=BUCKET, Key=event['key'], Body=b''%s)"

test_metadata_of_an_object_is_set = finds([
    ({"a": HEAD % "['user']", "b": PUT % ", Metadata={'owner': 'x'}"}, ["P844"]),
    ({"a": HEAD % "['user']", "b": PUT % ""}, ["P844"]),
    ({"a": HEAD % "['owner']", "b": PUT % ", Metadata={'Owner': 'x'}"}, []),
    ({"a": HEAD % ".get('user')", "b": PUT % ", Metadata={'owner': 'x'}"}, []),
    ({"a": HEAD % "['user']", "b": PUT % ", Metadata=event['metadata']"}, []),
    ({"a": HEAD % "['user']", "b": PUT % ", Metadata={'owner': 'x'}",
      "c": S3 + "return s3.generate_presigned_url('put_object', Params={'Bucket': BUCKET, 'Key': 'a'})"}, []),
    ({"a": HEAD % "['user']", "b": S3 + "s3.upload_file('/tmp/a', BUCKET, 'a', ExtraArgs={'Metadata': {'user': 'x'}})"},
     []),
    ({"a": HEAD % "['user']"}, []),
], only=["P844"])

LINES = "infra:\n  queue: {}\n---\nfor record in event['Records']:\n    message = json.loads(record['body'])\n" \
    "    for line in message['lines']:\n        print(line%s)"
ENDPOINT = "infra:\n  endpoint:\n    method: POST\n    path: /orders\n    api: public\n    schema:\n" \
    "      type: object\n      required: [lines]\n      properties:\n        lines:\n          type: array\n" \
    "          items:\n            type: object\n            required: [article]\n" \
    "            properties: {article: {type: string}, count: {type: integer}}\n---\n" \
    "body = json.loads(event['body'])\n%sboto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_A_QUEUE'], " \
    "MessageBody=json.dumps(%s))\nreturn {'statusCode': 202}"

test_a_part_of_a_body_has_what_its_schema_requires = finds([
    ({"a": LINES % "['count']", "b": ENDPOINT % ("", "{'lines': body['lines']}")}, ["P845"]),
    ({"a": LINES % "['id']", "b": ENDPOINT % ("", "{'lines': body['lines']}")}, ["P845"]),
    ({"a": LINES % "['count']", "b": ENDPOINT % ("", "body")}, ["P845"]),
    ({"a": LINES % "['article']", "b": ENDPOINT % ("", "{'lines': body['lines']}")}, []),
    ({"a": LINES % ".get('count')", "b": ENDPOINT % ("", "{'lines': body['lines']}")}, []),
    ({"a": LINES % "['count']", "b": ENDPOINT % (
        "for line in body['lines']:\n    line.setdefault('count', 1)\n", "{'lines': body['lines']}")}, []),
    ({"a": LINES % "['count']", "b": ENDPOINT % (
        "", "{'lines': [{'article': line['article'], 'count': 1} for line in body['lines']]}")}, []),
], only=["P845"])
