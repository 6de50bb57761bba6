BODY = {"day": "2099-05-01", "time": "10:30", "count": 2, "email": "Ann@example.com"}


def test_two_tickets(call, event, tables, secret, sent):
    secret.put("k3y")
    tables["museum-slots"].put(day="2099-05-01", time="10:30", capacity=20, sold=3)
    response = call(event.api(body=BODY))
    assert (response.status, response.json["free"]) == (201, 15)
    assert tables["museum-slots"].row("2099-05-01", "10:30")["sold"] == 5
    [ticket] = tables["museum-tickets"].rows()
    assert (ticket["slot"], ticket["expires"]) == ("2099-05-01T10:30", 4083899400)
    assert sent["mailer"][0]["lines"] == ["2 x 01.05.2099 10:30", response.json["code"]]


def test_a_slot_that_is_full(call, event, tables, secret):
    secret.put("k3y")
    tables["museum-slots"].put(day="2099-05-01", time="10:30", capacity=20, sold=19)
    assert call(event.api(body=BODY)).status == 409


def test_a_slot_that_is_over(call, event):
    assert call(event.api(body={**BODY, "day": "2020-05-01"})).status == 400
