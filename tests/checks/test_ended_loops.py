"""Returns in the loop over a batch's records: the rest of the batch is lost."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
QUEUE, ONE = "infra:\n  queue: {batch: 10}\n---\n", "infra:\n  queue: {batch: 1}\n---\n"
LOOP = "def handler(event, context):\n    for record in event['Records']:\n        body = json.loads(record['body'])\n" \
    "        if %s:\n            %s\n        print(body['id'])"
GENERATOR = "def bodies(event):\n    for record in event['Records']:\n        yield json.loads(record['body'])\n\n\n" \
    "def handler(event, context):\n    for body in bodies(event):\n        if body['done']:\n            %s\n" \
    "        print(body['id'])"
HELPER = "def work(records):\n    for record in records:\n        if not record['body']:\n            %s\n" \
    "        print(record['body'])\n\n\ndef handler(event, context):\n    work(event['Records'])"
TABLE = "infra:\n  events:\n  - {name: a, source: {type: table, name: demo}}\n---\ndef handler(event, context):\n" \
    "    for record in event['detail']"
CASES = [(QUEUE + LOOP % ("body['done']", "return"), ["P513"]), (QUEUE + LOOP % ("body['done']", "continue"), []),
         (ONE + LOOP % ("body['done']", "return"), []), (QUEUE + LOOP % ("os.environ['AWS_REGION'] == 'x'", "return"), []),
         (QUEUE + LOOP % ("body['done']", "return {'batchItemFailures': []}"), ["P513"]),
         (QUEUE + LOOP % ("body['done']", "return {'batchItemFailures': [{'itemIdentifier': record['messageId']}]}"), []),
         (QUEUE + LOOP % ("body['done']", "raise ValueError(body)"), []),
         (QUEUE + LOOP % ("body['done']", "print('done')\n            return None"), ["P513"]),
         (QUEUE + GENERATOR % "return", ["P513"]), (QUEUE + GENERATOR % "continue", []),
         (QUEUE + HELPER % "return", ["P513"]), (QUEUE + HELPER % "continue", []),
         ("infra:\n  kinesis: {stream: demo}\n---\n" + LOOP.replace("json.loads(record['body'])", "record['kinesis']") % (
             "'a' in body", "return"), ["P513"]),
         (TABLE + "['records']:\n        if 'newImage' not in record:\n            return\n        print(record['pk'])", ["P513"]),
         (TABLE + "['records']:\n        if 'newImage' not in record:\n            continue\n        print(record['pk'])", []),
         (QUEUE + "def work(record):\n    if not record['body']:\n        return\n    print(record['body'])\n\n\n"
          "def handler(event, context):\n    for record in event['Records']:\n        work(record)", [])]


@cases("code, expected", CASES)
def test_a_return_in_the_loop_loses_the_rest(finding_ids, code, expected):
    assert [id_ for id_ in finding_ids(code) if id_ == "P513"] == expected
