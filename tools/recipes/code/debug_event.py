"""Prints the event of each invocation, then calls the handler: `debug: true`. In the zip it is pareto_debug_event.py.

The line `EVENT {...}` is what `make errors id=...` reads.
"""
import importlib
import json
import os

LONGEST = 200_000  # characters; CloudWatch Logs takes 1 MB of an event

module, _dot, name = os.environ["PARETO_HANDLER"].rpartition(".")
handle = getattr(importlib.import_module(module), name)


def handler(event, context):
    """Prints the event on a line; returns what the handler of the lambda returns."""
    text = json.dumps(event)
    print(f"EVENT {text}" if len(text) <= LONGEST else f"EVENT of {len(text)} characters: too long to be logged")
    return handle(event, context)
