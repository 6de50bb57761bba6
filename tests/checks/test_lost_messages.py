"""Messages of a queue whose exception a helper of the handler swallows."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]

QUEUE = "infra:\n  queue: {batch: 10}\n---\nimport logging\nlog = logging.getLogger()\n\n\n"
HANDLER = "def handler(event, context):\n    for record in event['Records']:\n        process(record)"
PROCESS = "def process(record):\n    try:\n        print(int(record['body']))\n    except Exception:\n        %s\n\n\n"
LOGS = PROCESS % "log.exception('failed')"
SAVE = "boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE']).put_item(Item={'pk': 'a', 'sk': 'b'})"


@cases("code, expected", [
    (LOGS + HANDLER, ["P511"]),
    (PROCESS % "log.exception('failed')\n        return" + HANDLER, ["P511"]),
    (PROCESS % "pass" + HANDLER, ["P511"]),
    (PROCESS % "log.exception('failed')\n        raise" + HANDLER, []),
    (PROCESS % "log.exception('failed')\n        return False" + HANDLER, []),
    (LOGS.replace("Exception", "ValueError") + HANDLER, []),
    (PROCESS % (SAVE + "\n        print('saved')") + HANDLER, []),
    (LOGS + "def handler(event, context):\n    [process(record) for record in event['Records']]", ["P511"]),
    (LOGS + "def handler(event, context):\n    list(map(process, event['Records']))", ["P511"]),
    (LOGS + "def checked(record):\n    print(record)\n    process(record)\n\n\n"
     + HANDLER.replace("process", "checked"), ["P511"]),
    ("class Worker:\n    def process(self, record):\n        try:\n            print(int(record['body']))\n"
     "        except Exception as error:\n            log.error(error)\n\n\ndef handler(event, context):\n"
     "    worker = Worker()\n    for record in event['Records']:\n        worker.process(record)", ["P511"]),
    # A step after the work may be an optional one, and a function that returns something may tell what failed.
    (LOGS.rstrip() + "\n    print(record)\n\n\n" + HANDLER, []),
    (LOGS + f"def saved(record):\n    {SAVE}\n    process(record)\n\n\n" + HANDLER.replace("process", "saved"), []),
    (LOGS + HANDLER.replace("process(record)", f"{SAVE}\n        process(record)"), []),
    (LOGS.replace("print(int(record['body']))", "return int(record['body'])") + HANDLER, []),
    (LOGS + HANDLER + "\n    return {'batchItemFailures': []}", []),
    (LOGS + HANDLER + "\n    if len(event) > 5:\n        raise OSError('failed')", []),
    ("def setup():\n    try:\n        print(int('5'))\n    except Exception:\n        log.exception('failed')\n\n\n"
     "def handler(event, context):\n    setup()\n    for record in event['Records']:\n        print(record)", []),
])
def test_a_message_is_lost_if_a_helper_swallows_its_exception(code, expected, finding_ids):
    assert finding_ids(QUEUE + code) == expected


def test_a_helper_may_be_in_another_module_and_a_topic_has_no_batch(finding_ids):
    module = {"lambdas/work.py": LOGS.replace("log.exception", "print").rstrip() + "\n"}
    assert finding_ids({"a": QUEUE + "from lambdas.work import process\n\n\n" + HANDLER, **module}) == ["P511"]
    assert finding_ids(QUEUE.replace("queue: {batch: 10}", "topic: {}") + LOGS.replace("'body'", "'Sns'") + HANDLER) == []


SENDS = "from botocore.exceptions import ClientError\nsqs = boto3.client('sqs')\n\n\ndef send(record):\n    try:\n" \
    "        sqs.send_message(QueueUrl=os.environ['DEMO_B_QUEUE'], MessageBody=record['body'])\n" \
    "    except ClientError as error:\n        %s\n\n\ndef handler(event, context):\n    failures = []\n" \
    "    for record in event['Records']:\n        try:\n            send(record)\n        except ValueError:\n" \
    "            failures.append({'itemIdentifier': record['messageId']})\n    return {'batchItemFailures': failures}"


@cases("after, expected", [
    ("print(error)", ["P511"]), ("print(error)\n        raise", []),
    ("if error.response['Error']['Code'] != 'AccessDenied':\n            raise", [])])
def test_an_error_of_a_call_that_sends_loses_the_message(after, expected, finding_ids):
    assert finding_ids({"a": QUEUE + SENDS % after,
                        "b": QUEUE + "for record in event['Records']:\n    print(record['body'])"}) == expected


LOOP = "failed = []\nfor record in event['Records']:\n    try:\n        print(int(record['body']))\n" \
    "    except ValueError:\n        %s\nreturn {'batchItemFailures': failed}"
ADD = "failed.append({'itemIdentifier': record['messageId']})\n        "
REST = "records, failed = event['Records'], []\nfor number, record in enumerate(records):\n    try:\n" \
    "        print(int(record['body']))\n    except ValueError:\n" \
    "        failed += [{'itemIdentifier': later['messageId']} for later in records[number:]]\n        break\n" \
    "return {'batchItemFailures': failed}"
BATCH, ONE = "infra:\n  queue: {batch: 10}\n---\n", "infra:\n  queue: {batch: 1}\n---\n"
STREAM = "infra:\n  stream: {table: demo}\n---\nfor record in event['Records']:\n    try:\n" \
    "        print(int(record['dynamodb']['NewImage']['a']['N']))\n    except Exception as error:\n        %s\n" \
    "return {'batchItemFailures': []}"


@cases("code, expected", [
    (BATCH + LOOP % (ADD + "break"), ["P517"]), (BATCH + LOOP % (ADD + "return {'batchItemFailures': failed}"), ["P517"]),
    (BATCH + LOOP % "return {'batchItemFailures': [{'itemIdentifier': record['messageId']}]}", ["P517"]),
    (BATCH + LOOP % (ADD + "continue"), []), (BATCH + REST, []), (ONE + LOOP % (ADD + "break"), []),
    (STREAM % "print(error)\n        continue", ["P511"]),
    (STREAM % "return {'batchItemFailures': [{'itemIdentifier': record['dynamodb']['SequenceNumber']}]}", [])])
def test_messages_after_the_failed_one_are_not_lost(code, expected, finding_ids):
    assert finding_ids(code) == expected


@cases("key, expected", [("unquote_plus(detail['object']['key'])", ["P411"]), ("detail['object']['key']", [])])
def test_the_key_in_an_event_of_a_queue_is_not_encoded(key, expected, finding_ids):
    assert finding_ids(
        "infra:\n  queue: {from: {source: {type: bucket, name: demo}, topic: Object Created}}\n---\n"
        "from urllib.parse import unquote_plus\n\n\ndef handler(event, context):\n    for record in event['Records']:\n"
        "        detail = json.loads(record['body'])['detail']\n        print(unquote_plus)\n"
        f"        boto3.client('s3').get_object(Bucket=detail['bucket']['name'], Key={key})") == expected


@cases("code, expected", [
    ("infra:\n  queue: {batch: 10}\n---\nfailures = []\nfor record in event['Records']:\n    try:\n"
     "        print(int(record['body']))\n    except ValueError:\n"
     "        failures.append({'itemIdentifier': record['messageId']})\n    return {'batchItemFailures': failures}",
     ["P513"]),
    ("infra:\n  queue: {batch: 1}\n---\nfailures = []\nfor record in event['Records']:\n    try:\n"
     "        print(int(record['body']))\n    except ValueError:\n"
     "        failures.append({'itemIdentifier': record['messageId']})\n    return {'batchItemFailures': failures}",
     []),
    ("infra:\n  queue: {batch: 10}\n---\nfailures = []\nfor record in event['Records']:\n    try:\n"
     "        print(int(record['body']))\n    except ValueError:\n"
     "        failures.append({'itemIdentifier': record['messageId']})\nreturn {'batchItemFailures': failures}", []),
])
def test_a_loop_over_messages_ends_after_the_last(code, expected, finding_ids):
    assert finding_ids(code) == expected
