JPEG = b"\xff\xd8\xff\xe0photo"


def test_a_photo(call, event, bucket, tables):
    tables["museum-objects"].put(object="AB-0001", title="Vase", lent=False, photos=0)
    bucket.put_object(Key="photos/AB-0001/left side.jpg", Body=JPEG, Metadata={"state": "good"})
    call(event.bucket("photos/AB-0001/left side.jpg"))
    [report] = tables["museum-reports"].rows()
    assert (report["photo"], report["size"], report["state"]) == ("photos/AB-0001/left side.jpg", 9, "good")
    assert tables["museum-objects"].row("AB-0001")["photos"] == 1


def test_a_file_that_is_no_photo(call, event, bucket, tables):
    bucket.put_object(Key="photos/AB-0001/a.jpg", Body=b"GIF89a")
    call(event.bucket("photos/AB-0001/a.jpg"))
    assert (bucket.keys(), tables["museum-reports"].rows()) == ([], [])
