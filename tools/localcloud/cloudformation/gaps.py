"""Corrects moto where it rejects a change of a table's stream that AWS accepts. Measured on moto 5.2.5."""
import functools

from moto.dynamodb.models import DynamoDBBackend

from localcloud.moto.replacing import replace


@functools.cache
def install():
    """Lets a stream be enabled again after it was disabled: moto checks whether the table ever had one."""

    @replace(DynamoDBBackend, "update_table_streams", "self, table, stream_specification")
    def update(original, self, table, stream_specification):
        if (table.stream_specification or {}).get("StreamEnabled"):
            original(self, table, stream_specification)
        else:
            table.set_stream_specification(stream_specification)
