import boto3

DETAIL = {"device": "truck1", "time": "2026-05-01T12:10:00+00:00", "celsius": 80.5}


def test_an_alert_is_kept_and_paged_once(call, event, table, published):
    crossed = event.app(DETAIL)
    assert call(crossed) == {"new": True}
    assert call(crossed) == {"new": False}
    [row] = table.rows()
    assert (row["pk"], row["sk"], row["celsius"]) == ("truck1", "alert#2026-05-01T12:10:00+00:00", 80.5)
    assert published["page"] == [DETAIL]


def test_an_alert_is_counted(call, event):
    call(event.app(DETAIL))
    metrics = boto3.client("cloudwatch").list_metrics(Namespace="Fleet")["Metrics"]
    assert sorted(metric["MetricName"] for metric in metrics) == ["Alerts", "Celsius"]
