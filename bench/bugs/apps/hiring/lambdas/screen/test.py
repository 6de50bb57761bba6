ANN = {"job": "1", "email": "ann@example.com", "name": "Ann", "state": "read", "changed": "2026-05-01", "text": "I saw wood."}


def test_enough(call, event, tables, sent):
    tables["hiring-jobs"].put(id="1", title="Sawyer", team="saw", keywords={"wood", "saw", "oil"}, places=1)
    tables["hiring-applications"].put(**ANN)
    assert call(event.stream(new=ANN)) == {"batchItemFailures": []}
    assert tables["hiring-applications"].row("1", "ann@example.com")["score"] == 0.67
    assert sent["invites"] == [{"job": "1", "title": "Sawyer", "email": "ann@example.com", "name": "Ann", "score": 0.67}]
