"""The calls of DynamoDB for the app's tables; of a transaction or a batch, a call for each member."""
from interpreter.plain import fields, possible_elements

BY_KEY = frozenset({"GetItem", "UpdateItem", "DeleteItem"})
BATCHES = frozenset({"BatchWriteItem", "BatchGetItem"})
OF_SEVERAL = BATCHES | {"TransactWriteItems", "TransactGetItems"}
MEMBERS = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "DeleteItem",
           "Get": "GetItem", "PutRequest": "PutItem", "DeleteRequest": "DeleteItem"}
QUERIES = frozenset({"Query", "Scan"})
READS = QUERIES | {"GetItem"}


def table_calls(subject, operations, only_sure=True):
    """Yields (call, its table as in the model's state) of the calls of DynamoDB for a known table of the app; the
    members of a transaction or a batch are calls too.

    operations  {"GetItem"}: of these only
    only_sure   False also of calls with one of several mappings, query(**start)
    """
    for name, call in subject.calls("dynamodb", operations | OF_SEVERAL):
        for part in members(call) if call["operation"] in OF_SEVERAL else [call]:
            table = subject.table_of(name, part)
            if table and (call["sure"] or not only_sure) and part["operation"] in operations:
                yield part, {"name": table, **subject.model["state"]["table"][table]}


def members(call):
    """[call] of the members of a transaction, or of a batch for one table, as if each were a call of its own."""
    if call["operation"] in BATCHES:
        requests = call["args"].get("RequestItems")
        of_tables, values = (requests.get(part, []) if isinstance(requests, dict) else [] for part in ("keys", "rest"))
        table = {"TableName": of_tables[0]} if len(of_tables) == 1 else {}
        keys = [{**call, "operation": "GetItem", "args": {**table, "Key": key}}
                for value in values for key in possible_elements(fields(value).get("Keys"))]
        items = [item for value in values for item in possible_elements(value)]
    else:
        table, keys, items = {}, [], possible_elements(call["args"].get("TransactItems"))
    parts = [part for item in items for part in fields(item).items() if part[0] in MEMBERS]
    return [*keys, *({**call, "operation": MEMBERS[kind], "args": {**table, **fields(args)}, "ids": {},
                      "whole": isinstance(args, dict) and not args.get("open", True)} for kind, args in parts)]
