BODY = {"cents": 950, "card": "tok_1"}
KEY = {"Idempotency-Key": "k1"}


def test_a_payment_is_open_and_sent_to_be_settled(call, event, table, sent):
    assert call(event.api(body=BODY, headers=KEY)).json == {"id": "k1", "currency": "EUR"}
    row = table.row("payment#k1", "payment")
    assert (row["cents"], row["state"]) == (950, "open")
    assert sent["settle"] == [{"id": "k1", "cents": 950, "card": "tok_1"}]


def test_a_payment_that_is_sent_twice_is_one(call, event, sent):
    call(event.api(body=BODY, headers=KEY))
    assert call(event.api(body=BODY, headers=KEY)).json == {"id": "k1", "again": True}
    assert len(sent["settle"]) == 1


def test_a_key_is_needed(call, event, table):
    assert call(event.api(body=BODY)).status == 400
    assert table.rows() == []
