def test_a_logo(call, event, buckets):
    assert call(event.bucket("uploads/ann/lunch.png", "png")) == ["logos/ann/lunch.png"]
    assert buckets["surveys-files"].keys() == ["logos/ann/lunch.png"]


def test_another_file(call, event, buckets):
    assert call(event.bucket("uploads/ann/virus.exe", "exe")) == []
