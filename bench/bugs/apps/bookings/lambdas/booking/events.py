"""The app's bus."""
from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass

import boto3

MOST = 10  # entries of one call


@dataclass(frozen=True)
class Message:
    topic: str
    detail: dict


class Bus:
    def __init__(self, source: str) -> None:
        self.source = source
        self.client = boto3.client("events")
        self.name = os.environ["BOOK_BUS"]

    def send(self, messages: Iterable[Message]) -> int:
        entries = [{"EventBusName": self.name, "Source": self.source, "DetailType": message.topic,
                    "Detail": json.dumps(message.detail)} for message in messages]
        for start in range(0, len(entries), MOST):
            answer = self.client.put_events(Entries=entries[start:start + MOST])
            if answer["FailedEntryCount"]:
                raise RuntimeError(f"{answer['FailedEntryCount']} events were not taken")
        return len(entries)
