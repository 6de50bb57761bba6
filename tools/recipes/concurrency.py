"""concurrency: how many invocations of the lambda may run at the same time.

    infra:
      concurrency:
        reserved: 5
"""
from kit.problems import KeyProblem
from recipes import nothing

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
                                    "against the limit of the account. 0 turns the lambda off"},
        "provisioned": {"type": "integer", "minimum": 1, "examples": [2],
                        "description": "the number of environments that Lambda keeps ready, so that no invocation in "
                                       "them waits for a start. They cost by the hour (docs/lambda-settings.md)"}},
    "additionalProperties": False,
    "examples": [{"reserved": 5}, {"provisioned": 2}],
}


def problems(block: dict) -> list[KeyProblem]:
    """[(key, message, hint)] of a block without a number, or with more provisioned environments than reserved ones."""
    reserved, provisioned = block.get("reserved"), block.get("provisioned")
    if reserved is None and provisioned is None:
        return [("", "concurrency needs 'reserved' or 'provisioned'", "reserved: 5")]
    # docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html: it counts toward the reserved concurrency
    if reserved is not None and provisioned is not None and provisioned > reserved:
        return [("provisioned",
                 f"{provisioned} environments are more than the {reserved} invocations that are reserved",
                 "a smaller number, or a larger one in reserved")]
    return []


def properties(block: dict) -> dict:
    """The function's properties for a block."""
    return {"ReservedConcurrentExecutions": block["reserved"]} if "reserved" in block else {}


normal, statements = nothing.unchanged, nothing.no_statements
