import pytest

pytestmark = pytest.mark.warm


def test_a_document_is_kept(call, event, table, bucket):
    bucket.put("uploads/zoe/d1/blood test.pdf", b"%PDF", ContentType="application/pdf")
    assert call(event.bucket("uploads/zoe/d1/blood test.pdf")) == {"batchItemFailures": []}
    assert bucket.keys() == ["documents/zoe/d1"]
    row = table.row("document#d1", "document")
    assert (row["patient"], row["key"], row["name"], row["size"]) == ("zoe", "documents/zoe/d1", "blood test.pdf", 4)


def test_the_same_message_again(call, event, table, bucket):
    bucket.put("uploads/zoe/d1/a.pdf", b"%PDF", ContentType="application/pdf")
    created = event.bucket("uploads/zoe/d1/a.pdf")
    call(created)
    assert call(created) == {"batchItemFailures": []}
    assert len(table.rows()) == 1


def test_other_types_are_for_the_desk(call, event, table, bucket, published):
    bucket.put("uploads/zoe/d1/a.exe", b"MZ", ContentType="application/x-msdownload")
    call(event.bucket("uploads/zoe/d1/a.exe"))
    assert published["desk"] == [{"patient": "zoe", "key": "uploads/zoe/d1/a.exe", "size": 2}]
    assert table.rows() == []


def test_a_failure_comes_again(call, event, bucket, index, monkeypatch):
    bucket.put("uploads/zoe/d1/a.pdf", b"%PDF", ContentType="application/pdf")

    def broken(**_asked):
        raise RuntimeError("slow down")

    monkeypatch.setattr(index.s3, "copy_object", broken)
    batch = event.bucket("uploads/zoe/d1/a.pdf")
    assert call(batch) == {"batchItemFailures": [{"itemIdentifier": batch["Records"][0]["messageId"]}]}
    assert bucket.keys() == ["uploads/zoe/d1/a.pdf"]


def test_kept_documents_are_not_heard(event):
    event.bucket("documents/zoe/d1", "x", refused=True)
