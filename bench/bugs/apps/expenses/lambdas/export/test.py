def row(number, submitted):
    return {"pk": "employee#ann", "sk": f"expense#{number}", "email": "ann@firm.example", "title": "Taxi", "amount": 5,
            "currency": "EUR", "total": 5, "status": "paid", "submitted": submitted}


def test_the_paid_ones_of_a_month(call, event, table, bucket, published):
    table.put(row("a", "2026-04-02T10:00:00+00:00"))
    table.put(row("b", "2026-05-02T10:00:00+00:00"))
    assert call({**event.schedule(), "month": "2026-04"}) == {"month": "2026-04", "count": 1}
    assert "a,ann,Taxi,2026-04-02T10:00:00+00:00,5" in bucket.text("exports/2026-04.csv")
    assert published["accounting"] == [{"month": "2026-04", "key": "exports/2026-04.csv", "count": 1}]
