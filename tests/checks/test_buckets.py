"""Buckets that lambdas read, with and without something that writes to them, and forms for uploads."""
from tests.fixtures.checks import finds

READ = "boto3.client('s3').get_object(Bucket=os.environ['DEMO_A_BUCKET'], Key=event['key'])"
WRITER = "s3, bucket = boto3.client('s3'), os.environ['%s']\n%s"
PUT = "s3.put_object(Bucket=bucket, Key='a', Body=b'')"

test_something_writes_to_a_bucket_that_a_lambda_reads = finds([
    ({"a": READ}, ["P831"]), ({"a": READ.replace("get", "head")}, ["P831"]),
    ({"a": READ.replace("event['key']", "'prices.json'")}, []),
    ({"a": READ.replace("event['key']", "f\"{event['id']}.pdf\"")}, ["P831"]),
    ({"a": "boto3.resource('s3').Object(os.environ['DEMO_A_BUCKET'], event['key']).get()"}, ["P831"]),
    ({"a": "boto3.client('s3').download_file(os.environ['DEMO_A_BUCKET'], event['key'], '/tmp/a')"}, ["P831"]),
    ({"a": "return boto3.client('s3').generate_presigned_url('get_object', Params={'Bucket': os.environ['DEMO_A_BUCKET'], "
           "'Key': event['key']})"}, ["P831"]),
    ({"a": READ, "b": WRITER % ("DEMO_A_BUCKET", PUT)}, []), ({"a": READ, "b": WRITER % ("DEMO_BUCKET", PUT)}, ["P831"]),
    ({"a": READ, "b": WRITER % ("DEMO_A_BUCKET", "s3.upload_fileobj(event['f'], bucket, 'a')")}, []),
    ({"a": READ, "b": WRITER % ("DEMO_A_BUCKET", "return s3.generate_presigned_post(bucket, event['key'])")}, []),
    ({"a": READ, "b": WRITER % ("DEMO_A_BUCKET", "return s3.generate_presigned_url('put_object', Params={'Bucket': "
                                "bucket, 'Key': event['key']})")}, []),
    ({"a": READ, "b": WRITER % ("DEMO_A_BUCKET", "s3.copy_object(Bucket=bucket, Key='a', CopySource=event['from'])")}, []),
    ({"a": READ, "b": WRITER % ("DEMO_A_BUCKET", "s3.create_multipart_upload(Bucket=bucket, Key='a')")}, []),
    ({"a": READ, "b": WRITER % ("DEMO_A_BUCKET", "import pandas\npandas.DataFrame().to_csv(f's3://{bucket}/a')")}, []),
    ({"a": READ, "b": WRITER % ("DEMO_A_BUCKET", "boto3.client('athena').start_query_execution(QueryString='SELECT 1', "
                                "ResultConfiguration={'OutputLocation': f's3://{bucket}/'})")}, []),
    ({"a": READ, "b": "infra:\n  events:\n  - name: new\n    source: {type: bucket, name: demo-a}\n---\nprint(event)"}, []),
    ({"a": "infra:\n  permissions: ['s3:PutObject']\n---\n" + READ}, []),
    ({"a": READ, "b": "bucket = os.environ.get('DEMO_A_BUCKET')\nfor name in event['buckets']:\n"
                      "    boto3.client('s3').put_object(Bucket=name, Key='a', Body=bucket)"}, []),
], "flow_ids")

SIGN = "infra:\n  endpoint: {method: GET, path: /, api: public}\n---\nform = boto3.client('s3').generate_presigned_post(" \
    "os.environ['DEMO_BUCKET'], %r)\nreturn {'statusCode': 200, 'body': json.dumps(form)}"
RULE = "infra:\n  events:\n  - name: up\n    source: {type: bucket, name: demo}\n    topic: Object Created\n    prefix: %s\n" \
    "    suffix: .jpg\n---\nprint(event['detail']['object']['key'])"

test_a_rule_for_uploads_of_a_form = finds((({"sign": SIGN % key, "thumb": RULE % prefix}, ids) for key, prefix, ids in [
    ("inbox/${filename}", "inbox/", []), ("${filename}", "inbox/", []), ("in/${filename}.jpg", "in/", []),
    ("inbox/${filename}", "in-box/", ["P803"]), ("inbox/a.png", "inbox/", ["P803"])]), "flow_ids")
