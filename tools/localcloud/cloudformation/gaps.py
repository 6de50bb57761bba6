"""What moto refuses of a table's stream and AWS does not, put right from outside. Measured on moto 5.2.5."""
import functools

from moto.dynamodb.models import DynamoDBBackend

from localcloud.replacing import replace


@functools.cache
def install():
    """Lets a stream be turned on again after it was turned off: moto asks whether there ever was one."""

    @replace(DynamoDBBackend, "update_table_streams", "self, table, stream_specification")
    def update(original, self, table, stream_specification):
        if (table.stream_specification or {}).get("StreamEnabled"):
            original(self, table, stream_specification)
        else:
            table.set_stream_specification(stream_specification)
