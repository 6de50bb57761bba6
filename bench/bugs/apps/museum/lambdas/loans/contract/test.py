DETAIL = {"object": "AB-0001", "loan": "l1", "email": "loans@louvre.example", "due": "2099-05-01", "fee": "15.01"}


def test_a_contract(call, event, tables, bucket, sent):
    tables["museum-objects"].put(object="AB-0001", title="Vase", lent=True)
    call(event.app(DETAIL))
    assert "Until: 01 May 2099" in bucket.text("contracts/AB-0001/l1.txt")
    assert sent["mailer"][0]["subject"] == "The loan of Vase"
