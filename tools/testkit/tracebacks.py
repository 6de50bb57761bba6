"""Tracebacks of failed tests with the lines of the app alone, without those of the test kit and of packages."""
import os
import types

LONGEST = 3000  # characters of a line


def cut(error, root):
    """The exception, with shorter tracebacks: its own, and those of its causes. root: the project's folder

    A traceback without a line of the app stays as it is.
    """
    seen, current = set(), error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        current.__traceback__ = app_lines(current.__traceback__, str(root)) or current.__traceback__
        current = current.__cause__ or current.__context__
    return error


def app_lines(traceback, root):
    """The part of a traceback that is in files of the app or its tests; None if there is none."""
    lines = []
    while traceback is not None:
        path = traceback.tb_frame.f_code.co_filename
        if path.startswith(f"{root}{os.sep}") and not path.startswith((f"{root}/.venv/", f"{root}/tools/")):
            lines.append(traceback)
        traceback = traceback.tb_next
    shorter = None
    for line in reversed(lines):
        shorter = types.TracebackType(shorter, line.tb_frame, line.tb_lasti, line.tb_lineno)
    return shorter


def shorten(representation):
    """Cuts the lines of pytest's representation of a failure that are too long to read: an exception may have a whole
    response in its message. A test that failed by pytest.fail() has a text, which stays."""
    for entry in getattr(getattr(representation, "reprtraceback", None), "reprentries", ()):
        entry.lines[:] = [line if len(line) <= LONGEST else f"{line[:LONGEST]}... ({len(line):,} characters)"
                          for line in entry.lines]
