ORDER = {"id": "o1", "show": "p1", "seats": ["A1", "A2"], "email": "ann@example.com", "amount": 7000, "status": "held",
         "placed": "2026-05-01T08:00:00+00:00", "expires": 1_777_622_400}


def test_an_expired_order(call, event, tables):
    tables["boxoffice-seats"].put(show="p1", seat="A1", taken="o1")
    tables["boxoffice-seats"].put(show="p1", seat="A2", taken="o2")
    assert call(event.stream(old=ORDER, ttl=True)) == {"batchItemFailures": []}
    assert "taken" not in tables["boxoffice-seats"].row("p1", "A1")
    assert tables["boxoffice-seats"].row("p1", "A2")["taken"] == "o2"
