"""The lines that a handler prints and logs; pytest captures them too."""
import logging
import sys
from contextlib import contextmanager


class Tee:
    """A stream that passes on everything, and adds whole lines to a list."""

    def __init__(self, stream, lines):
        self.stream, self.lines, self.partial_line = stream, lines, ""

    def write(self, text):
        """As write() of any stream."""
        *whole, self.partial_line = (self.partial_line + text).split("\n")
        self.lines += whole
        return self.stream.write(text)

    def close_line(self):
        """Adds a last line without a line end."""
        if self.partial_line:
            self.lines.append(self.partial_line)
            self.partial_line = ""

    def __getattr__(self, name):
        return getattr(self.stream, name)


class Handler(logging.Handler):
    """Log records as Lambda writes them, without time and request: "[WARNING] disk is full".

    filters  those that code has added to the handler of its process, which on Lambda is one: Powertools' Logger, which
             prints its lines itself, adds one at its import
    """

    def __init__(self, lines, filters):
        super().__init__()
        self.lines, self.filters = lines, filters

    def emit(self, record):
        """As emit() of any logging handler; each line of a traceback is a line."""
        self.lines += f"[{record.levelname}] {self.format(record)}".split("\n")


@contextmanager
def captured(lines, filters):
    """A context that adds printed and logged lines to `lines`; filters: of the Handler."""
    streams, root, handler = (sys.stdout, sys.stderr), logging.getLogger(), Handler(lines, filters)
    sys.stdout, sys.stderr = tees = tuple(Tee(stream, lines) for stream in streams)
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        sys.stdout, sys.stderr = streams
        for tee in tees:
            tee.close_line()
