def test_a_buyer_is_told(call, event, published):
    call(event.topic({"phone": "+4930123", "text": "hello"}))
    assert published["+4930123"] == ["hello"]
