SLIP = {"employee": "7", "month": "2026-05", "name": "Ann <3", "email": "ann@mill.example", "gross": 3000, "tax": 430,
        "net": 2570, "hours": 150}


def test_a_page(call, event, bucket, emitted):
    call(event.stream(new=SLIP))
    assert "<p>Ann &lt;3</p>" in bucket.text("slips/2026-05/7.html")
    assert "2570.00" in bucket.text("slips/2026-05/7.html")
    assert emitted == [{"source": "payroll", "topic": "SlipReady", "detail": {
        "employee": "7", "month": "2026-05", "email": "ann@mill.example", "key": "slips/2026-05/7.html"}}]
