def test_the_last_reminder_is_kept(call, event, table):
    said = event.topic({"user": "ann", "titles": ["milk"]})
    call(said)
    assert table.rows() == [{"pk": "user#ann", "sk": "reminder", "titles": ["milk"],
                             "at": said["Records"][0]["Sns"]["Timestamp"]}]
