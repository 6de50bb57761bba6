import struct
import zlib


def png(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + b"\x20\x80\xc0" * width for _ in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def run(app):
    app.put("thumbs", "trip/a b.png", png(400, 200))
    small = app.wait(lambda: app.get("thumbs-small", "small/trip/a b.png"))
    assert struct.unpack(">II", small[16:24]) == (128, 64)
