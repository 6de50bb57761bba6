"""Objects of boto3 that code uses as what they are not, and attributes of messages."""
from tests.fixtures.checks import finds

BUCKET = "bucket = boto3.resource('s3').Bucket(os.environ['DEMO_BUCKET'])\nreturn %s"

test_an_object_is_no_mapping_and_a_collection_no_list = finds((BUCKET % code, expected) for code, expected in [
    ("[entry['Key'] for entry in bucket.objects.all()]", ["P206"]),
    ("bucket.objects.filter(Prefix='a')[0].key", ["P206"]),
    ("[entry.key for entry in bucket.objects.all()]", []),
    ("list(bucket.objects.limit(1))[0].key", []),
    ("table['Items']", ["P206"]),
])

SENT = "infra:\n  permissions: ['sns:Publish']\n---\nboto3.client('sns').publish(TopicArn=os.environ['NEWS_ARN'], Message='a', " \
    "MessageAttributes={'kind': %s})"

test_an_attribute_of_a_message_has_a_type_and_a_value = finds((SENT % attribute, expected) for attribute, expected in [
    ("{'DataType': 'String'}", ["P220"]), ("{'DataType': 'string', 'StringValue': 'a'}", ["P220"]),
    ("{'DataType': 'String.Array', 'StringValue': '[]'}", []), ("{'DataType': 'Number', 'StringValue': '5'}", []),
    ("{'DataType': 'Binary', 'BinaryValue': b'a'}", []), ("{'DataType': 'String', **event}", []), ("event['attribute']", []),
])
