PAID = {"payment": "p1", "invoice": 7, "amount": "55.81"}


def paid(event, detail, topic="InvoicePaid"):
    return {**event.app(detail, topic=topic), "time": "2026-05-04T10:00:00Z"}


def test_payments_are_summed(call, event, tables):
    call(paid(event, PAID))
    call(paid(event, {**PAID, "payment": "p2", "amount": "10.00"}))
    row = tables["vet-ledger"].row("month", "2026-05")
    assert (row["sum"], row["entries"]) == (65.81, 2)


def test_an_event_may_come_twice(call, event, tables):
    call(paid(event, PAID))
    call(paid(event, PAID))
    assert tables["vet-ledger"].row("month", "2026-05")["sum"] == 55.81


def test_refunds_are_subtracted(call, event, tables):
    call(paid(event, {**PAID, "payment": "r1"}, topic="InvoiceRefunded"))
    assert tables["vet-ledger"].row("month", "2026-05")["sum"] == -55.81
