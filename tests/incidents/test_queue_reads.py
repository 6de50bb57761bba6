"""Reading a queue: each message once, also where those read first are visible again before the last one was read."""
from incidents import queues

QUEUE = queues.Queue("jobs", "https://sqs/1/jobs", "", 0, False, "jobs", (3, 0, 0))


class Sqs:
    """SQS with these responses to ReceiveMessage, then the last one for ever."""

    def __init__(self, *responses):
        self.responses, self.shown = list(responses), []

    def receive_message(self, **_request):
        response = self.responses.pop(0) if len(self.responses) > 1 else self.responses[0]
        return {"Messages": [{"MessageId": id_, "ReceiptHandle": id_} for id_ in response]}

    def change_message_visibility_batch(self, Entries, **_request):
        self.shown += [entry["ReceiptHandle"] for entry in Entries]


def read(*responses):
    """(the ids that a read yields, those that it shows again)"""
    stage_queues = object.__new__(queues.StageQueues)
    stage_queues.sqs, stage_queues.wait = Sqs(*responses), 0
    return [message["MessageId"] for message in stage_queues.messages(QUEUE)], sorted(stage_queues.sqs.shown)


def test_each_message_is_read_once_until_no_other_comes():
    assert read("ab", "c", "") == (["a", "b", "c"], ["a", "b", "c"])
    assert read("ab", "ab", "c", "") == (["a", "b", "c"], ["a", "b", "c"])  # a and b were visible again
    assert read("ab") == (["a", "b"], ["a", "b"])  # they come for ever


def test_a_message_of_this_second_is_not_sent_later_than_now():
    stage_queues = object.__new__(queues.StageQueues)
    stage_queues._answered = 100.0  # the header Date has no fractions
    assert [stage_queues.age({"Attributes": {"SentTimestamp": sent}}) for sent in ("100900", "99500")] == [0, 0.5]
