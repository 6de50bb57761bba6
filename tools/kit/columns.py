"""A table as a person reads it in a terminal."""


def columns(table):
    """The rows, lists of text, as lines: each column as wide as its widest cell."""
    widths = [max(map(len, column)) for column in zip(*table)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in table]
