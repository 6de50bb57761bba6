KEY = "receipts/ann/a/receipt.png"


def test_a_receipt_belongs_to_its_expense(call, event, table):
    table.put(pk="employee#ann", sk="expense#a", status="open", submitted="2026-05-01T10:00:00+00:00")
    call(event.bucket(KEY, "png"))
    assert table.row("employee#ann", "expense#a")["receipt"] == KEY


def test_a_receipt_of_nothing_is_deleted(call, event, bucket):
    call(event.bucket(KEY, "png"))
    assert bucket.keys() == []
