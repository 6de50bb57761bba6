"""Deletions of many objects of a bucket."""
import pytest

from aws import buckets
from kit.problems import Problems


class S3:
    """Deletes what it is asked to, but for one key."""

    def __init__(self):
        self.batches = []

    def delete_objects(self, Bucket, Delete):
        self.batches.append(Delete["Objects"])
        return {"Errors": [{"Key": entry["Key"], "Message": "Locked."} for entry in Delete["Objects"] if entry["Key"] == "locked"]}


def test_many_objects_and_versions_are_deleted_a_few_at_a_time_with_a_line_each_time(monkeypatch, capsys):
    monkeypatch.setattr(buckets, "MOST_DELETED", 2)
    s3 = S3()
    entries = [{"Key": "a", "VersionId": "1", "Size": 3}, {"Key": "a", "VersionId": "2"}, {"Key": "b"}, {"Key": "c"}, {"Key": "d"}]
    assert buckets.delete(s3, "pictures", iter(entries)) == 5
    assert s3.batches == [[{"Key": "a", "VersionId": "1"}, {"Key": "a", "VersionId": "2"}], [{"Key": "b"}, {"Key": "c"}], [{"Key": "d"}]]
    assert capsys.readouterr().err == "  2 objects of pictures deleted\n  4 objects of pictures deleted\n"
    with pytest.raises(Problems, match="pictures/locked cannot be deleted: Locked."):
        buckets.delete(s3, "pictures", [{"Key": "locked"}])
