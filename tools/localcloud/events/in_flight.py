"""In-flight messages of a moto queue: taken, hidden, deleted or returned. Under LOCK.

moto's own receive_message counts the whole queue again for every message, which takes seconds for
hundreds; each of these looks through the queue once.
"""
import copy
from typing import Any

from moto.core.utils import unix_time_millis


def take(queue: Any, count: int) -> list:
    """[copy] of up to `count` visible messages, now in flight. A message received too often is moved to the DLQ.

    A FIFO group waits while a message of it is in flight or delayed, and then continues in order.

    A copy's visible_at is when the message is visible again if the function fails. Until the function
    returns, the message itself stays hidden for its timeout in real seconds: a clock that runs
    faster does not make functions faster.
    """
    now, busy, taken = unix_time_millis(), set(), []
    for message in list(queue._messages):
        group = message.group_id if queue.fifo_queue else None
        if message.visible_at >= now or message.delayed_until > now:
            busy.add(group)
        elif group is None or group not in busy:
            queue.pending_messages.discard(message)
            if _received_too_often(queue, message):
                queue._messages.remove(message)
                queue.dead_letter_queue.add_message(message)
            elif message.sent_timestamp + 1000 * queue.message_retention_period <= now:
                queue._messages.remove(message)
            else:
                taken.append(_mark_received(queue, message, now))
        if len(taken) == count:
            break
    return taken


def receive(queue: Any, messages: list) -> list:
    """[copy] of these messages of the queue, now in flight, though their delay has not ended or their group waits."""
    return [_mark_received(queue, message, unix_time_millis()) for message in messages]


def hide(queue, messages):
    """Makes messages that were not served visible again when their visibility timeout ends."""
    visible_at = {message.id: message.visible_at for message in messages}
    for message in _originals(queue, messages):
        message.visible_at = visible_at[message.id]


def delete(queue, messages):
    """Removes messages that a function has processed from the queue."""
    deleted = set(_originals(queue, messages))
    if deleted:
        queue._messages = [message for message in queue._messages if message not in deleted]
        queue.pending_messages.difference_update(deleted)


def return_to_queue(queue, messages):
    """Makes messages visible at once, as if they had not been received."""
    for message in _originals(queue, messages):
        message.visible_at = 0
        message.approximate_receive_count -= 1
        queue.pending_messages.discard(message)


def next_visible(queue, since):
    """Epoch milliseconds when the next message becomes visible, of those invisible at the moment `since`, or None.

    A message that was visible and yet was not taken waits for its FIFO group.
    """
    times = (max(message.visible_at, message.delayed_until) for message in (queue._messages if queue else []))
    return min((when for when in times if when >= since), default=None)


def _received_too_often(queue, message):
    """Whether the redrive policy allows no more receives of the message."""
    policy = queue.dead_letter_queue is not None and queue.redrive_policy
    return policy and message.approximate_receive_count >= policy["maxReceiveCount"]


def _mark_received(queue, message, now):
    """Marks a message as in flight and returns the copy for the function."""
    message.mark_received(queue.visibility_timeout)
    queue.pending_messages.add(message)
    taken = copy.copy(message)
    message.visible_at = now + 1000 * queue.visibility_timeout
    return taken


def _originals(queue, messages):
    """moto's own objects of the copies that are still in the queue."""
    identifiers = {message.id for message in messages}
    return [message for message in queue._messages if message.id in identifiers] if identifiers else []
