"""Code for S3's own notifications: keys that are not decoded, keys that the form does not have, and endless loops."""
import pytest

from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
RULE = "infra:\n  events:\n  - {name: stored, source: {type: bucket, name: demo%s}, topic: Object Created}\n---\n" \
    "from urllib.parse import unquote_plus\n\n\ndef handler(event, context):\n    s3 = boto3.client('s3')\n" \
    "    for record in event['Records']:\n        bucket, key = record['s3']['bucket']['name'], record['s3']['object']['key']\n"
CODE = RULE % ", form: notification"
FIRST = CODE.partition("    for record")[0] + "    bucket = event['Records'][0]['s3']['bucket']['name']\n" \
    "    s3.put_object(Bucket=%s, Key='last', Body=b'')"
CASES = [
    (CODE + "        s3.get_object(Bucket=bucket, Key=key)", ["P412"]),
    (CODE + "        s3.get_object(Bucket=bucket, Key=unquote_plus(key))", []),
    (CODE.replace("unquote_plus", "unquote") + "        s3.get_object(Bucket=bucket, Key=unquote(key))", ["P412"]),
    (CODE.replace("unquote_plus", "unquote") + "        s3.get_object(Bucket=bucket, Key=unquote(key.replace('+', ' ')))", []),
    (CODE + "        s3.get_object(Bucket=bucket, Key=unquote_plus(key, encoding='utf-8'))", []),
    (CODE + "        s3.head_object(Bucket=bucket, Key=key)", ["P412"]),
    (CODE + "        boto3.resource('s3').Object(bucket, key).get()", ["P412"]),
    (CODE + "        s3.download_file(bucket, key, '/tmp/x')", ["P412"]),
    (CODE + "        s3.copy_object(Bucket=bucket, Key='x', CopySource={'Bucket': bucket, 'Key': key})", ["P412"]),
    (CODE + "        print(bucket, key)", []),
    (CODE + "        print(record['s3']['object']['etag'])", ["P401"]),
    (CODE + "        print(record['eventName'], record['s3']['object'].get('versionId'))", []),
    (RULE % "" + "        print(bucket, key)", ["P401"]),
    (RULE % ", form: event" + "        print(bucket, key)", ["P401"]),
]


@cases("text, expected", CASES)
def test_code_for_notifications(finding_ids, text, expected):
    assert finding_ids(text) == expected


@pytest.mark.parametrize("bucket, expected", [("bucket", ["P810"]), ("os.environ['DEMO_COPY_BUCKET']", [])])
def test_a_lambda_that_stores_in_the_bucket_of_its_notification_invokes_itself(flow_ids, bucket, expected):
    assert flow_ids({"a": FIRST % bucket}) == expected
