"""Lets the runtime write each of its log messages as a line, with \\r for the line breaks inside. Run by zygote.py.

AWS gets a message with its length, so that it is one log event; our pipe ends an event at a line break. output.py puts
the line breaks back, and drops empty lines. What a handler prints is a log event for each line, on AWS too.
"""
import sys


def write_as_lines(log_sink):
    """Changes awslambdaric's StandardLogSink. Its messages end with a line break."""
    log_sink.log = lambda _self, message, frame_type=None: write(message)
    log_sink.log_error = lambda _self, lines: write("\n".join(lines))


def write(message):
    """Writes a message as a line of its own, also after a print without a line break."""
    sys.stdout.write("\n" + message.rstrip("\r\n").replace("\r\n", "\n").replace("\n", "\r") + "\n")
