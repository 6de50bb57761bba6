"""Batches by modulo, and by slices of a list that a loop shortens."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]

ENTRIES = "entries = [{'Source': 'a', 'DetailType': 'B', 'Detail': json.dumps(row), 'EventBusName': os.environ['DEMO_BUS']}" \
    " for row in event['rows']]\n"
PUT = "\n    response = boto3.client('events').put_events(Entries=%s)\n    if response['FailedEntryCount']:\n        raise OSError"
COUNTED = "batch = []\nfor at, row in enumerate(event['rows']):\n    batch.append({'MetricName': row, 'Value': 1})\n" \
    "    if at %% %s == 0:\n        boto3.client('cloudwatch').put_metric_data(Namespace='Demo', MetricData=batch)\n        %s"


@cases("code, expected", [
    (ENTRIES + "while entries:\n    batch, entries = entries[:15], entries[15:]" + PUT % "batch", ["P210"]),
    (ENTRIES + "while entries:\n    batch = entries[:15]\n    entries = entries[15:]" + PUT % "batch", ["P210"]),
    (ENTRIES + "while entries:\n    batch, entries = entries[:10], entries[10:]" + PUT % "batch", []),
    (ENTRIES + "while entries:\n    batch = entries[:10]\n    entries = entries[10:]" + PUT % "batch", []),
    (ENTRIES + "while entries:" + PUT % "entries[:10]" + "\n    entries = entries[10:]", []),
    (ENTRIES + "for at in range(0, len(entries), 10):" + PUT % "entries[at:at + 10]", []),
    (COUNTED % (2000, "batch.clear()"), ["P210"]), (COUNTED % (2000, "batch = []"), ["P210"]),
    (COUNTED % (1000, "batch = []"), []), (COUNTED % (2000, "print(at)"), []), (COUNTED % ("event['n']", "batch = []"), []),
])
def test_the_size_of_a_counted_batch(code, expected, finding_ids):
    assert finding_ids(code) == expected
