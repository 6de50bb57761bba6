from decimal import Decimal


def run(app):
    for volume in (1.5, 2, 4):
        assert app.request("POST", "/entries", {"user": "ann", "volume": volume}).status == 201
    sums = app.wait(lambda: [item for item in app.table("totals-sums").scan()["Items"] if item["entries"] == 3])
    assert sums[0]["volume"] == Decimal("7.5")
