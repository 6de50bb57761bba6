"""Parts of AWS's responses as parameters of other calls, and as bodies of responses: their types are known."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
GET = "infra:\n  endpoint: {method: GET, path: /stars, api: public}\n  permissions: ['comprehend:*', 'translate:*', 'sns:*', " \
    "'ec2:*', 'sqs:*']\n---\nimport datetime\nresponse = boto3.client('comprehend').detect_dominant_language(Text='a')\n" \
    "item = table.get_item(Key={'pk': 'a', 'sk': 'b'}).get('Item')\nif item is None:\n    return {'statusCode': 404}\n" \
    "rows = table.query(KeyConditionExpression='pk = :a', ExpressionAttributeValues={':a': 'a'})['Items']\n%s\n" \
    "return {'statusCode': 200, 'body': %s}"
TRANSLATE = "boto3.client('translate').translate_text(Text=%s, SourceLanguageCode=%s, TargetLanguageCode='de')"
TOPIC = "boto3.client('sns').publish(TopicArn='arn:aws:sns:eu-west-1:123456789012:a', Message=%s)"


@cases("code, body, expected", [
    (TRANSLATE % ("'a'", "response"), "'a'", ["P204"]), (TRANSLATE % ("'a'", "response['Languages']"), "'a'", ["P204"]),
    (TRANSLATE % ("'a'", "response['Languages'][0]['LanguageCode']"), "'a'", []),
    (TRANSLATE % ("item", "'en'"), "'a'", ["P204"]), (TRANSLATE % ("item['text']", "'en'"), "'a'", []),
    (TOPIC % "rows", "'a'", ["P204"]), (TOPIC % "json.dumps(rows, default=str)", "'a'", []),
    (TOPIC % "str(item)", "'a'", []), ("table.put_item(Item={**item, 'n': 1})", "'a'", []),
    ("table.put_item(Item=item)", "'a'", []), ("table.put_item(Item=rows)", "'a'", ["P204"]),
    ("print(rows)", "item", ["P502"]), ("print(rows)", "rows", ["P502"]), ("print(rows)", "response['Languages']", ["P502"]),
    ("print(rows)", "json.dumps(item, default=str)", []), ("print(rows)", "item['text']", []),
    ("boto3.client('ec2').describe_instances(InstanceIds=[i['InstanceId'] for i in boto3.client('ec2').describe_instances()"
     "['Reservations'][0]['Instances']])", "'a'", []),
])
def test_a_part_of_a_response_has_a_type(finding_ids, code, body, expected):
    assert [id_ for id_ in finding_ids(GET % (code, body)) if id_ in ("P204", "P502")] == expected
