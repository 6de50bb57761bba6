"""contextlib.suppress() is a try whose except does nothing."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]


@cases("code, expected", [
    ("from contextlib import suppress\ns3 = boto3.client('s3')\n\n\ndef handler(event, context):\n"
     "    with suppress(s3.exceptions.NoSuchKey):\n"
     "        return s3.head_object(Bucket=os.environ['DEMO_BUCKET'], Key='a')['ContentLength']\n    return 0",
     ["P213"]),
    ("from contextlib import suppress\nfrom botocore.exceptions import ClientError\ns3 = boto3.client('s3')\n"
     "\n\ndef handler(event, context):\n    with suppress(ClientError):\n"
     "        return s3.head_object(Bucket=os.environ['DEMO_BUCKET'], Key='a')['ContentLength']\n    return 0", []),
    ("from contextlib import suppress\ns3 = boto3.client('s3')\n\n\ndef handler(event, context):\n"
     "    with suppress(s3.exceptions.NoSuchKey):\n"
     "        return str(s3.get_object(Bucket=os.environ['DEMO_BUCKET'], Key='a')['ContentLength'])\n    return 0", []),
    ("from contextlib import suppress\n\n\ndef handler(event, context):\n    with suppress(Exception):\n"
     "        row = json.loads(event['a'])\n    return row['size']", ["P136"]),
    ("from contextlib import suppress\n\n\ndef handler(event, context):\n    row = {'size': 1}\n"
     "    with suppress(Exception):\n        row = json.loads(event['a'])\n    return row['size']", []),
    ("from contextlib import suppress\n\n\ndef handler(event, context):\n    row = {'size': 1}\n"
     "    with suppress(ValueError), open('/tmp/a') as file:\n        row = json.load(file)\n    return row['size']",
     []),
    ("from contextlib import suppress\n\n\ndef handler(event, context):\n    with suppress(KeyError):\n"
     "        return event['a']['b']\n    return None", []),
    ("from contextlib import suppress\n\n\ndef handler(event, context):\n    with suppress():\n"
     "        print(event)", []),
    ("infra:\n  endpoint: {method: GET, path: /a, api: public}\n---\nfrom contextlib import suppress\n\n\n"
     "def handler(event, context):\n    with suppress(KeyError):\n"
     "        return {'statusCode': 200, 'body': event['queryStringParameters']['a']}\n"
     "    return {'statusCode': 404}", []),
])
def test_suppressed_exceptions_are_caught(code, expected, finding_ids):
    assert finding_ids(code) == expected


QUEUE = "infra:\n  queue: {}\n---\nfor record in event['Records']:\n    print(record['body'])"
SEND = "infra:\n  queue: {batch: 10}\n---\nfrom contextlib import suppress\nsqs = boto3.client('sqs')\n\n\n" \
    "def handler(event, context):\n    for record in event['Records']:\n        with suppress(%s):\n" \
    "            sqs.send_message(QueueUrl=os.environ['DEMO_B_QUEUE'], MessageBody=record['body'])"


@cases("caught, expected", [("Exception", ["P511"]), ("ValueError", []), ("(KeyError, Exception)", ["P511"]), ("KeyError, Exception", ["P511"])])
def test_a_message_whose_exception_is_suppressed_is_lost(caught, expected, finding_ids):
    assert finding_ids({"a": SEND % caught, "b": QUEUE}) == expected
