ANN = {"sub": "ann", "email": "ann@example.com"}


def test_a_report(call, event, tables):
    response = call(event.api("/cars/a1/damages", method="POST", claims=ANN, body={"text": " a dent ", "photos": 2}))
    assert response.status == 201
    damage = response.json["damage"]
    assert [form["fields"]["key"] for form in response.json["forms"]] == [f"damages/a1/{damage}/{number}.jpg" for number in (0, 1)]
    row = tables["carpool-damages"].row("a1", damage)
    assert (row["driver"], row["text"]) == ("ann", "a dent")


def test_a_report_without_a_text(call, event):
    assert call(event.api("/cars/a1/damages", method="POST", claims=ANN, body={"text": " "})).status == 400


def test_a_list(call, event, tables):
    tables["carpool-damages"].put(car="a1", damage="1", driver="ann", text="old", photos={"b.jpg", "a.jpg"})
    tables["carpool-damages"].put(car="a1", damage="2", driver="ann", text="new")
    response = call(event.api("/cars/a1/damages", method="GET", claims=ANN))
    assert [(row["text"], row["photos"]) for row in response.json["damages"]] == [("new", []), ("old", ["a.jpg", "b.jpg"])]
