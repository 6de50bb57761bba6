def run(app):
    dear, cheap = (app.request("POST", "/orders", {"total": total}).json["id"] for total in (250, 20))
    app.wait(lambda: app.get("orders-invoices", f"{dear}.json") and app.get("orders-invoices", f"{cheap}.json"))
    app.wait(lambda: app.table("orders").scan()["Items"])
    assert [item["sk"] for item in app.table("orders").scan()["Items"]] == [dear]
