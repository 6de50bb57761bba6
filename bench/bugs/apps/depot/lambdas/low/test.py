ROW = {"pk": "sku#tea", "sk": "stock", "pieces": 12, "price": 4.5, "counted": "2026-05-01"}


def test_few_pieces_are_told(call, event, published):
    call(event.table(old=ROW, new={**ROW, "pieces": 4, "counted": "2026-05-02"}))
    assert published == {"notify": [{"sku": "tea", "pieces": 4, "counted": "2026-05-02"}]}


def test_enough_pieces_are_not(call, event, published):
    call(event.table(old=ROW, new={**ROW, "pieces": 5}))
    assert published["notify"] == []


def test_a_change_of_the_price_is_not_heard(event):
    event.table(old=ROW, new={**ROW, "price": 5}, refused=True)
