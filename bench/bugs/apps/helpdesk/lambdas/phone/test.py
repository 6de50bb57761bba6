import hashlib
import hmac
import json

import pytest


@pytest.fixture
def signed(event, secret):
    secret.put("s3cret")

    def request(body, key=b"s3cret"):
        text = json.dumps(body)
        signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
        return event.url("/", method="POST", body=text,
                         headers={"x-phone-signature": signature, "content-type": "application/json"})
    return request


def test_a_missed_call_is_a_ticket(call, signed, table, emitted):
    response = call(signed({"type": "missed", "from": "+4930123", "line": "main"}))
    assert (response.status, response.json) == (201, {"number": 1})
    row = table.row("ticket#1", "ticket")
    assert (row["requester"], row["priority"]) == ("+4930123", "high")
    assert emitted[0]["detail"] == {"number": 1, "caller": "+4930123", "line": "main"}


def test_other_calls(call, signed, table):
    assert call(signed({"type": "answered", "from": "+4930123"})).status == 204
    assert table.rows() == []


def test_a_wrong_signature(call, signed):
    assert call(signed({"type": "missed"}, key=b"guess")).status == 401
