"""What the checks do as often for a few lambdas as for many."""
from checks import emitted

pytest_plugins = ["tests.fixtures.checks"]

SCHEDULES = "target = json.loads(os.environ['DEMO_B_SCHEDULE'])\nboto3.client('scheduler').create_schedule(Name='a', GroupName=target['GroupName'], " \
    "ScheduleExpression='at(2099-01-01T00:00:00)', FlexibleTimeWindow={'Mode': 'OFF'}, Target={**target['Target'], 'Input': json.dumps({'number': 1})})"
READS = "print(event['number'])"


def test_the_calls_of_a_service_are_looked_up_as_often_for_any_number_of_lambdas(flow_ids, monkeypatch):
    look_up, count = emitted.reachable_calls, 0

    def counted(*arguments):
        nonlocal count
        count += 1
        return look_up(*arguments)
    monkeypatch.setattr(emitted, "reachable_calls", counted)
    counts = []
    for number in (2, 8):
        count = 0
        assert flow_ids({"a": SCHEDULES, "b": READS, **{f"reader-{index}": READS for index in range(number)}}) == []
        counts.append(count)
    assert counts[0] == counts[1] > 0
