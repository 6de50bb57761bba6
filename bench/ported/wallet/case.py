def run(app):
    made = [app.request("POST", "/accounts", {"owner": "ann", "currency": "EUR", "balance": 100}) for _ in range(3)]
    assert [answer.status for answer in made] == [201] * 3, made[0].text
    first, second, _third = (answer.json["account_id"] for answer in made)
    page = app.request("GET", "/owners/ann/accounts").json
    rest = app.request("GET", f"/owners/ann/accounts?cursor={page['cursor']}").json
    assert len(page["accounts"]) == 2 and len(rest["accounts"]) == 1
    assert app.request("POST", "/transfers", {"source": first, "target": second, "amount": 70}).status == 201
    answer = app.request("POST", "/transfers", {"source": first, "target": second, "amount": 70})
    assert answer.status == 409, answer.text
    assert app.request("POST", "/transfers", {"source": first, "target": second, "amount": 0}).status == 400
    assert app.request("GET", f"/accounts/{second}").json["balance"] == 170
    assert app.request("GET", f"/accounts/{second}/incoming?since=1").json == [70]
    assert app.request("GET", "/accounts/none").status == 404
