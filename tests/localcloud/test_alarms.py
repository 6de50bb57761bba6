"""Alarms of CloudWatch on the local cloud: their states, and what they invoke."""
from types import SimpleNamespace

import pytest

from localcloud.events import alarms
from localcloud.moto import metrics
from tests.fixtures.fake_functions import ACCOUNT, REGION, eventually


def alarm(**settings):
    """An alarm as moto has it."""
    return SimpleNamespace(**{
        "comparison_operator": "GreaterThanThreshold", "evaluation_periods": 3, "datapoints_to_alarm": 2, "threshold": 5.0,
        "statistic": "Sum", "extended_statistic": None, "treat_missing_data": "notBreaching", "state_value": "OK",
        "region_name": REGION, "namespace": "N", "metric_name": "M", "dimensions": [], **settings})


@pytest.mark.parametrize("ages, settings, state", [
    ([], {}, "OK"),
    ([], {"treat_missing_data": "missing"}, "INSUFFICIENT_DATA"),
    ([], {"treat_missing_data": "breaching"}, "ALARM"),
    ([], {"treat_missing_data": "ignore", "state_value": "ALARM"}, "ALARM"),
    ([(1, 6), (11, 6)], {}, "ALARM"),
    ([(1, 3), (2, 3), (11, 6)], {}, "ALARM"),
    ([(1, 6), (31, 6)], {}, "OK"),
    ([(1, 5), (11, 5)], {}, "OK"),
    ([(1, 5), (11, 5)], {"comparison_operator": "GreaterThanOrEqualToThreshold"}, "ALARM"),
    ([(1, 6), (11, 6)], {"datapoints_to_alarm": None}, "OK"),
    ([(1, 4), (2, 9), (11, 9)], {"statistic": "Average"}, "ALARM"),
    ([(1, 1), (2, 9), (11, 9)], {"statistic": "Average"}, "OK"),
    ([(1, 9)] + [(2, 1)] * 98 + [(11, 9)], {"statistic": None, "extended_statistic": "p99"}, "ALARM"),
    ([(1, 9)] + [(2, 1)] * 100 + [(11, 9)], {"statistic": None, "extended_statistic": "p99"}, "OK"),
])
def test_a_state_follows_from_the_datapoints_of_the_last_periods(monkeypatch, ages, settings, state):
    monkeypatch.setattr(alarms.time, "monotonic", lambda: 1000.0)
    monkeypatch.setattr(metrics, "values_since", lambda _key, since: [(1000 - age, value) for age, value in ages if 1000 - age > since])
    assert alarms.evaluated(alarm(**settings), 10)[0] == state


def test_a_queue_with_messages_invokes_a_function_with_awss_event(cloud):
    arn = f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:full"
    function = cloud.function("alarmed", permits=[("lambda.alarms.cloudwatch", arn)])
    queue = cloud.client("sqs").create_queue(QueueName="watched")["QueueUrl"]
    cloud.client("cloudwatch").put_metric_alarm(
        AlarmName="full", AlarmDescription="words", AlarmActions=[function], Namespace="AWS/SQS", Statistic="Maximum", Period=60,
        MetricName="ApproximateNumberOfMessagesVisible", Dimensions=[{"Name": "QueueName", "Value": "watched"}],
        ComparisonOperator="GreaterThanThreshold", Threshold=0, EvaluationPeriods=1, TreatMissingData="notBreaching")
    cloud.client("sqs").send_message(QueueUrl=queue, MessageBody="failed")
    event, = eventually(lambda: cloud.calls("alarmed"))
    assert (event["source"], event["alarmArn"], event["region"]) == ("aws.cloudwatch", arn, REGION)
    data = event["alarmData"]
    assert (data["alarmName"], data["state"]["value"], data["previousState"]["value"]) == ("full", "ALARM", "OK")
    assert data["configuration"]["description"] == "words"
    assert data["configuration"]["metrics"][0]["metricStat"]["metric"]["dimensions"] == {"QueueName": "watched"}
    described, = cloud.client("cloudwatch").describe_alarms(AlarmNames=["full"])["MetricAlarms"]
    assert described["StateValue"] == "ALARM"


def test_a_metric_without_an_alarm_is_not_noted(cloud):
    metrics.record(REGION, "AWS/Lambda", {"Errors": 1}, {"FunctionName": "nobody-watches"})
    key = REGION, "AWS/Lambda", "Errors", frozenset({("FunctionName", "nobody-watches")})
    assert metrics.values_since(key, 0) == []
