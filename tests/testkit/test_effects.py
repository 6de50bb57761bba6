"""What a handler sends, publishes, emits and invokes, for the assertions of a test."""
import json

import pytest

from testkit import matching
from tests.fixtures.cases import cases
from tests.fixtures.tested_lambdas import BUS, ECHO, HEARS, entry, problem_lines

CALLS = ('def handler(event, context):\n    answer = boto3.client("lambda").invoke(FunctionName='
         'os.environ["DEMO_OTHER_FUNCTION"], Payload=json.dumps(event), InvocationType=event.get("kind", "RequestResponse"))\n'
         '    return [answer["StatusCode"], answer.get("FunctionError"), answer["Payload"].read().decode()]\n')
OTHER = ("size: 1024", 'def handler(event, context):\n    if event["n"] < 0:\n        raise ValueError("negative")\n'
                       '    return [event["n"], context.memory_limit_in_mb]\n')


def test_messages_and_publications_are_recorded_by_lambda(written):
    code = ('def handler(event, context):\n    sqs, sns = boto3.client("sqs"), boto3.client("sns")\n'
            '    url = os.environ["DEMO_PAGES_QUEUE"]\n    sqs.send_message(QueueUrl=url, MessageBody="one")\n'
            '    sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": "1", "MessageBody": json.dumps({"n": 2})}])\n'
            '    sns.publish(TopicArn=os.environ["DEMO_ALARMS_TOPIC"], Message="[3]")\n')
    world = written(hello=("{}", code), pages=("queue: {}", ECHO), alarms=("topic: {}", ECHO))
    world.this.call()
    assert (world.effects.sent, world.effects.published) == ({"pages": ["one", {"n": 2}]}, {"alarms": [[3]]})
    assert world.effects.sent["nobody"] == [] and "nobody" not in world.effects.sent
    assert world.view("queue", "pages").messages() == ["one", {"n": 2}]


def test_an_event_that_a_rule_matches_is_recorded(written):
    world = written(hello=("{}", 'os.environ["DEMO_BUS"]\n' + BUS), hears=HEARS)
    assert world.this.call([entry()]) == 0
    assert world.effects.emitted == [{"source": "demo", "topic": "DayClosed", "detail": {"day": 1}}]


@pytest.mark.parametrize("changed_fields, why", [
    ({"topic": "DayClose"}, 'rule closed of hears matches detail-type "DayClosed", and it is "DayClose"'),
    ({"detail": "{}"}, 'rule closed of hears matches detail.day {"exists": true}, and it is absent'),
])
def test_an_event_that_no_rule_matches_fails_unless_the_test_allows_it(written, changed_fields, why):
    world = written(hello=("{}", 'os.environ["DEMO_BUS"]\n' + BUS), hears=HEARS)
    assert problem_lines(world.this.call, [entry(), entry(**changed_fields)]) == [
        f"handlers/hello/index.py:12: no rule matches the event '{entry(**changed_fields)['DetailType']}': {why}",
        "  hint: change the event or the rule; if it is for another app: emitted.allow_unheard()"]
    world.effects.emitted.allow_unheard()
    assert world.this.call([entry(**changed_fields)]) == 0


@cases("pattern, detail, is_filtered", [
    ({"large": [True]}, {"large": False}, True), ({"large": [True]}, {"large": "no"}, False), ({"large": [True]}, {}, False),
    ({"state": ["paid"]}, {"state": "open"}, True), ({"state": ["paid"]}, {"state": "PAID"}, False),
    ({"state": ["paid"]}, {"state": None}, False), ({"state": ["paid"]}, {"status": "open"}, False),
    ({"state": [{"prefix": "pa"}]}, {"state": "open"}, True), ({"state": [{"anything-but": ["open"]}]}, {"state": "open"}, True),
    ({"total": [{"numeric": [">", 5]}]}, {"total": 3}, True), ({"total": [{"numeric": [">", 5]}]}, {"total": "3"}, False),
    ({"total": [{"numeric": [">", 5]}], "state": ["paid"]}, {"total": 3, "state": "open"}, True),
    ({"total": [{"numeric": [">", 5]}], "state": ["paid"]}, {"total": 3}, False),
    ({"$or": [{"large": [True]}, {"state": ["paid"]}]}, {"state": "open"}, True),
    ({"order": {"large": [True]}}, {"order": {"large": False}}, True), ({"order": {"large": [True]}}, {"order": False}, False),
])
def test_a_rule_filters_events_out_by_values_of_its_types(pattern, detail, is_filtered):
    event = {"source": "demo", "detail-type": "DayClosed", "detail": detail}
    topic = {"detail-type": ["DayClosed"], "detail": pattern}
    assert (matching.is_filtered(topic, event), matching.is_filtered({**topic, "detail-type": ["Other"]}, event),
            matching.is_filtered({"detail": pattern}, event)) == (is_filtered, False, False)


def test_an_event_that_a_rule_filters_out_is_recorded(written):
    hears = ("events: [{name: closed, topic: DayClosed, pattern: {day: [2]}}]", HEARS[1])
    world = written(hello=("{}", 'os.environ["DEMO_BUS"]\n' + BUS), hears=hears)
    assert world.this.call([entry()]) == 0
    assert world.effects.emitted == [{"source": "demo", "topic": "DayClosed", "detail": {"day": 1}}]


def test_an_event_of_an_app_without_rules(written):
    world = written(hello=("{}", 'os.environ["DEMO_BUS"]\n' + BUS))
    assert problem_lines(world.this.call, [entry()])[0].endswith(
        "no rule matches the event 'DayClosed': no lambda has a rule on the app's bus")


def test_an_event_for_another_bus_is_beyond_the_role(written):
    world = written(hello=("{}", 'os.environ["DEMO_BUS"]\n' + BUS))
    assert problem_lines(world.this.call, [{key: value for key, value in entry().items() if key != "EventBusName"}]) == [
        "handlers/hello/index.py:12: the role of hello does not allow events:PutEvents on "
        "arn:aws:events:eu-west-1:123456789012:event-bus/default",
        '  hint: name the app\'s bus: EventBusName=os.environ["..._BUS"]']


def test_an_invocation_of_another_lambda_is_recorded_and_gets_the_response_of_the_test(written):
    world = written(hello=("{}", CALLS), other=OTHER)
    invoked = world.effects.invoked
    assert problem_lines(world.this.call, {"n": 1}) == [
        "other was invoked, and the test sets no response for it",
        "  hint: before the call: invoked.answers('other', {...}), or invoked.runs('other') to run it"]
    invoked.answers("other", {"ok": True})
    assert world.this.call({"n": 2}) == [200, None, '{"ok": true}']
    invoked.fails("other", "no", "ValueError")
    assert world.this.call({"n": 3}) == [200, "Unhandled", '{"errorMessage": "no", "errorType": "ValueError"}']
    assert world.this.call({"n": 4, "kind": "Event"})[0] == 202
    assert invoked == {"other": [{"n": 1}, {"n": 2}, {"n": 3}, {"n": 4, "kind": "Event"}]}


def test_a_lambda_called_by_another_may_run_as_itself(written):
    world = written(hello=("{}", CALLS), other=OTHER)
    world.effects.invoked.runs("other")
    with world.this.process.entered():
        assert world.this.call({"n": 2}) == [200, None, '[2, "1024"]']
        assert json.loads(world.this.call({"n": -1})[2]) == {"errorMessage": "negative", "errorType": "ValueError"}


def test_a_message_for_each_protocol_is_published_as_a_lambda_gets_it(written):
    code = ('def handler(event, context):\n    boto3.client("sns").publish(TopicArn=os.environ["DEMO_ALARMS_TOPIC"], '
            'MessageStructure="json", Message=json.dumps(event))\n')
    world = written(hello=("{}", code), alarms=("topic: {}", ECHO))
    world.this.call({"default": '{"n": 1}', "email": "one"})
    world.this.call({"default": "one", "lambda": '{"n": 2}'})
    assert world.effects.published == {"alarms": [{"n": 1}, {"n": 2}]}
