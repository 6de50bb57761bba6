def test_each_new_row_is_stored(call, event, bucket):
    batch = event.stream(new=[{"pk": "a", "sk": "1"}, {"pk": "a", "sk": "2"}])
    assert call(batch) == {"batchItemFailures": []}
    keys = [f"{{ cookiecutter.name }}/{record['dynamodb']['SequenceNumber']}.json" for record in batch["Records"]]
    assert bucket.keys() == keys
    assert bucket.text(keys[1]) == '{"pk": {"S": "a"}, "sk": {"S": "2"}}'


def test_the_batch_is_repeated_from_the_record_that_failed(call, event, index, monkeypatch):
    monkeypatch.setattr(index, "store", lambda change: {"1": 1}[change["NewImage"]["sk"]["S"]])
    batch = event.stream(new=[{"pk": "a", "sk": "1"}, {"pk": "a", "sk": "2"}])
    assert call(batch) == {"batchItemFailures": [
        {"itemIdentifier": batch["Records"][1]["dynamodb"]["SequenceNumber"]}]}


def test_a_removed_row_is_no_record_of_the_filter(event):
    event.stream(old={"pk": "a", "sk": "1"}, refused=True)
