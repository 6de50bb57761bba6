"""What a handler prints and logs, line by line, while pytest still sees it."""
import logging
import sys
from contextlib import contextmanager


class Tee:
    """A stream that passes everything on, and keeps whole lines."""

    def __init__(self, stream, lines):
        self.stream, self.lines, self.rest = stream, lines, ""

    def write(self, text):
        """As of any stream."""
        *whole, self.rest = (self.rest + text).split("\n")
        self.lines += whole
        return self.stream.write(text)

    def close_line(self):
        """A last line without its end is a line too."""
        if self.rest:
            self.lines.append(self.rest)
            self.rest = ""

    def __getattr__(self, name):
        return getattr(self.stream, name)


class Handler(logging.Handler):
    """Log records as Lambda writes them, without time and request: "[WARNING] disk is full"."""

    def __init__(self, lines):
        super().__init__()
        self.lines = lines

    def emit(self, record):
        """As of any logging handler; a traceback is lines of its own."""
        self.lines += f"[{record.levelname}] {self.format(record)}".split("\n")


@contextmanager
def kept(lines):
    """Adds to `lines` what is printed and logged within."""
    streams, root, handler = (sys.stdout, sys.stderr), logging.getLogger(), Handler(lines)
    sys.stdout, sys.stderr = tees = tuple(Tee(stream, lines) for stream in streams)
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        sys.stdout, sys.stderr = streams
        for tee in tees:
            tee.close_line()
