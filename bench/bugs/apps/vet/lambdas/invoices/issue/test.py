OPEN = {"pk": "pet#rex", "sk": "visit#2026-05-04",
        "lines": [{"code": "exam", "price": 24.5, "quantity": 1}, {"code": "vaccine", "price": 11.2, "quantity": 2}]}
CLOSED = {**OPEN, "closed": True}


def test_a_closed_visit_has_an_invoice(call, event, table, invoked):
    invoked.answers("invoices/render", {"key": "invoices/1.html"})
    assert call(event.table(old=OPEN, new=CLOSED)) == {"invoices": [1]}
    row = table.row("invoice#1", "invoice")
    assert (row["amount"], row["open"], row["document"]) == (55.81, True, "invoices/1.html")
    assert invoked["invoices/render"] == [{"number": 1, "pet": "rex", "day": "2026-05-04", "amount": "55.81",
                                           "lines": [["exam", "24.5"], ["vaccine", "11.2"]]}]


def test_the_same_event_twice_is_one_invoice(call, event, table, invoked):
    invoked.answers("invoices/render", {"key": "invoices/1.html"})
    for _time in range(2):
        assert call(event.table(old=OPEN, new=CLOSED)) == {"invoices": [1]}
    assert table.row("counter", "invoice")["last"] == 1


def test_its_own_rows_are_not_heard(event):
    event.table(new={"pk": "pet#rex", "sk": "number#2026-05-04", "number": 1}, refused=True)
