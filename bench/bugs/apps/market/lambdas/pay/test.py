import io
import json
import urllib.error

import pytest


@pytest.fixture
def provider(index, monkeypatch, secrets):
    """The requests that the provider received; provider.refuses[order] is the status of its error."""
    class Provider(list):
        refuses = {}

    requests = Provider()
    requests.refuses = {}

    def urlopen(request, timeout):
        assert request.full_url.endswith("/v1/charges")
        assert request.headers["Authorization"] == "Bearer k3y"
        body = json.loads(request.data)
        if body["order"] in requests.refuses:
            raise urllib.error.HTTPError(request.full_url, requests.refuses[body["order"]], "no", {}, io.BytesIO())
        requests.append((request.headers["Idempotency-key"], body))
        return io.BytesIO(json.dumps({"id": f"ch_{body['order']}"}).encode())

    secrets["market-bank"].put('{"key": "k3y"}')
    monkeypatch.setattr(index.bank.urllib.request, "urlopen", urlopen)
    return requests


@pytest.fixture(autouse=True)
def orders(table):
    for id_ in ("o1", "o2"):
        table.put(pk=f"order#{id_}", sk="order", status="open", total=41.65, lines=[], owner="zoe")


def test_orders_are_paid(call, event, table, published, provider):
    assert call(event.queue([{"order": "o1"}])) == {"batchItemFailures": []}
    assert provider == [("o1", {"order": "o1", "amount": 4165, "currency": "EUR"})]
    row = table.row("order#o1", "order")
    assert (row["status"], row["charge"]) == ("paid", "ch_o1")
    assert published["invoices"] == [{"order": "o1", "status": "paid"}]


def test_a_message_twice_is_one_charge(call, event, provider, published):
    call(event.queue([{"order": "o1"}]))
    call(event.queue([{"order": "o1"}]))
    assert len(provider) == 1


def test_a_card_without_money(call, event, table, provider):
    provider.refuses["o1"] = 402
    assert call(event.queue([{"order": "o1"}])) == {"batchItemFailures": []}
    assert table.row("order#o1", "order")["status"] == "refused"


def test_one_that_fails_comes_again(call, event, table, provider):
    provider.refuses["o1"] = 503
    batch = event.queue([{"order": "o1"}, {"order": "o2"}])
    assert call(batch) == {"batchItemFailures": [{"itemIdentifier": batch["Records"][0]["messageId"]}]}
    assert table.row("order#o1", "order")["status"] == "open"
    assert table.row("order#o2", "order")["status"] == "paid"


def test_an_order_that_expires_meanwhile(call, event, table, sent, index, provider, monkeypatch):
    seen = index.store.order("o1")
    table.put(pk="order#o1", sk="order", status="expired", total=41.65, lines=[], owner="zoe")
    monkeypatch.setattr(index.store, "order", lambda id_: seen)
    assert call(event.queue([{"order": "o1"}])) == {"batchItemFailures": []}
    assert sent["refunds"] == [{"order": "o1", "charge": "ch_o1", "amount": 4165}]


def test_an_order_that_is_none(call, event, provider):
    assert call(event.queue([{"order": "x"}])) == {"batchItemFailures": []}
