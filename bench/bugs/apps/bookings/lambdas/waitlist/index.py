"""Notes the slots that became free.

infra:
  events:
  - name: free
    topic: SlotFree
    pattern:
      room: [{exists: true}]
"""
from __future__ import annotations

from dataclasses import dataclass

from lambdas.booking.repository import Repository

repository = Repository()


@dataclass
class Free:
    room: str
    day: str

    def to_row(self, seen: str) -> dict:
        return {"pk": "free", "sk": f"{self.day}#{self.room}", "seen": seen}


def handler(event: dict, context: object) -> None:
    repository.table.put_item(Item=Free(**event["detail"]).to_row(event["time"]))
