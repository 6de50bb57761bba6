FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def test_a_form(call, event, tables, emitted):
    tables["claims-holidays"].put(country="AT", day="2026-12-25")
    response = call(event.api(headers=FORM, body="policy=at-123456&title=Water+in+the+cellar&email=Ann%40example.com"))
    assert response.status == 201
    [row] = tables["claims-files"].rows()
    assert (row["policy"], row["title"], row["email"]) == ("AT-123456", "Water in the cellar", "ann@example.com")
    assert (row["state"], row["country"]) == ("open", "AT")
    assert emitted[0]["detail"]["claim"] == row["claim"]


def test_json(call, event, tables):
    body = {"policy": "AT-123456", "email": "ann@example.com"}
    response = call(event.api(headers={"content-type": "application/json"}, body=body))
    assert (response.status, tables["claims-files"].rows()[0]["title"]) == (201, "Claim")


def test_a_policy_that_is_none(call, event, tables):
    response = call(event.api(headers=FORM, body="policy=7&email=ann%40example.com"))
    assert (response.status, tables["claims-files"].rows()) == (400, [])
