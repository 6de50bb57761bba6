def test_a_reminder(call, table, emails):
    table.put(pk="lesson#m1", sk="lesson", id="m1", course="maths", teacher="tom", seats=2, taken=1, state="open",
              starts="2099-05-01T14:00:00+00:00")
    assert call({"email": "ann@example.com", "lesson": "m1"}) is True
    assert [(mail["to"], mail["subject"]) for mail in emails] == [(["ann@example.com"], "Your maths lesson")]
    assert call({"email": "ann@example.com", "lesson": "m2"}) is False
