"""Requests of HTTP/1.1, cut out of the bytes of a connection: heads and bodies. Heads are not parsed further here.

https://www.rfc-editor.org/rfc/rfc9112
"""
import re

MOST_HEAD = 1 << 16  # bytes
MOST_BODY = 256 << 20  # bytes; a larger object goes to S3 in parts, which the AWS CLI and boto3 do from 8 MB on
_DIGITS = re.compile(rb"[0-9]{1,15}")
_END = re.compile(rb"\r?\n\r?\n")
# A request line and header lines, https://www.rfc-editor.org/rfc/rfc9112#section-5: a line of another form, such as one
# that continues the line before it, would hide the lines after it from http.server, or reach a handler as a line break.
_HEAD = re.compile(rb"[^\r\n]*\r?\n(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[^\0\r\n]*\r?\n)*\r?\n")
_LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(.*?)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_ENCODING = re.compile(rb"^transfer-encoding[ \t]*:[ \t]*(.*?)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_EXPECT = re.compile(rb"^expect[ \t]*:[ \t]*100-continue[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_SIZE = re.compile(rb"([0-9a-fA-F]{1,15})[ \t]*(;.*)?\r?")


class Malformed(ValueError):
    """A request whose end cannot be determined; its one argument is the HTTP status of the response."""


class Incoming:
    """The received bytes of one connection: feed() them, and take() each request when it is whole."""

    def __init__(self, most_head=MOST_HEAD):
        self._most_head = most_head  # bytes
        self._bytes = bytearray()
        self._head = None  # of the current request, once the head is whole
        self._length: int | None = 0  # bytes of its body; None if it is chunked
        self._body = bytearray()  # of the chunks received so far
        self.expects = False  # whether the client waits for "100 Continue" before it sends the body

    def feed(self, data):
        """Add received bytes."""
        self._bytes += data

    def take(self):
        """(head, body) of the next request if it is whole, else None. Raises Malformed."""
        if self._head is None and not self._take_head():
            return None
        if not (self._take_chunks() if self._length is None else len(self._bytes) >= self._length):
            return None
        if self._length is None:
            body = bytes(self._body)
        else:
            body = bytes(memoryview(self._bytes)[:self._length])
            del self._bytes[:self._length]
        head, self._head, self._body, self.expects = self._head, None, bytearray(), False
        return head, body

    def _take_head(self):
        """Whether the head is whole; if so, the length of its body is set."""
        start = len(self._bytes) - len(self._bytes.lstrip(b"\r\n"))
        end = _END.search(self._bytes, start, start + self._most_head)
        if not end:
            if len(self._bytes) > self._most_head:
                raise Malformed(431)
            return False
        self._head = bytes(self._bytes[start:end.end()])
        del self._bytes[:end.end()]
        lengths, encodings = set(_LENGTH.findall(self._head)), _ENCODING.findall(self._head)
        if not _HEAD.fullmatch(self._head) or len(lengths) > 1 or lengths and encodings \
                or not all(map(_DIGITS.fullmatch, lengths)):
            raise Malformed(400)
        if encodings and [encoding.lower() for encoding in encodings] != [b"chunked"]:
            raise Malformed(501)
        self._length = None if encodings else int(next(iter(lengths), 0))
        if (self._length or 0) > MOST_BODY:
            raise Malformed(413)
        self.expects = bool(_EXPECT.search(self._head))
        return True

    def _take_chunks(self):
        """Whether the last chunk was received; moves whole chunks to the body."""
        while True:
            line = self._bytes.find(b"\n", 0, MOST_HEAD)
            if line < 0:
                if len(self._bytes) > MOST_HEAD:
                    raise Malformed(400)
                return False
            size = _SIZE.fullmatch(self._bytes, 0, line)
            if not size:
                raise Malformed(400)
            start, length = line + 1, int(size[1], 16)
            if length == 0:
                return self._take_trailer(start)
            if len(self._body) + length > MOST_BODY:
                raise Malformed(413)
            if len(self._bytes) < start + length + 2:
                return False
            self._body += memoryview(self._bytes)[start:start + length]
            if self._bytes[start + length:start + length + 2] != b"\r\n":
                raise Malformed(400)
            del self._bytes[:start + length + 2]

    def _take_trailer(self, start):
        """Whether the trailer was received: header lines, which are ignored, and an empty line."""
        if self._bytes[start:start + 2] == b"\r\n":
            end = start + 2
        else:
            match = _END.search(self._bytes, start, start + MOST_HEAD)
            if not match:
                if len(self._bytes) > start + MOST_HEAD:
                    raise Malformed(431)
                return False
            end = match.end()
        del self._bytes[:end]
        return True
