import csv
import json

import pytest


@pytest.fixture(autouse=True)
def order(table):
    table.put(pk="order#o1", sk="order", owner="zoe", email="zoe@example.com", status="paid", total=41.65, vat=6.65,
              paid="2026-04-30T23:30:00+00:00", lines=[
                  {"sku": "b1", "title": "Café, a guide", "quantity": 2, "price": 12.5},
                  {"sku": "b2", "title": "A book", "quantity": 1, "price": 10}])


def test_an_invoice_is_two_files(call, event, table, bucket):
    call(event.topic({"order": "o1", "status": "paid"}, attributes={"status": "paid"}))
    assert bucket.keys() == ["invoices/2026/05/o1.csv", "invoices/2026/05/o1.json"]
    invoice = json.loads(bucket.text("invoices/2026/05/o1.json"))
    assert (invoice["day"], invoice["total"], invoice["customer"]) == ("2026-05-01", 41.65, "zoe@example.com")
    assert invoice["lines"][0] == {"sku": "b1", "title": "Café, a guide", "quantity": 2, "price": 12.5}
    text = bucket.bytes("invoices/2026/05/o1.csv").decode("utf-8-sig")
    assert list(csv.reader(text.splitlines())) == [
        ["sku", "title", "quantity", "price"], ["b1", "Café, a guide", "2", "12.5"], ["b2", "A book", "1", "10"]]
    assert table.row("order#o1", "order")["invoice"] == "invoices/2026/05/o1.json"


def test_a_message_twice(call, event, bucket):
    message = event.topic({"order": "o1", "status": "paid"}, attributes={"status": "paid"})
    call(message)
    call(message)
    assert len(bucket.keys()) == 2


def test_no_order(call, event, bucket):
    call(event.topic({"order": "x", "status": "paid"}, attributes={"status": "paid"}))
    assert bucket.keys() == []


def test_refused_orders_have_no_invoice(event):
    event.topic({"order": "o1", "status": "refused"}, attributes={"status": "refused"}, refused=True)
