import base64
import hashlib
import hmac
import json
import time

import pytest

NOTICE = {"id": "e1", "type": "deposit.paid", "booking": "b1", "amount": 76.05}


@pytest.fixture
def pay(call, event, secret, tables):
    secret.put("k3y")
    tables["rentals"].put(pk="booking#b1", sk="booking", flat="alfama", city="lisbon", owner="o1", email="ann@example.com",
                          arrive="2090-05-04", leave="2090-05-07", guests=2, rent=241.5, tax=12, deposit=76.05,
                          currency="EUR", state="requested")

    def request(notice, key=b"k3y", age=0, encoded=False):
        body = json.dumps(notice)
        sent = str(int(time.time()) - age)
        signature = hmac.new(key, f"{sent}.{body}".encode(), hashlib.sha256).hexdigest()
        made = event.api(body=body, headers={"X-Pay-Signature": f"t={sent},v1={signature}"})
        if encoded:
            made.update(body=base64.b64encode(body.encode()).decode(), isBase64Encoded=True)
        return call(made)
    return request


def test_a_deposit_pays_the_booking(pay, tables, emitted):
    assert pay(NOTICE).status == 200
    row = tables["rentals"].row("booking#b1", "booking")
    assert (row["state"], row["paid"]) == ("paid", 76.05)
    assert tables["rentals-ledger"].rows() == [{"owner": "o1", "entry": "2090-05-07#b1", "flat": "alfama", "rent": 241.5,
                                                "tax": 12, "currency": "EUR"}]
    assert emitted == [{"source": "rentals", "topic": "BookingPaid", "detail": {
        "booking": "b1", "flat": "alfama", "city": "lisbon", "email": "ann@example.com", "arrive": "2090-05-04",
        "leave": "2090-05-07", "guests": 2}}]


def test_a_notice_may_come_twice_or_encoded(pay):
    assert [pay(NOTICE).status, pay(NOTICE, encoded=True).status] == [200, 200]


def test_what_is_refused(pay, tables):
    assert pay(NOTICE, key=b"wrong").status == 401
    assert pay(NOTICE, age=900).status == 401
    assert pay({**NOTICE, "amount": 10}).status == 409
    assert pay({**NOTICE, "booking": "b2"}).status == 404
    assert pay({**NOTICE, "type": "payout"}).json == {"ignored": "payout"}
    assert tables["rentals"].row("booking#b1", "booking")["state"] == "requested"
