import struct
import zlib


def png(width, height):
    rows = b"".join(b"\0" + b"\xff\0\0" * width for _row in range(height))
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + \
        chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def run(app):
    app.put("gallery-originals", "red one.png", png(300, 200))
    arn = f"arn:aws:s3:::{app.bucket('gallery-originals')}"
    answer = app.invoke("resize", {"invocationSchemaVersion": "1.0", "invocationId": "i", "job": {"id": "j"}, "tasks": [
        {"taskId": "t1", "s3Key": "red+one.png", "s3VersionId": None, "s3BucketArn": arn},
        {"taskId": "t2", "s3Key": "absent.png", "s3VersionId": None, "s3BucketArn": arn}]})
    assert [result["resultCode"] for result in answer["results"]] == ["Succeeded", "PermanentFailure"], answer
    picture = app.request("GET", "/pictures/red%20one.png", headers={"Accept": "image/jpeg"})
    assert (picture.status, picture.headers["Content-Type"], picture.bytes[:2]) == (200, "image/jpeg", b"\xff\xd8")
