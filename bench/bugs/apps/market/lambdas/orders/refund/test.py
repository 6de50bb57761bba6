import pytest

MESSAGE = {"order": "o1", "charge": "ch_o1", "amount": 4165}


@pytest.fixture(autouse=True)
def order(table):
    table.put(pk="order#o1", sk="order", owner="zoe", status="paid", total=41.65, charge="ch_o1", lines=[])


def test_a_refund_is_queued(call, event, table, sent):
    response = call(event.api({"id": "o1"}, claims={"sub": "zoe"}))
    assert (response.status, response.json) == (202, {"id": "o1", "status": "refunding"})
    assert table.row("order#o1", "order")["status"] == "refunding"
    assert sent["refunds"] == [MESSAGE]


def test_the_staff_may(call, event, sent):
    assert call(event.api({"id": "o1"}, claims={"sub": "ann", "cognito:groups": ["staff"]})).status == 202
    assert sent["refunds"] == [MESSAGE]


def test_others_may_not(call, event, table, sent):
    assert call(event.api({"id": "o1"}, claims={"sub": "max"})).status == 404
    assert table.row("order#o1", "order")["status"] == "paid"
    assert sent["refunds"] == []


def test_open_orders_have_no_money(call, event, table):
    table.put(pk="order#o1", sk="order", owner="zoe", status="open", total=41.65, lines=[])
    assert call(event.api({"id": "o1"}, claims={"sub": "zoe"})).status == 409


def test_no_order(call, event):
    assert call(event.api({"id": "x"}, claims={"sub": "zoe"})).status == 404
