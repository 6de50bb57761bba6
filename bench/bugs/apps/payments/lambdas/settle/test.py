import pytest


@pytest.fixture(autouse=True)
def open_(table):
    """A payment that waits."""
    table.put(pk="payment#p1", sk="payment", cents=950, state="open")


def test_money_that_came_is_settled(call, event, table, emitted, invoked):
    invoked.runs("bank")
    assert call(event.queue([{"id": "p1", "cents": 950, "card": "tok_1"}])) == {"batchItemFailures": []}
    assert table.row("payment#p1", "payment") == {
        "pk": "payment#p1", "sk": "payment", "cents": 950, "state": "settled", "receipt": "r-950"}
    assert emitted == [{"source": "pay.settle", "topic": "PaymentSettled", "detail": {"id": "p1", "cents": 950}}]


def test_a_card_that_is_none_is_refused(call, event, table, emitted, invoked):
    invoked.runs("bank")
    call(event.queue([{"id": "p1", "cents": 950, "card": "x"}]))
    assert table.row("payment#p1", "payment")["state"] == "refused"
    assert [one["topic"] for one in emitted] == ["PaymentRefused"]


def test_a_bank_that_fails_is_asked_again(call, event, invoked):
    invoked.fails("bank", "closed")
    batch = event.queue([{"id": "p1", "cents": 950, "card": "tok_1"}])
    assert call(batch) == {"batchItemFailures": [{"itemIdentifier": batch["Records"][0]["messageId"]}]}
