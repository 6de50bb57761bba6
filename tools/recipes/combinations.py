"""Words of one infra block that AWS does not accept beside each other, or of which one has no effect."""
from kit.problems import KeyProblem

ASYNCHRONOUS = ("retries", "age")
# trigger whose caller waits -> what to do instead
RETRY_HINTS = {"queue": "remove it: `tries` and `keep` of the queue are its own"}


def problems(block: dict, waiting: set[str]) -> list[KeyProblem]:
    """[(word, message, hint)] of a block with valid types.

    waiting  the triggers whose caller waits: Lambda itself retries nothing
    """
    return [(word, f"{word} is for asynchronous invocations, and the caller of {trigger} waits",
             RETRY_HINTS.get(trigger, "remove it: the caller decides whether to try again"))
            for trigger in sorted(block.keys() & waiting) for word in ASYNCHRONOUS if word in block]
