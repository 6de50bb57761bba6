"""Checks of lambdas whose queue listens to a rule or a topic: the body is the event, and the rule matches events."""
import pytest

from tests.fixtures.checks import finds

BODY = "infra:\n  queue: {from: %s}\n---\nfor record in event['Records']:\n    body = json.loads(record['body'])\n    print(body%s)"
TABLE = "{source: {type: table, name: demo}, topic: INSERT}"
EMIT = "response = boto3.client('events').put_events(Entries=[{'EventBusName': os.environ['DEMO_BUS'], 'Source': 'demo.a', " \
    "'DetailType': '%s', 'Detail': json.dumps({'id': '1'})}])\nif response['FailedEntryCount']:\n    raise RuntimeError()"

test_the_body_is_the_event_of_the_rule = finds((BODY % (source, path), expected) for source, path, expected in [
    (TABLE, "['detail']['pk']", []), (TABLE, "['detail']['pkk']", ["P401"]), (TABLE, "['pk']", ["P401"]),
    ("{source: {type: bucket, name: demo}}", "['detail']['object']['key']", []),
    ("{source: {type: bucket, name: demo}}", "['Records'][0]['s3']", ["P401"]),
    ("{topic: Paid}", "['detail']['anything']", []),
])


@pytest.mark.parametrize("topic, expected", [("Paid", []), ("Payed", ["P801"])])
def test_a_rule_of_a_queue_matches_events(flow_ids, topic, expected):
    assert flow_ids({"a": EMIT % topic, "b": BODY % ("{topic: Paid}", "['detail']")}) == expected


def test_a_queue_with_a_topic_gets_messages_of_unknown_form(finding_ids):
    lambdas = {"a": BODY % ("{source: {type: topic, name: b}}", "['id']"), "b": "infra:\n  topic: {}\n---\nprint(event)"}
    assert finding_ids(lambdas) == []
