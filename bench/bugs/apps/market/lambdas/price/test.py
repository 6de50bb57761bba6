LINES = [{"price": "12.50", "quantity": 2}, {"price": "0.99", "quantity": 1}]


def test_prices(call):
    assert call({"lines": LINES, "coupon": None}) == {"net": "25.99", "vat": "4.94", "total": "30.93"}


def test_a_coupon(call, table):
    table.put(pk="coupon#SPRING", sk="coupon", percent=10, until="2099-01-01")
    assert call({"lines": LINES, "coupon": "SPRING"})["net"] == "23.39"


def test_coupons_that_do_not_count(call, table):
    table.put(pk="coupon#OLD", sk="coupon", percent=10, until="2020-01-01")
    assert call({"lines": LINES, "coupon": "OLD"})["net"] == "25.99"
    assert call({"lines": LINES, "coupon": "NONE"})["net"] == "25.99"
