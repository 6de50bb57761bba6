def test_pieces_cost(call):
    assert call({"sku": "tea", "count": 2}) == {"cents": 900}
    assert call({"sku": "car", "count": 2}) == {"cents": None}
