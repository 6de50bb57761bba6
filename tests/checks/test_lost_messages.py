"""Messages of a batch that are lost: a helper swallows their exception, nobody reads it, or a return ends the loop."""
from tests.fixtures.cases import cases
from tests.fixtures.checks import finds

QUEUE = "infra:\n  queue: {batch: 10}\n---\nimport logging\nlog = logging.getLogger()\n\n\n"
HANDLER = "def handler(event, context):\n    for record in event['Records']:\n        process(record)"
PROCESS = "def process(record):\n    try:\n        print(int(record['body']))\n    except Exception:\n        %s\n\n\n"
LOGS = PROCESS % "log.exception('failed')"
SAVE = "boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE']).put_item(Item={'pk': 'a', 'sk': 'b'})"

test_a_message_is_lost_if_a_helper_swallows_its_exception = finds((QUEUE + code, expected) for code, expected in [
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

test_messages_after_the_failed_one_are_not_lost = finds([
    (BATCH + LOOP % (ADD + "break"), ["P517"]), (BATCH + LOOP % (ADD + "return {'batchItemFailures': failed}"), ["P517"]),
    (BATCH + LOOP % "return {'batchItemFailures': [{'itemIdentifier': record['messageId']}]}", ["P517"]),
    (BATCH + (LOOP % "return {'batchItemFailures': [{'itemIdentifier': record['messageId']}]}").replace(
        "for record in event['Records']", "for number, record in enumerate(event['Records'])"), ["P517"]),
    (BATCH + LOOP % (ADD + "continue"), []), (BATCH + REST, []), (ONE + LOOP % (ADD + "break"), []),
    (STREAM % "print(error)\n        continue", ["P511"]),
    (STREAM % "return {'batchItemFailures': [{'itemIdentifier': record['dynamodb']['SequenceNumber']}]}", [])])


@cases("key, expected", [("unquote_plus(detail['object']['key'])", ["P411"]), ("detail['object']['key']", [])])
def test_the_key_in_an_event_of_a_queue_is_not_encoded(key, expected, finding_ids):
    assert finding_ids(
        "infra:\n  queue: {from: {source: {type: bucket, name: demo}, topic: Object Created}}\n---\n"
        "from urllib.parse import unquote_plus\n\n\ndef handler(event, context):\n    for record in event['Records']:\n"
        "        detail = json.loads(record['body'])['detail']\n        print(unquote_plus)\n"
        f"        boto3.client('s3').get_object(Bucket=detail['bucket']['name'], Key={key})") == expected


test_a_loop_over_messages_ends_after_the_last = finds([
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

ASYNC_QUEUE = "infra:\n  queue: {batch: 10}\n---\nimport asyncio\nimport functools\n" \
    "from concurrent.futures import ThreadPoolExecutor, as_completed\n\n\n"
PROCESS_RECORD = "def process(record):\n    print(int(record['body']))\n\n\n"
TRIES = "def process(record):\n    try:\n        print(int(record['body']))\n    except ValueError:\n        print('bad')\n\n\n"
POOL = "def handler(event, context):\n    with ThreadPoolExecutor() as pool:\n        %s"
TASKS = "async def process(record):\n    print(int(record['body']))\n\n\nasync def main(event):\n    %s\n\n\n" \
    "def handler(event, context):\n    asyncio.run(main(event))"
SAFE = "def safe(function):\n    @functools.wraps(function)\n    def inner(*parts):\n        try:\n            %s\n" \
    "        except Exception as error:\n            %s\n    return inner\n\n\n@safe\n" + PROCESS_RECORD
EACH_RECORD = "def handler(event, context):\n    for record in event['Records']:\n        %s"

test_a_message_is_lost_if_nobody_reads_its_exception = finds((ASYNC_QUEUE + code, expected) for code, expected in [
    (PROCESS_RECORD + POOL % "for record in event['Records']:\n            pool.submit(process, record)", ["P511"]),
    (PROCESS_RECORD + POOL % "futures = [pool.submit(process, record) for record in event['Records']]", ["P511"]),
    (PROCESS_RECORD + POOL % "records = event['Records']\n        futures = []\n        for record in records:\n"
     "            futures.append(pool.submit(process, record))", ["P511"]),
    (PROCESS_RECORD + POOL % "pool.map(process, event['Records'])", ["P511"]),
    (TASKS % "await asyncio.gather(*[process(record) for record in event['Records']], return_exceptions=True)", ["P511"]),
    (PROCESS_RECORD + POOL % "list(pool.map(process, event['Records']))", []),
    (PROCESS_RECORD + POOL % "futures = [pool.submit(process, record) for record in event['Records']]\n"
     "        for future in as_completed(futures):\n            future.result()", []),
    (PROCESS_RECORD + POOL % "futures = {pool.submit(process, record): record for record in event['Records']}\n"
     "        failed = [futures[future] for future in futures if future.exception()]\n"
     "        print(failed)", []),
    (TRIES + POOL % "pool.map(process, event['Records'])", []),
    (PROCESS_RECORD + POOL % "pool.map(process, ['1', '2'])", ["P150"]),
    (PROCESS_RECORD + POOL % "for record in event['Records']:\n            pool.submit(process, record)\n            print(record)", []),
    (PROCESS_RECORD + POOL % "pool.map(process, event['Records'])\n        return {'batchItemFailures': []}", []),
    (TASKS % "await asyncio.gather(*[process(record) for record in event['Records']])", []),
    (TASKS % "results = await asyncio.gather(*[process(record) for record in event['Records']], return_exceptions=True)\n"
     "    print(results)", []),
    (SAFE % ("return function(*parts)", "print(error)") + EACH_RECORD % "process(record)", ["P511"]),
    (SAFE % ("function(*parts)", "print(error)") + EACH_RECORD % "process(record)", ["P511"]),
    (SAFE % ("return function(*parts)", "print(error)\n            raise") + EACH_RECORD % "process(record)", []),
    (SAFE % ("return function(*parts)", "return False") + EACH_RECORD % "if process(record) is False:\n            raise OSError", []),
    (SAFE % ("return function(*parts)", "print(error)") + EACH_RECORD % "done = process(record)\n        print(done)", []),
])

test_suppressed_exceptions_are_caught = finds([
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
     "    return {'statusCode': 404}", ["P402"]),
])

PRINTING_QUEUE = "infra:\n  queue: {}\n---\nfor record in event['Records']:\n    print(record['body'])"
SEND = "infra:\n  queue: {batch: 10}\n---\nfrom contextlib import suppress\nsqs = boto3.client('sqs')\n\n\n" \
    "def handler(event, context):\n    for record in event['Records']:\n        with suppress(%s):\n" \
    "            sqs.send_message(QueueUrl=os.environ['DEMO_B_QUEUE'], MessageBody=record['body'])"

test_a_message_whose_exception_is_suppressed_is_lost = finds(({"a": SEND % caught, "b": PRINTING_QUEUE}, expected) for caught, expected in [("Exception", ["P511"]), ("ValueError", []), ("(KeyError, Exception)", ["P511"]), ("KeyError, Exception", ["P511"])])

RETURNING_LOOP = "def handler(event, context):\n    for record in event['Records']:\n        body = json.loads(record['body'])\n" \
    "        if %s:\n            %s\n        print(body['id'])"
GENERATOR = "def bodies(event):\n    for record in event['Records']:\n        yield json.loads(record['body'])\n\n\n" \
    "def handler(event, context):\n    for body in bodies(event):\n        if body['done']:\n            %s\n" \
    "        print(body['id'])"
HELPER = "def work(records):\n    for record in records:\n        if not record['body']:\n            %s\n" \
    "        print(record['body'])\n\n\ndef handler(event, context):\n    work(event['Records'])"
TABLE = "infra:\n  events:\n  - {name: a, source: {type: table, name: demo}}\n---\ndef handler(event, context):\n" \
    "    for record in event['detail']"
test_a_return_in_the_loop_loses_the_rest = finds([
    (BATCH + RETURNING_LOOP % ("body['done']", "return"), ["P513"]), (BATCH + RETURNING_LOOP % ("body['done']", "continue"), []),
    (ONE + RETURNING_LOOP % ("body['done']", "return"), []), (BATCH + RETURNING_LOOP % ("os.environ['AWS_REGION'] == 'x'", "return"), []),
    (BATCH + RETURNING_LOOP % ("body['done']", "return {'batchItemFailures': []}"), ["P513"]),
    (BATCH + RETURNING_LOOP % ("body['done']", "return {'batchItemFailures': [{'itemIdentifier': record['messageId']}]}"), []),
    (BATCH + RETURNING_LOOP % ("body['done']", "raise ValueError(body)"), []),
    (BATCH + RETURNING_LOOP % ("body['done']", "print('done')\n            return None"), ["P513"]),
    (BATCH + GENERATOR % "return", ["P513"]), (BATCH + GENERATOR % "continue", []),
    (BATCH + HELPER % "return", ["P513"]), (BATCH + HELPER % "continue", []),
    ("infra:\n  kinesis: {stream: demo}\n---\n" + RETURNING_LOOP.replace("json.loads(record['body'])", "record['kinesis']") % (
        "'a' in body", "return"), ["P513"]),
    (TABLE + "['records']:\n        if 'newImage' not in record:\n            return\n        print(record['pk'])", ["P513"]),
    (TABLE + "['records']:\n        if 'newImage' not in record:\n            continue\n        print(record['pk'])", []),
    (BATCH + "def work(record):\n    if not record['body']:\n        return\n    print(record['body'])\n\n\n"
     "def handler(event, context):\n    for record in event['Records']:\n        work(record)", [])], only=["P513"])

FILLED = BATCH + "failed = []\nfor record in event['Records']:\n    try:\n        print(int(record['body']))\n" \
    "    except ValueError:\n        failed.append({'itemIdentifier': record['messageId']})\n"
test_failures_are_returned = finds(((FILLED + code, ids) for code, ids in [
    ("print(f'{len(failed)} failed')", ["P353"]), ("return None", ["P353"]), ("return {'batchItemFailures': failed}", []),
    ("if failed:\n    raise RuntimeError(failed)", []), ("return failed", []), ("count = len(failed)\nassert not count", []),
    ("return report(failed)", []), ("if failed:\n    print(failed)\n    raise ValueError('a')", [])]), only=["P353"])
