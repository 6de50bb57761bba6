"""Remarks of `make check` that are no findings: the app may have a good reason, or be unfinished."""
from collections.abc import Iterator

from aws import tables
from aws.app import AppModel
from kit.schema import line_of
from recipes import authorizer

# docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html: more readers are throttled
MOST_READERS = 2


def notes(app: AppModel) -> Iterator[str]:
    """Yields "path:line: text" of streams with more readers than AWS recommends, and of authorizers that no endpoint
    names: a new authorizer comes before its endpoints."""
    for name, table in sorted(app["state"]["table"].items()):
        readers = [fn for _name, fn in sorted(app["lambdas"].items())
                   if fn["infra"].get("stream", {}).get("table") == name]
        number = len(readers) + tables.streams(table)  # one function of Pareto's own makes the events of all tables
        if number > MOST_READERS:
            events = f", one of them for the table's events (without: `tables: {{{name}: {{stream: false}}}}`)"
            yield (f"{readers[-1]['path']}:{line_of(readers[-1]['lines'], 'stream.table')}: the stream of the table "
                   f"{name} has {number} readers{events * tables.streams(table)}: DynamoDB may throttle more than "
                   f"{MOST_READERS}")
    for name, fn in sorted(app["lambdas"].items()):
        if "authorizer" in fn["infra"] and not authorizer.is_used(app, name):
            yield (f"{fn['path']}:{line_of(fn['lines'], 'authorizer')}: no endpoint names the authorizer {name} yet: "
                   f"`endpoint: {{api: custom, authorizer: {name}, ...}}`")
