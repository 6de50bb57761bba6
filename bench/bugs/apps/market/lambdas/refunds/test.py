import io
import json
import urllib.error

import pytest


@pytest.fixture
def provider(index, monkeypatch, secrets):
    class Provider(list):
        down = False

    requests = Provider()

    def urlopen(request, timeout):
        if requests.down:
            raise urllib.error.URLError("down")
        requests.append((request.full_url, request.headers["Idempotency-key"], json.loads(request.data)))
        return io.BytesIO(b'{"id": "re_1"}')

    secrets["market-bank"].put('{"key": "k3y"}')
    monkeypatch.setattr(index.bank.urllib.request, "urlopen", urlopen)
    return requests


@pytest.fixture(autouse=True)
def order(table):
    table.put(pk="order#o1", sk="order", owner="zoe", status="refunding", total=41.65, charge="ch_o1",
              lines=[{"sku": "b1", "quantity": 2, "price": 12.5, "title": "A book"}])


MESSAGE = {"order": "o1", "charge": "ch_o1", "amount": 4165}


def test_money_is_given_back(call, event, table, emitted, provider):
    assert call(event.queue([MESSAGE], group="o1")) == {"batchItemFailures": []}
    [(url, once, body)] = provider
    assert url.endswith("/v1/refunds")
    assert (once, body) == ("refund-o1", {"charge": "ch_o1", "amount": 4165})
    row = table.row("order#o1", "order")
    assert (row["status"], row["refund"]) == ("refunded", "re_1")
    assert emitted == [{"source": "market.orders", "topic": "OrderRefunded",
                        "detail": {"order": "o1", "lines": [{"sku": "b1", "quantity": 2}]}}]


def test_those_after_a_failure_wait(call, event, table, provider):
    provider.down = True
    batch = event.queue([MESSAGE, {**MESSAGE, "amount": 1}], group="o1")
    assert call(batch) == {"batchItemFailures": [
        {"itemIdentifier": record["messageId"]} for record in batch["Records"]]}
    assert table.row("order#o1", "order")["status"] == "refunding"


def test_an_expired_order_stays(call, event, table, emitted, provider):
    table.put(pk="order#o1", sk="order", owner="zoe", status="expired", total=41.65, lines=[])
    call(event.queue([MESSAGE], group="o1"))
    assert len(provider) == 1
    assert emitted == []
