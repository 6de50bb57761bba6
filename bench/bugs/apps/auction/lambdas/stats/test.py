def test_bids_are_counted(call, event, tables):
    bids = [{"lot": "l1", "placed": f"2026-05-01T08:00:0{n}.000+00:00", "bidder": "bo", "email": "bo@example.com", "amount": 20}
            for n in range(2)]
    assert call(event.stream(new=bids)) == {"batchItemFailures": []}
    row = tables["auction-days"].row("2026-05-01", "bids")
    assert (row["bids"], row["amount"]) == (2, 40)
