def run(app):
    order = {"customer": "ann", "number": "7", "status": "open"}
    assert app.request("POST", "/customers/ann/orders", {"number": "7"}).json == order
    assert app.request("POST", "/customers/ann/orders", {"number": "7"}).status == 409
    assert app.request("GET", "/customers/ann/orders").json == [order]
    assert app.request("GET", "/orders").json == ["7"]
    assert app.request("GET", "/orders?status=closed").json == []
