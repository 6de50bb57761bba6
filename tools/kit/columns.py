"""Tables and other data as text for a terminal, or as JSON for a program."""
import datetime
import json
from collections.abc import Sequence


def print_rows(rows: Sequence[dict], as_json: bool, head: bool = False) -> None:
    """Prints rows with the same keys: as a JSON array, or as columns, with the keys in the first line if `head`.

    A list in a cell is text with commas, or "none"; None is "-".
    """
    if as_json:
        print_json(rows)
        return
    cells = [[", ".join(value) or "none" if isinstance(value, list) else "-" if value is None else str(value)
              for value in row.values()] for row in rows]
    print("\n".join(columns([list(rows[0]), *cells] if head else cells)))


def print_json(data) -> None:
    """Prints data as JSON, indented; times in the form of ISO 8601, and what JSON has no type for as text."""
    print(json.dumps(data, indent=2, ensure_ascii=False, default=lambda value: (
        value.isoformat() if isinstance(value, datetime.date) else str(value))))


def columns(table: list) -> list[str]:
    """The rows (sequences of text) as lines: each column as wide as its widest cell."""
    widths = [max(map(len, column)) for column in zip(*table)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in table]
