ANN = {"sub": "ann", "email": "ann@firm.example"}


def test_an_expense_is_kept_and_told(call, event, table, emitted):
    emitted.allow_unheard()
    response = call(event.api(body={"title": "Hotel", "amount": 99.5, "currency": "EUR"}, claims=ANN))
    assert response.status == 201
    assert response.json["total"] == 99.5
    [row] = table.rows()
    assert (row["pk"], row["status"], row["total"]) == ("employee#ann", "open", 99.5)
    assert emitted[0]["topic"] == "ExpenseSubmitted"
    assert emitted[0]["detail"]["total"] == "99.50"


def test_other_currencies_are_converted(call, event, tables, emitted):
    emitted.allow_unheard()
    tables["expenses-rates"].put(currency="CHF", day="2026-04-30", rate=2)
    tables["expenses-rates"].put(currency="CHF", day="2026-05-01", rate=4)
    response = call(event.api(body={"title": "Taxi", "amount": 50, "currency": "CHF"}, claims=ANN))
    assert response.json["total"] == 12.5


def test_an_unknown_currency(call, event):
    assert call(event.api(body={"title": "Taxi", "amount": 50, "currency": "XXX"}, claims=ANN)).status == 400
