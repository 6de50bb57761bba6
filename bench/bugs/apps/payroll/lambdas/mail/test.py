def test_a_slip_is_sent(call, event, bucket, emails):
    bucket.put("slips/2026-05/7.html", "<h1>2026-05</h1>")
    call(event.app({"employee": "7", "month": "2026-05", "email": "ann@mill.example", "key": "slips/2026-05/7.html"}))
    assert emails[0]["to"] == ["ann@mill.example"]
    assert emails[0]["subject"] == "Your slip of 2026-05"
