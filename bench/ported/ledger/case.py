def run(app):
    for number in (1, 2, 3, 3, 4):
        assert app.request("POST", "/accounts/ann", {"id": f"b{number}", "amount": number}).status == 202
    key = {"pk": "ann", "sk": "balance"}
    app.wait(lambda: len(app.table("ledger").get_item(Key=key).get("Item", {}).get("history", [])) == 4)
    item = app.table("ledger").get_item(Key=key)["Item"]
    assert (item["history"], item["amount"]) == (["b1", "b2", "b3", "b4"], 10)
