"""Keys of a Kinesis record's JSON: those that are read are those that are sent."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
READ = "infra:\n  kinesis: {stream: demo%s}\n---\nimport base64\n\n\ndef handler(event, context):\n" \
    "    for record in event['Records']:\n        message = json.loads(base64.b64decode(record['kinesis']['data'])%s)\n" \
    "        print(message['%s'])"
ONE = "boto3.client('kinesis').put_record(StreamName=os.environ['DEMO_STREAM'], PartitionKey='a', Data=%s)"
MANY = "response = boto3.client('kinesis').put_records(StreamName=os.environ['DEMO_STREAM'], Records=[" \
    "{'PartitionKey': 'a', 'Data': %s}])\nif response['FailedRecordCount']:\n    raise RuntimeError('failed')"
SENT = "json.dumps({'id': event['id'], 'celsius': 5})"
CASES = [(ONE % SENT, READ % ("", "", "celsius"), []), (ONE % SENT, READ % ("", "", "degrees"), ["P820"]),
         (ONE % f"{SENT}.encode()", READ % ("", ".decode()", "degrees"), ["P820"]),
         (MANY % f"{SENT}.encode()", READ % ("", "", "degrees"), ["P820"]), (MANY % SENT, READ % ("", "", "id"), []),
         (ONE % "json.dumps(event)", READ % ("", "", "degrees"), []), (ONE % "event['text']", READ % ("", "", "degrees"), []),
         (ONE % SENT, READ % (", filter: {kind: [a]}", "", "degrees"), [])]


@cases("sender, reader, expected", CASES)
def test_a_key_that_nobody_puts_on_the_stream(flow_ids, sender, reader, expected):
    assert [id_ for id_ in flow_ids({"a": reader, "b": sender}) if id_ == "P820"] == expected
