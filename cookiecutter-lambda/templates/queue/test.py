def test_each_message_is_stored(call, event, table):
    assert call(event.queue(["a", "b"])) == {"batchItemFailures": []}
    assert sorted(row["body"] for row in table.rows()) == ["a", "b"]


def test_only_the_message_that_failed_is_retried(call, event, index, monkeypatch):
    monkeypatch.setattr(index, "store", lambda record: {"a": 1}[record["body"]])
    batch = event.queue(["a", "b"])
    assert call(batch) == {"batchItemFailures": [{"itemIdentifier": batch["Records"][1]["messageId"]}]}
