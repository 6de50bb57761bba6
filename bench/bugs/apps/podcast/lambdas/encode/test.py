MESSAGE = {"show": "sea", "number": 7, "key": "raw/sea/7.mp3", "size": 3}


def test_an_episode_gets_its_audio(call, event, table, bucket, website):
    table.put(pk="show#sea", sk="episode#0007", title="Tides", state="draft", changed="2026-05-01T10:00:00+00:00")
    bucket.put("raw/sea/7.mp3", "ID3")
    assert call(event.queue([MESSAGE], group="sea")) == {"batchItemFailures": []}
    assert website.text("audio/sea/7.mp3") == "ID3"
    row = table.row("show#sea", "episode#0007")
    assert (row["state"], row["size"]) == ("ready", 3)


def test_a_file_that_is_not_there_fails(call, event, table):
    table.put(pk="show#sea", sk="episode#0007", title="Tides", state="draft", changed="2026-05-01T10:00:00+00:00")
    assert len(call(event.queue([MESSAGE], group="sea"))["batchItemFailures"]) == 1
