def test_the_mean_of_each_hour(call, event, table):
    table.put(pk="m1", sk="hour#2026-05-01T12", count=2, sum=12.5, hour="2026-05-01T12")
    table.put(pk="m1", sk="hour#2026-05-02T12", count=2, sum=12.5, hour="2026-05-02T12")
    assert call(event.api({"meter": "m1"}, query={"day": "2026-05-01"})).json == {
        "meter": "m1", "hours": [{"hour": "2026-05-01T12", "mean": 6.25}]}


def test_a_day_must_be_said(event):
    event.api({"meter": "m1"}, refused=True)
