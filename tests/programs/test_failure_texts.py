"""What make errors, queue and replay print of failures and of failed messages."""
from argparse import Namespace
from datetime import datetime

import replay_messages
import show_errors
from incidents import messages, queues
from incidents.failures import Failure, groups
from incidents.queues import Queue
from tests.fixtures.cases import cases


def failed_at(*times):
    """The lines of failures at these times of a day."""
    group, = groups(Failure("hello", "KeyError", "'x'", "lambdas/hello/index.py:2", f"r{time}", int(
        datetime.fromisoformat(f"2026-05-01 {time}").timestamp() * 1000), "s", "g", ()) for time in times)
    return show_errors.group_lines(group)[1].partition(";")[0].strip()


def test_a_group_has_the_day_once_and_a_moment_once():
    assert failed_at("12:00:01", "12:31:40") == "2026-05-01 12:00:01 to 12:31:40"
    assert failed_at("12:00:01.100", "12:00:01.200") == "2026-05-01 12:00:01"


def test_a_message_without_an_error_has_none_in_data():
    assert messages.row({"MessageId": "m", "Body": "b"})["error"] is None


def test_messages_that_another_reader_hides_are_no_secret():
    readers = {"a-dlq": 30, "b-dlq": 0, "c-dlq": 2}
    assert queues.hidden(Queue(name, "", "", 0, False, "a", (0, number, 0)) for name, number in readers.items()) == (
        "; 30 of a-dlq, 2 of c-dlq are hidden, by a reader or a killed command: try again in two minutes")
    assert queues.hidden([Queue("a-dlq", "", "", 0, False, "a", (3, 0, 1))]) == ""


@cases("is_fifo, id_, number, text", [
    (True, "", 10, "send 10 failed messages, and those that wait behind them in FIFO queues, again in stage dev"),
    (True, "m", 10, "send 10 failed messages again in stage dev"), (True, "", 9, "send 9 failed messages again in stage dev"),
    (False, "", 10, "send 10 failed messages again in stage dev")])
def test_the_question_of_a_replay_names_what_a_fifo_queue_does_not_show(is_fifo, id_, number, text):
    queue = Queue("orders-dlq", "https://sqs/1/orders-dlq", "", 0, is_fifo, "orders", (number, 0, 0))
    assert replay_messages.question([(queue, [None] * number)], Namespace(id=id_, stage="dev")) == text
