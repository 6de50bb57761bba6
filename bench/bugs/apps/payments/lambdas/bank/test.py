def test_it_pays_with_a_card(call):
    assert call({"card": "tok_1", "cents": 950}) == {"paid": True, "receipt": "r-950"}
    assert call({"card": "x", "cents": 950}) == {"paid": False, "receipt": None}
