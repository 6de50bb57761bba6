import io
import json
import urllib.error
from decimal import Decimal

import pytest

FEE = {"fee": "a-1", "loan": "a", "student": "zoe", "email": "zoe@campus.example", "book": "Emma", "amount": "1.20"}

pytestmark = pytest.mark.warm


@pytest.fixture
def service(index, monkeypatch, secrets):
    secrets["campus-payments"] = '{"key": "sk"}'
    requests = []

    def urlopen(request, timeout):
        requests.append((request.get_header("Authorization"), request.get_header("Idempotency-key"), json.loads(request.data)))
        if b"broke" in request.data:
            raise urllib.error.HTTPError(request.full_url, 402, "no money", {}, None)
        if b"down" in request.data:
            raise urllib.error.HTTPError(request.full_url, 503, "down", {}, None)
        return io.BytesIO(b'{"id": "ch_1"}')

    monkeypatch.setattr(index.urllib.request, "urlopen", urlopen)
    return requests


def test_a_fee(call, event, tables, service):
    assert call(event.queue([FEE], group="zoe")) == {"batchItemFailures": []}
    assert service == [("Basic c2s6", "a-1", {"customer": "zoe", "cents": 120, "currency": "eur"})]
    row = tables["campus-fees"].get_item(Key={"fee": "a-1"})["Item"]
    assert (row["amount"], row["state"], row["charge"]) == (Decimal("1.20"), "pending", "ch_1")
    call(event.queue([FEE], group="zoe"))
    assert len(service) == 1


def test_no_money(call, event, tables, service):
    assert call(event.queue([{**FEE, "student": "broke"}], group="broke")) == {"batchItemFailures": []}
    assert tables["campus-fees"].row("a-1")["state"] == "failed"


def test_the_order_stays(call, event, tables, service):
    batch = event.queue([FEE, {**FEE, "fee": "a-2", "student": "down"}, {**FEE, "fee": "a-3"}], group="zoe")
    assert call(batch) == {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in batch["Records"][1:]]}
    assert [row["fee"] for row in tables["campus-fees"].rows()] == ["a-1"]
