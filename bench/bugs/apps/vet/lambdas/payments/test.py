import hashlib
import hmac
import json

import pytest

PAYMENT = {"id": "p1", "type": "payment.succeeded", "invoice": 7, "amount": 55.81}


@pytest.fixture
def pay(call, event, secrets, table):
    """pay(body): the response to a signed request; invoice 7 is open."""
    secrets["vet-payments"].put("k3y")
    table.put(pk="invoice#7", sk="invoice", amount=55.81, open=True)

    def request(body, key=b"k3y"):
        signature = hmac.new(key, json.dumps(body).encode(), hashlib.sha256).hexdigest()
        made = event.api(body=json.dumps(body), headers={"X-Signature": signature})
        return call(made)
    return request


def test_a_payment_closes_the_invoice(pay, table, emitted):
    assert pay(PAYMENT).status == 200
    assert table.row("invoice#7", "invoice")["open"] is False
    assert table.row("payment#p1", "payment")["amount"] == 55.81
    assert emitted == [{"source": "vet.payments", "topic": "InvoicePaid",
                        "detail": {"payment": "p1", "invoice": 7, "amount": "55.81"}}]


def test_a_payment_may_come_twice(pay, table):
    assert [pay(PAYMENT).status, pay(PAYMENT).status] == [200, 200]


def test_a_wrong_signature_is_refused(pay, table):
    assert pay(PAYMENT, key=b"wrong").status == 401
    assert table.row("invoice#7", "invoice")["open"] is True
