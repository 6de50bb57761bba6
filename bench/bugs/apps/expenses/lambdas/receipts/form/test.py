def test_a_url_for_a_receipt(call, event, table):
    table.put(pk="employee#ann", sk="expense#a", email="ann@firm.example", title="Taxi", amount=5, currency="EUR",
              total=5, status="open", submitted="2026-05-01T10:00:00+00:00")
    response = call(event.api({"number": "a"}, query={"type": "image/png"}, claims={"sub": "ann"}))
    assert response.json["key"] == "receipts/ann/a/receipt.png"
    assert "X-Amz-Signature" in response.json["url"]


def test_no_other_types(call, event):
    assert call(event.api({"number": "a"}, query={"type": "text/html"}, claims={"sub": "ann"})).status == 415
