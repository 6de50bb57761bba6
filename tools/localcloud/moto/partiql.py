"""PartiQL statements of DynamoDB that moto's parser cannot read are refused by name, not with an error of the parser.

It reads neither a number after SET, nor parameters of DELETE and INSERT, nor a condition without spaces, `pk='a'`.
"""
import functools

from moto.dynamodb.responses import DynamoHandler

from localcloud.moto.replacing import replace

# What moto and py_partiql_parser raise for a statement that they cannot read.
OF_PARSER = (AssertionError, AttributeError, IndexError, KeyError, TypeError)
LISTS = {"execute_transaction": "TransactStatements", "batch_execute_statement": "Statements"}
LONGEST = 200  # characters of a statement in an error


@functools.cache
def install():
    """Let moto refuse statements that its parser cannot read. Once a process."""
    for operation in ("execute_statement", *LISTS):
        replace(DynamoHandler, operation)(checked(operation))


def checked(operation):
    """The replacement of an operation that executes statements."""
    def execute(original, self):
        try:
            return original(self)
        except OF_PARSER as error:
            entries = self.body.get(LISTS[operation], []) if operation in LISTS else [self.body]
            statements = " or ".join(repr(str(entry.get("Statement", ""))[:LONGEST]) for entry in entries)
            raise NotImplementedError(f"the PartiQL statement {statements}") from error
    return execute
