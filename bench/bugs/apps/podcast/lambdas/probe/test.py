def test_an_mp3_is_sent_on(call, event, sent):
    call(event.bucket("raw/sea/7.mp3", "ID3 and more"))
    assert sent["encode"] == [{"show": "sea", "number": 7, "key": "raw/sea/7.mp3", "size": 12}]


def test_other_files_are_not(call, event, sent):
    call(event.bucket("raw/sea/7.mp3", "RIFF"))
    assert sent == {}
