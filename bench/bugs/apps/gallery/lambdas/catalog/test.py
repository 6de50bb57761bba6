import pytest


@pytest.fixture
def cat(index, monkeypatch):
    """There is a cat on every image."""
    monkeypatch.setattr(index.rekognition, "detect_labels",
                        lambda **_said: {"Labels": [{"Name": "Cat", "Confidence": 98.12}]})


def test_an_image_is_listed_and_published(call, event, table, bucket, website, cat):
    bucket.put("uploads/ann/my cat.jpg", b"jpeg", ContentType="image/jpeg")
    call(event.bucket("uploads/ann/my cat.jpg"))
    [row] = table.rows()
    assert row["at"]
    assert {**row, "at": ""} == {"pk": "image", "sk": "uploads/ann/my cat.jpg", "owner": "ann", "size": 4,
                                 "type": "image/jpeg", "at": "", "labels": {"Cat": 98.1}}
    assert website.keys() == ["images/ann/my cat.jpg"]


def test_an_empty_file_is_none_of_ours(event):
    event.bucket("uploads/ann/empty.jpg", b"", refused=True)
