def test_each_record_is_stored(call, event, bucket):
    batch = event.kinesis(["first", "second"])
    assert call(batch) == {"batchItemFailures": []}
    keys = [f"{{ cookiecutter.name }}/{record['kinesis']['sequenceNumber']}" for record in batch["Records"]]
    assert bucket.keys() == keys
    assert bucket.text(keys[1]) == "second"


def test_the_batch_is_repeated_from_the_record_that_failed(call, event, index, monkeypatch):
    monkeypatch.setattr(index, "store", lambda number, data: {b"good": 1}[data])
    batch = event.kinesis(["good", "bad"])
    assert call(batch) == {"batchItemFailures": [{"itemIdentifier": batch["Records"][1]["kinesis"]["sequenceNumber"]}]}
