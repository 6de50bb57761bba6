def test_a_page_shows_the_chart_the_days_and_the_alarms(call, event, table, website, invoked):
    invoked.runs("chart")
    table.put(pk="north-cape", sk="reading#2026-05-01T12:00Z", celsius=-11.5)
    table.put(pk="north-cape", sk="alarm#2026-05-01T12:00Z", celsius=-31)
    table.put(pk="north-cape", sk="day#2026-05-01", day="2026-05-01", count=1, lowest=-31, mean=-31, highest=-31)
    assert call(event.queue(["north-cape"])) == {"batchItemFailures": []}
    page = website.text("stations/north-cape.html")
    assert "<h1>north cape</h1><p>2026-05-01, 1 reading</p><svg" in page
    assert "12:00: -11.5 °C" in page
    assert "<tr><td>2026-05-01</td><td>1</td><td>−31.0°</td>" in page
    assert "<tr><td>2026-05-01T12:00Z</td><td>−31.0°</td></tr>" in page


def test_a_station_named_three_times_is_published_once(call, event, website, invoked):
    invoked.answers("chart", {"svg": "<svg/>"})
    call(event.queue(["oslo", "oslo", "bergen", "oslo"]))
    assert website.keys() == ["stations/bergen.html", "stations/oslo.html"]
    assert len(invoked["chart"]) == 2


def test_only_the_messages_that_failed_are_retried(call, event, index, monkeypatch, logs):
    monkeypatch.setattr(index, "publish", lambda station: {"bergen": 1}[station])
    batch = event.queue(["oslo", "bergen", "oslo"])
    first, _bergen, last = [record["messageId"] for record in batch["Records"]]
    assert call(batch) == {"batchItemFailures": [{"itemIdentifier": first}, {"itemIdentifier": last}]}
    assert logs == ["oslo: KeyError('oslo')"]


def test_a_message_whose_chart_fails_is_retried(call, event, invoked, logs):
    invoked.fails("chart", "no ink")
    assert len(call(event.queue(["oslo"]))["batchItemFailures"]) == 1
    assert logs == ["oslo: RuntimeError('no ink')"]
