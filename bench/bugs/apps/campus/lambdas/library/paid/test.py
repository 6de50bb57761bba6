import hashlib
import hmac
import json
import time
from decimal import Decimal

import pytest

PAID = {"type": "charge.succeeded", "fee": "a-1"}

pytestmark = pytest.mark.warm


@pytest.fixture(autouse=True)
def secret(secrets):
    secrets["campus-webhook"] = "whsec"


def post(call, event, notice, seconds=None, key=b"whsec"):
    body = json.dumps(notice)
    seconds = seconds or int(time.time())
    mac = hmac.new(key, f"{seconds}.{body}".encode(), hashlib.sha256).hexdigest()
    return call(event.url("/", method="POST", body=body, headers={"x-signature": f"t={seconds},v1={mac}"}))


def test_a_payment(call, event, tables, sent):
    tables["campus-fees"].put(fee="a-1", email="zoe@campus.example", amount=Decimal("1.20"), book="Emma", state="pending")
    assert post(call, event, PAID).status == 204
    assert post(call, event, PAID).status == 204
    assert tables["campus-fees"].row("a-1")["state"] == "paid"
    assert sent["mail"] == [{"template": "fee", "to": "zoe@campus.example", "values": {"amount": "1.20", "book": "Emma"}}]


def test_forged_or_old(call, event):
    assert post(call, event, PAID, key=b"x").status == 401
    assert post(call, event, PAID, seconds=1700000000).status == 401
    assert call(event.url("/", method="POST", body="{}")).status == 401


def test_unknown(call, event, sent):
    assert post(call, event, PAID).status == 204
    assert post(call, event, {"type": "charge.failed", "fee": "a-1"}).status == 204
    assert sent["mail"] == []
