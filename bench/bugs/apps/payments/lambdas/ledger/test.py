def test_days_are_added_up(call, event, table):
    settled = event.app({"id": "p1", "cents": 950}, topic="PaymentSettled")
    call(settled)
    call(settled)
    call(event.app({"id": "p2", "cents": 100}, topic="PaymentRefused"))
    assert table.row("ledger", settled["time"][:10]) == {
        "pk": "ledger", "sk": settled["time"][:10], "paid": 1, "refused": 1, "cents": 950}
