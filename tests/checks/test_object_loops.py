"""Lambdas that store the object whose event invokes them: endless, unless something differs the second time."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
CODE = "infra:\n  events:\n  - name: stored\n    source: {type: bucket, name: demo}\n    topic: Object Created\n    prefix: in/\n---\n" \
    "s3 = boto3.client('s3')\nBUCKET = os.environ['DEMO_BUCKET']\nMOST = 500\n\n\ndef handler(event, context):\n" \
    "    stored = event['detail']['object']\n    key = stored['key']\n    %s\n    %s"
COPY = "s3.copy_object(Bucket=BUCKET, Key=%s, CopySource={'Bucket': BUCKET, 'Key': key}, MetadataDirective='REPLACE')"
PUT = "s3.put_object(Bucket=BUCKET, Key=%s, Body=b'small')"
HEAD = "try:\n        head = s3.head_object(Bucket=BUCKET, Key=key)\n    except s3.exceptions.ClientError as error:\n" \
    "        if error.response['Error']['Code'] == '404':\n            return\n        raise\n    if %s:\n        return"
CASES = [("", COPY % "key", ["P810"]), ("if stored['size'] > MOST:\n        return", COPY % "key", ["P810"]),
         ("if not key.endswith('.jpg'):\n        return", PUT % "key", ["P810"]),
         ("if stored['size'] < MOST:\n        return", PUT % "key", []), ("", COPY % "'out/' + key", []),
         ("if s3.head_object(Bucket=BUCKET, Key=key)['Metadata'].get('done'):\n        return", COPY % "key", []),
         ("head = s3.head_object(Bucket=BUCKET, Key=key)\n    if head['ContentType'] == 'image/jpeg':\n        return",
          COPY % "key", []),
         (HEAD % "head['ContentLength'] > MOST", COPY % "key", ["P810"]),
         (HEAD % "head['ContentLength'] > MOST", PUT % "key", []),
         (HEAD % "head['ContentLength'] > MOST and 'done' in head['Metadata']", COPY % "key", []),
         (HEAD % "head['ContentLength'] > MOST", COPY % "f'in/small/{stored[\"etag\"]}'", ["P810"]),
         ("", PUT % "key.removesuffix('.csv') + '-bad.csv'", ["P810"]),
         ("if key.endswith('-bad.csv'):\n        return", PUT % "key.removesuffix('.csv') + '-bad.csv'", []),
         ("", PUT % "'out/' + key.removesuffix('.csv') + '.json'", []),
         ("if key.endswith('.jpg'):", "    " + PUT % "key", ["P810"])]


@cases("test, store, expected", CASES)
def test_a_lambda_stores_the_object_of_its_own_event(finding_ids, test, store, expected):
    ids = finding_ids({"a": CODE % (test, store), "b": "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], "
                       "Key=f\"in/{event['id']}\", Body=b'a')"})
    assert [id_ for id_ in ids if id_ == "P810"] == expected
