TEXT = "serial;model;price;sold\nAB123456;kettle;49,90;2026-05-01\nAB123457;toaster;29,00;2026-05-02\n"


def test_products_are_imported(call, event, tables):
    assert call(event.bucket("imports/north.csv", TEXT)) == 2
    row = tables["warranty-products"].row("AB123456")
    assert (row["model"], float(row["price"]), row["sold"]) == ("kettle", 49.9, "2026-05-01")
