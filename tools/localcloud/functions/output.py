"""The lines that a function's process prints, each with the time of its reading."""
import os
import time

MAX_BYTES = 8 << 20  # bytes of one invocation's output that are stored


class Output:
    """The reading end of a pipe, which never blocks. `writer` is the other end: pass it on and close it."""

    def __init__(self):
        self.descriptor, self.writer = os.pipe()
        os.set_blocking(self.descriptor, False)
        self._lines, self._partial, self._size = [], b"", 0

    def read(self):
        """Reads the available output. False once the process has closed its end."""
        while True:
            try:
                data = os.read(self.descriptor, 1 << 16)
            except BlockingIOError:
                return True
            if not data:
                return False
            self._size += len(data)
            if self._size <= MAX_BYTES:
                *lines, self._partial = (self._partial + data).split(b"\n")
                self._add_lines(lines)

    def _add_lines(self, lines):
        """Adds lines (bytes) except empty ones. The runtime writes \\r for a line break inside a log message."""
        now = int(time.time() * 1000)
        self._lines += [(now, line.decode("utf-8", "replace").replace("\r", "\n")) for line in lines if line]

    def take_lines(self):
        """[(unix ms, text), ...] since the last call, also a last line without a line break."""
        self._add_lines([self._partial])
        if self._size > MAX_BYTES:
            self._add_lines([f"(local cloud: {self._size} bytes printed, {MAX_BYTES} stored)".encode()])
        lines, self._lines, self._partial, self._size = self._lines, [], b"", 0
        return lines

    def close(self):
        """Closes the reading end of the pipe."""
        os.close(self.descriptor)
