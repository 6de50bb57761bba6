import json


def test_letters(call, event, tables, buckets, emails, index):
    month = f"{index.clock.today():%Y-%m}"
    buckets["castle-guide"].put(f"newsletter/{month}/en.json", json.dumps({"subject": "Spring", "html": "<p>Dear {name}</p>"}))
    tables["castle-subscribers"].put(email="ann@example.com", name="Ann", language="en")
    tables["castle-subscribers"].put(email="bo@example.com", language="en", last=month)
    tables["castle-subscribers"].put(email="cy@example.com", language="fr")
    assert call(event.schedule()) == {"month": month, "sent": 1}
    assert [(mail["to"], mail["html"]) for mail in emails] == [(["ann@example.com"], "<p>Dear Ann</p>")]
    assert tables["castle-subscribers"].row("ann@example.com")["last"] == month
