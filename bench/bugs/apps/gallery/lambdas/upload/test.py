def test_the_address_is_for_that_image_only(call, event):
    answer = call(event.api(body={"name": "cat.jpg", "type": "image/jpeg"}, claims={"sub": "ann"}))
    assert answer.status == 200
    assert answer.json["key"] == "uploads/ann/cat.jpg"
    assert "/uploads/ann/cat.jpg?" in answer.json["url"]


def test_other_files_are_refused(event):
    event.api(body={"name": "run.exe", "type": "image/jpeg"}, claims={"sub": "ann"}, refused=True)
