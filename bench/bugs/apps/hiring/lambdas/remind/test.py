def test_a_reminder(call, tables, emails):
    tables["hiring-interviews"].put(id="i1", job="1", email="ann@example.com", at="2026-05-04T08:00:00+00:00", confirmed=False)
    call({"interview": "i1"})
    assert emails[0]["text"] == "We look forward to 04.05.2026, 08:00 UTC."
