"""Transactions of DynamoDB: their tokens and their size, which moto ignores.

docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html: a token is valid for ten minutes after
the request that used it is completed; the items of a transaction have 4 MB at most.
"""
import functools
import json
import time

from moto.dynamodb.exceptions import DynamodbException, MockValidationException
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.responses import DynamoHandler, DynamoResult

from localcloud.moto.replacing import replace

TOKEN_SECONDS = 600
MAX_BYTES = 4 * 1024 * 1024
MISMATCH = "The request uses the same client token as a previous, but non-identical request."
TOO_LARGE = "The aggregate size of the items in the transaction exceeds 4 MB"


def completed_tokens(backend):
    """{token: (request as text, time when it was completed)} of the last ten minutes, of one of moto's backends."""
    tokens = vars(backend).setdefault("completed_tokens", {})
    for token in [token for token, (_request, at) in tokens.items() if time.monotonic() - at > TOKEN_SECONDS]:
        del tokens[token]
    return tokens


def size_of(value):
    """Bytes of a value, {"S": "a"}, as CapacityUnitCalculations.html counts them."""
    (type_, content), = value.items()
    if type_ == "M":
        return 3 + sum(1 + len(name.encode()) + size_of(part) for name, part in content.items())
    if type_ == "L":
        return 3 + sum(1 + size_of(part) for part in content)
    if type_ in ("SS", "NS", "BS"):
        return sum(size_of({type_[0]: part}) for part in content)
    if type_ == "N":
        return 1 + len(content.strip("-0.")) // 2
    return len(content.encode() if isinstance(content, str) else content) if type_ in ("S", "B") else 1


@functools.cache
def install():
    """Let moto execute a transaction once for each token, and refuse large ones. Once a process."""

    @replace(DynamoHandler, "transact_write_items")
    def transact(original, self):
        token, tokens = self.body.get("ClientRequestToken"), completed_tokens(self.dynamodb_backend)
        request = json.dumps({**self.body, "ClientRequestToken": ""}, sort_keys=True, default=repr)
        if token in tokens:
            if tokens[token][0] != request:
                raise DynamodbException("IdempotentParameterMismatchException", MISMATCH)
            return DynamoResult({"ItemCollectionMetrics": {}})
        answer = original(self)
        if token:
            tokens[token] = request, time.monotonic()
        return answer

    @replace(DynamoDBBackend, "transact_write_items")
    def write(original, self, transact_items):
        parts = [part for item in transact_items for part in item.values()]
        items = [part.get("Item") or part.get("Key") or {} for part in parts]
        if sum(len(name.encode()) + size_of(value) for item in items for name, value in item.items()) > MAX_BYTES:
            raise MockValidationException(TOO_LARGE)
        return original(self, transact_items)
