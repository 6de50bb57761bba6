"""P232 and P233: copies of objects of S3, beside right ones."""
from tests.fixtures.checks import finds

pytest_plugins = ["tests.fixtures.checks"]
CODE = "infra:\n  permissions: [{action: s3:*, resource: '*'}]\n---\ns3, bucket = boto3.client('s3'), os.environ['DEMO_BUCKET']\n%s"
OWN = "s3.copy_object(Bucket=bucket, Key=event['key'], CopySource={'Bucket': bucket, 'Key': %s}%s)"
test_a_copy = finds([(CODE % code, ids) for code, ids in [
    ("s3.copy_object(Bucket=bucket, Key='b', CopySource=f'{bucket}/a', Metadata={'a': 'b'})", ["P232"]),
    ("boto3.resource('s3').Object(bucket, 'b').copy_from(CopySource=f'{bucket}/a', CacheControl='no-cache')", ["P232"]),
    ("s3.copy_object(Bucket=bucket, Key='b', CopySource=f'{bucket}/a', CacheControl='no-cache', "
     "MetadataDirective='REPLACE')", []),
    ("s3.copy_object(Bucket=bucket, Key='b', CopySource=f'{bucket}/a', StorageClass='STANDARD_IA')", []),
    ("more = {'ContentType': 'a/b'}\nif event.get('new'):\n    more['MetadataDirective'] = 'REPLACE'\n"
     "s3.copy_object(Bucket=bucket, Key='b', CopySource=f'{bucket}/a', **more)", []),
    (OWN % ("event['key']", ""), ["P233"]), (OWN % ("event['old']", ""), []), (OWN % ("'a/' + event['key']", ""), []),
    (OWN % ("event['key']", ", Metadata={'a': 'b'}, MetadataDirective='REPLACE'"), []),
    (OWN % ("event['key'], 'VersionId': event['version']", ""), []),
    (OWN % ("event['key']", ", StorageClass='GLACIER'"), [])]])

SOURCE = "boto3.client('s3').copy_object(Bucket=os.environ['DEMO_BUCKET'], Key='b.csv', CopySource=%s)"

test_a_source_names_a_bucket_and_a_key = finds((SOURCE % source, expected) for source, expected in [
    ("'a.csv'", ["P237"]), ("'bucket/a.csv'", []), ("f\"{os.environ['DEMO_BUCKET']}/a.csv\"", []),
    ("{'bucket': os.environ['DEMO_BUCKET'], 'key': 'a.csv'}", ["P237", "P706"]),
    ("{'Key': 'a.csv'}", ["P237", "P706"]),
    ("{'Bucket': os.environ['DEMO_BUCKET'], 'Key': 'a.csv'}", []), ("event['source']", ["P706"]),
])
