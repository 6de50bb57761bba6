"""What a function's process prints: lines, with the time each was seen."""
import os
import time

MOST = 8 << 20  # bytes kept of what one invocation prints


class Output:
    """The reading end of a pipe, which never waits. `theirs` is the other end, to give away and close."""

    def __init__(self):
        self.descriptor, self.theirs = os.pipe()
        os.set_blocking(self.descriptor, False)
        self._lines, self._partial, self._size = [], b"", 0

    def read(self):
        """Take in what there is. False once the process has closed its end."""
        while True:
            try:
                data = os.read(self.descriptor, 1 << 16)
            except BlockingIOError:
                return True
            if not data:
                return False
            self._size += len(data)
            if self._size <= MOST:
                *whole, self._partial = (self._partial + data).split(b"\n")
                self._note(whole)

    def _note(self, lines):
        """Keep lines (bytes), but for empty ones. The runtime writes \\r for a line break inside one."""
        now = int(time.time() * 1000)
        self._lines += [(now, line.decode("utf-8", "replace").replace("\r", "\n")) for line in lines if line]

    def taken(self):
        """[(unix ms, text), ...] since the last time, the last line too if it has no end."""
        self._note([self._partial])
        if self._size > MOST:
            self._note([f"(local cloud: {self._size} bytes printed, {MOST} kept)".encode()])
        lines, self._lines, self._partial, self._size = self._lines, [], b"", 0
        return lines

    def close(self):
        """Let go of our end."""
        os.close(self.descriptor)
