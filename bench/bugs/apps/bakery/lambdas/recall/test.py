BO = {"sub": "bo", "email": "bo@bakery.example", "cognito:groups": "baker"}


def test_a_recall(call, event, tables, emails):
    tables["bakery-stock"].put(ingredient="rye-flour", batch="mill-77", best_before="2099-01-01", grams=500, supplier="mill")
    for ingredient in ("rye-flour", "bran"):
        tables["bakery-used"].put(batch="mill-77", use=f"2026-05-04#{ingredient}", day="2026-05-04", grams=100)
    tables["bakery-orders"].put(day="2026-05-04", order="river#1", customer="ann", email="ann@example.com", shop="river")
    tables["bakery-orders"].put(day="2026-05-04", order="river#2", customer="ann", email="ann@example.com", shop="river")
    tables["bakery-orders"].put(day="2026-05-04", order="river#standing", shop="river")
    tables["bakery-orders"].put(day="2026-05-05", order="river#3", customer="cy", email="cy@example.com", shop="river")
    response = call(event.api(path={"batch": "mill-77"}, claims=BO))
    assert response.json == {"supplier": "mill", "days": ["2026-05-04"], "mails": 1, "failed": []}
    assert [mail["to"] for mail in emails] == [["ann@example.com"]]
    assert "river#1, river#2" in emails[0]["text"]
    assert tables["bakery-stock"].rows()[0]["grams"] == 0


def test_an_unknown_batch(call, event):
    assert call(event.api(path={"batch": "mill-1"}, claims=BO)).status == 404
