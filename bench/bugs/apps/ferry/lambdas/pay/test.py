import hashlib
import hmac
import json
import time

import pytest

PAYMENT = {"id": "pay_1", "type": "payment.captured", "reference": "sund-2099-07-01T0930/b1"}
ROW = {"sailing": "sund-2099-07-01T0930", "booking": "b1", "status": "HELD", "seats": 2}


@pytest.fixture
def signed(event, secret):
    secret.put("s3cret")

    def request(body, key=b"s3cret", at=None):
        text, stamp = json.dumps(body), str(int(at or time.time()))
        signature = hmac.new(key, f"{stamp}.{text}".encode(), hashlib.sha256).hexdigest()
        return event.url("/", method="POST", body=text, headers={
            "x-pay-signature": signature, "x-pay-time": stamp, "content-type": "application/json"})
    return request


def test_a_payment(call, signed, tables, emitted):
    tables["ferry-bookings"].put(**ROW)
    assert call(signed(PAYMENT)).text == "paid"
    assert tables["ferry-bookings"].rows() == [{**ROW, "status": "PAID", "payment": "pay_1"}]
    assert emitted == [{"source": "ferry", "topic": "BookingPaid",
                        "detail": {"sailing": "sund-2099-07-01T0930", "booking": "b1", "seats": 2}}]


def test_a_payment_twice(call, signed, tables, emitted):
    tables["ferry-bookings"].put(**ROW)
    call(signed(PAYMENT))
    assert call(signed(PAYMENT)).text == "known"
    assert len(emitted) == 1


def test_a_guess(call, signed):
    assert call(signed(PAYMENT, key=b"guess")).status == 401


def test_an_old_request(call, signed):
    assert call(signed(PAYMENT, at=time.time() - 4000)).status == 401
