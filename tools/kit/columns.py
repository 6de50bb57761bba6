"""A table as text for a terminal."""


def columns(table: list) -> list[str]:
    """The rows (sequences of text) as lines: each column as wide as its widest cell."""
    widths = [max(map(len, column)) for column in zip(*table)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in table]
