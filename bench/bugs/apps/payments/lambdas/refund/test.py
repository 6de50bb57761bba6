CLAIMS = {"sub": "1", "email": "ann@example.com"}


def test_settled_money_is_given_back_once(call, event, table):
    table.put(pk="payment#p1", sk="payment", cents=950, state="settled")
    asked = event.api({"id": "p1"}, claims=CLAIMS)
    assert [call(asked).status, call(asked).status] == [200, 409]
    assert table.row("payment#p1", "payment")["state"] == "refunded"
    assert table.row("payment#p1", "refund")["by"] == "ann@example.com"


def test_open_payments_stay(call, event, table):
    table.put(pk="payment#p1", sk="payment", cents=950, state="open")
    assert call(event.api({"id": "p1"}, claims=CLAIMS)).status == 409
    assert len(table.rows()) == 1
