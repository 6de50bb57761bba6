import pytest


@pytest.fixture
def document(table, bucket):
    bucket.put("documents/zoe/d1", b"%PDF")
    table.put(pk="document#d1", sk="document", kind="document", patient="zoe", key="documents/zoe/d1", size=4,
              name="blood test.pdf", type="application/pdf")


def test_an_address(call, event, document):
    response = call(event.api({"id": "d1"}, claims={"sub": "zoe"}))
    assert (response.status, response.json["name"], response.json["size"]) == (200, "blood test.pdf", 4)
    assert "/documents/zoe/d1?" in response.json["url"]


def test_not_for_others(call, event, document):
    assert call(event.api({"id": "d1"}, claims={"sub": "max"})).status == 404


def test_no_document(call, event):
    assert call(event.api({"id": "d1"}, claims={"sub": "zoe"})).status == 404
