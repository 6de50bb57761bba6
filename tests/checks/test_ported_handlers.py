"""Code of others that was written for `lambda_handler`, and calls what libraries had before."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
QUEUE = "infra:\n  queue: {}\n---\n\n\ndef %s(event, context):\n    for record in event['Records']:\n        try:\n" \
    "            table.put_item(Item=json.loads(record['body']))\n        except Exception as error:\n            %s\n%s"
CONTEXT = "infra: {}\n---\n\n\ndef %s(event, context):\n    return {'id': context.%s}\n%s"
ALIAS = "\n\nhandler = lambda_handler\n"
COPY = "infra:\n  events:\n  - {name: up, source: {type: bucket, name: demo, form: notification}, topic: Object Created}\n" \
    "---\n\n\ndef %s(event, context):\n    key = event['Records'][0]['s3']['object']['key']\n%s    boto3.client('s3')" \
    ".put_object(Bucket=os.environ['DEMO_BUCKET'], Key='out/a', Body=key)\n%s"


@cases("code, expected", [
    (QUEUE % ("handler", "print(error)", ""), ["P511"]), (QUEUE % ("lambda_handler", "print(error)", ALIAS), ["P511"]),
    (QUEUE % ("lambda_handler", "raise", ALIAS), []),
    (QUEUE % ("lambda_handler", "print(error)", "\n\ndef handler(event, context):\n    return event\n"), []),
    (CONTEXT % ("handler", "request_id", ""), ["P113"]), (CONTEXT % ("main", "request_id", "\n\nhandler = main\n"), ["P113"]),
    (CONTEXT % ("main", "aws_request_id", "\n\nhandler = main\n"), []),
    (COPY % ("lambda_handler", "    if key.startswith('out/'):\n        return\n", ALIAS), []),
])
def test_a_handler_may_have_another_name(finding_ids, code, expected):
    assert finding_ids(code) == expected


@cases("code, expected", [
    ("from botocore.vendored import requests\nreturn requests.post('https://example.com', json=event).text", ["P110"]),
    ("import botocore.vendored.requests as requests\nreturn requests.get('https://example.com').text", ["P110"]),
    ("from botocore.vendored.requests.exceptions import ReadTimeout\ntry:\n    return boto3.client('s3').list_buckets()['Buckets'"
     "][0]['Name']\nexcept ReadTimeout:\n    return ''", []),
])
def test_botocore_has_no_requests(finding_ids, code, expected):
    assert [id_ for id_ in finding_ids("infra: {timeout: 60}\n---\n" + code) if id_ == "P110"] == expected


KEY = "infra:\n  events:\n  - {name: up, source: {type: bucket, name: demo, form: notification}, topic: Object Created}\n---\n" \
    "import urllib.parse\nkey = %s\nboto3.client('s3').delete_object(Bucket=os.environ['DEMO_BUCKET'], Key=key)"
LABELS = KEY.partition("boto3")[0] + "return boto3.client('rekognition').detect_labels(Image={'S3Object': {" \
    "'Bucket': os.environ['DEMO_BUCKET'], 'Name': key}})['Labels'][0]['Name']"
RAW = "event['Records'][0]['s3']['object']['key']"


@cases("code, expected", [
    (KEY % f"urllib.parse.unquote_plus({RAW})", []), (KEY % f"urllib.parse.unquote({RAW})", ["P412"]),
    (KEY % f"urllib.parse.unquote_plus(urllib.parse.unquote({RAW}))", []), (KEY % RAW, ["P412"]),
    (LABELS % RAW, ["P412"]), (LABELS % f"urllib.parse.unquote_plus({RAW})", []),
])
def test_a_key_that_is_decoded_twice_has_no_plus(finding_ids, code, expected):
    assert finding_ids(code) == expected
