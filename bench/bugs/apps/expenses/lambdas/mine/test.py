def row(number, status="open"):
    return {"pk": "employee#ann", "sk": f"expense#{number}", "email": "ann@firm.example", "title": "Taxi", "amount": 5,
            "currency": "EUR", "total": 5, "status": status, "submitted": "2026-05-01T10:00:00+00:00"}


def test_my_expenses(call, event, table):
    table.put(row("a"))
    table.put(row("b", "paid"))
    response = call(event.api(claims={"sub": "ann"}))
    assert [expense["number"] for expense in response.json["expenses"]] == ["a", "b"]
    assert response.json["next"] is None


def test_only_the_paid_ones(call, event, table):
    table.put(row("a"))
    table.put(row("b", "paid"))
    response = call(event.api(query={"status": "paid"}, claims={"sub": "ann"}))
    assert [expense["number"] for expense in response.json["expenses"]] == ["b"]
