import struct
import zlib


def png():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)) + chunk(
        b"IDAT", zlib.compress(b"".join(b"\0" + b"\xff\0\0" * 8 for _ in range(8)))) + chunk(b"IEND", b"")


def run(app):
    token = {"Authorization": app.sign_in("ann@example.com")}
    data = png()
    with app.peer({"ModerationLabels": []}):
        signed = app.request("POST", "/avatar", {"type": "image/png", "size": len(data)}, token)
        assert signed.status == 200, signed.text
        answer = app.fetch("PUT", signed.json["url"], data, signed.json["headers"])
        assert answer.status == 200, answer.text
        app.wait(lambda: len(app.keys("avatars")) == 2 and "inbox" not in "".join(app.keys("avatars")))
    with app.peer({"ModerationLabels": [{"Name": "Violence", "Confidence": 99}]}):
        app.put("avatars", "inbox/x/1.png", data)
        s3 = app.client("s3")
        app.wait(lambda: s3.get_object_tagging(Bucket=app.bucket("avatars"), Key="inbox/x/1.png")["TagSet"])
    assert app.request("POST", "/avatar", {"type": "text/html", "size": 1}, token).status == 400
