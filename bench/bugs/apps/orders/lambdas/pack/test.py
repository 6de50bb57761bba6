def test_a_parcel_is_packed_and_its_buyer_told(call, event, table, published):
    table.put(pk="order#1", sk="order", phone="+4930123", state="taken")
    assert call(event.queue([{"order": "1", "items": [["tea", 2]]}])) == {"batchItemFailures": []}
    assert table.row("order#1", "order") == {
        "pk": "order#1", "sk": "order", "phone": "+4930123", "state": "packed", "pieces": 2}
    assert published["notify"] == [{"phone": "+4930123", "text": "2 pieces are on their way"}]


def test_only_the_parcel_that_failed_comes_again(call, event, table):
    table.put(pk="order#1", sk="order", phone="+4930123", state="taken")
    batch = event.queue([{"order": "9", "items": []}, {"order": "1", "items": [["tea", 2]]}])
    assert call(batch) == {"batchItemFailures": [{"itemIdentifier": batch["Records"][0]["messageId"]}]}
