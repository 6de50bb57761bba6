import boto3


def test_an_alarm_is_counted_and_kept(call, event, table):
    call(event.topic({"meter": "m1", "time": "2026-05-01T12:00:00Z", "watts": 6000.5}))
    assert table.rows() == [{"pk": "m1", "sk": "alarm", "time": "2026-05-01T12:00:00Z", "watts": 6000.5}]
    [metric] = boto3.client("cloudwatch").list_metrics(Namespace="Meters")["Metrics"]
    assert metric["Dimensions"] == [{"Name": "Meter", "Value": "m1"}]
