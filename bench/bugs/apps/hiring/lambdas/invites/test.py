def test_an_invitation(call, event, tables, emails):
    tables["hiring-applications"].put(job="1", email="ann@example.com", name="Ann", state="screened", changed="2026-05-01")
    message = {"job": "1", "title": "Sawyer", "email": "ann@example.com", "name": "Ann", "score": 0.67}
    assert call(event.queue([message])) == {"batchItemFailures": []}
    assert emails[0]["to"] == ["ann@example.com"]
    assert "https://jobs.mill.example/times?job=1&email=ann%40example.com" in emails[0]["text"]
    assert tables["hiring-applications"].row("1", "ann@example.com")["state"] == "invited"
