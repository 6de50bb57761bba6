"""concurrency: how many invocations of the lambda may run at the same time.

    infra:
      concurrency:
        reserved: 5
"""
from kit.problems import KeyProblem

# docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html: an account has 1,000 unless AWS raised it, and
# Lambda keeps 100 of them for the functions that reserve none.
OF_ACCOUNT, UNRESERVED = 1000, 100
SCHEMA = {
    "title": "concurrency",
    "description": "How many invocations of the lambda may run at the same time.",
    "type": "object",
    "properties": {
        "reserved": {"type": "integer", "minimum": 0, "examples": [5],
                     "description": "the number that is reserved for the lambda, and its maximum. It counts "
                                    "against the limit of the account. 0 turns the lambda off"}},
    "required": ["reserved"],
    "additionalProperties": False,
    "examples": [{"reserved": 5}],
}


def problems(block: dict) -> list[KeyProblem]:
    """[]: the schema rejects all that is invalid."""
    return []


def normal(block: dict) -> dict:
    """{"reserved": 5}"""
    return dict(block)


def properties(block: dict) -> dict:
    """What a function's properties have of a block."""
    return {"ReservedConcurrentExecutions": block["reserved"]}


def statements(_block: dict) -> list[dict]:
    """[]: the role needs nothing for it."""
    return []
