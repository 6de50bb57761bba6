import json


def run(app):
    order = {"order_id": 7, "items": [{"id": 1, "quantity": 2, "description": "cup"}]}
    app.send("orders", order)
    assert json.loads(app.wait(lambda: app.get("intake", "orders/7.json"))) == order
