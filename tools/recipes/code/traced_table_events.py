"""table_events for an app with `tracing`: each event begins a trace, and a line of the log has it with the rows' ids.

The trace in an entry takes precedence over that of the request, and does not count in the entry's size:
docs.aws.amazon.com/eventbridge/latest/userguide/eb-related-service-xray.html
"""
import secrets
import time

from recipes.code.table_events import entries_of, reply
from recipes.code.write_ids import record_ids


def handler(event, context):
    """Prints ROWS <trace> <id of a row> ... for each event, and sends it. -> as of table_events"""
    ids = {record["dynamodb"]["SequenceNumber"]: record_ids(record) for record in event["Records"]}
    entries = entries_of(event["Records"])
    for entry in entries:
        root = f"1-{int(time.time()):08x}-{secrets.token_hex(12)}"
        entry["put"]["TraceHeader"] = f"Root={root}"
        print("ROWS", root, *(id_ for number in entry["numbers"] for id_ in ids[number]))
    return reply(entries)
