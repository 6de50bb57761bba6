"""All event source mappings: one poller each, started, woken and stopped."""
import logging
import threading

from moto.awslambda.models import lambda_backends

from aws import arns
from localcloud.events import kinesis_streams
from localcloud.events.queues import QueuePoller
from localcloud.events.streams import StreamPoller
from localcloud.moto.state import ACCOUNT, LOCK

log = logging.getLogger("localcloud.events")

_POLLERS = {"sqs": QueuePoller, "dynamodb": StreamPoller, "kinesis": kinesis_streams.KinesisPoller}


class Mappings:
    """Starts, wakes and stops the poller of each event source mapping. pollers: {uuid of the mapping: poller}"""

    def __init__(self, world):
        self.world, self.pollers, self.lock = world, {}, threading.Lock()

    def serve_all(self):
        """Starts a poller for every mapping that moto has (after a snapshot was loaded)."""
        with LOCK:
            mappings = [mapping for backend in list(lambda_backends[ACCOUNT].values())
                        for mapping in backend._event_source_mappings.values()]
        for mapping in mappings:
            self.serve(mapping)

    def serve(self, mapping):
        """Starts the poller of a mapping."""
        kind = arns.service(mapping.event_source_arn)
        if kind not in _POLLERS:
            log.error("source %s is not supported by the local cloud", mapping.event_source_arn)
            return
        if not hasattr(mapping, "local_position"):
            mapping.local_position = 0
        if mapping.tumbling_window:
            log.error("TumblingWindowInSeconds (%s) is not supported by the local cloud", mapping.uuid)
        poller = _POLLERS[kind](self.world, mapping)
        with self.lock:
            self.pollers = {uuid: running for uuid, running in self.pollers.items() if running.thread.is_alive()}
            self.pollers[mapping.uuid] = poller
            poller.start()

    def wake_pollers_of(self, source):
        """Wakes the pollers of the queue, table or Kinesis stream with that ARN: it has something new."""
        for poller in list(self.pollers.values()):
            if poller.source == source or poller.source.startswith(source + "/stream/"):
                poller.wake()

    def wake_pollers_to(self, function_name):
        """Wakes the pollers that feed a function, also those that wait before a retry: it was created or changed."""
        for poller in list(self.pollers.values()):
            if poller.function_name == function_name:
                poller.wake(changed=True)

    def wake_all(self):
        """Wakes every poller, also those that wait before a retry: a mapping changed."""
        for poller in list(self.pollers.values()):
            poller.wake(changed=True)

    def close(self):
        """Stops all pollers after their current work."""
        for poller in list(self.pollers.values()):
            poller.close()


def adopt(world, mapping, queues, tables, streams):
    """Serves a new mapping instead of moto, which would invoke the function within the writer's request. Under LOCK.

    LATEST starts after the last record of the stream, TRIM_HORIZON at the first one.
    """
    for holder in [*queues.values(), *tables.values()]:
        holder.lambda_event_source_mappings.pop(mapping.function_arn, None)
    if arns.service(mapping.event_source_arn) == "kinesis":
        stream = streams[arns.last(mapping.event_source_arn)]
        stream.lambda_event_source_mappings.clear()
        mapping.local_positions = kinesis_streams.start_positions(mapping, stream)
    if arns.service(mapping.event_source_arn) == "dynamodb":
        table = tables[mapping.event_source_arn.split("/")[1]]
        latest = mapping.starting_position == "LATEST" and table.stream_shard
        mapping.local_position = len(table.stream_shard.items) if latest else 0
    world.mappings.serve(mapping)
