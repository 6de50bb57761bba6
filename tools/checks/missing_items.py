"""Items that a request names, and that the code reads as if the table had them."""
from checks.check import Check, Findings, Subject, finding
from checks.dynamodb_values import leaves
from checks.row_reads import key_values
from interpreter.plain import fields

# The parts of a request that its sender may write as he likes.
FROM_REQUEST = {"pathParameters", "queryStringParameters", "multiValueQueryStringParameters", "body", "headers"}


def unchecked_items(subject: Subject) -> Findings:
    """get_item(...)["Item"] and query(...)["Items"][0] of an endpoint, with a key that comes from the request."""
    reported = set()
    for name, note in subject.notes("needs-item"):
        call = note["call"]
        key = name, call["file"], call["line"]
        if "endpoint" not in subject.model["lambdas"][name]["infra"] or note["caught"] or not call["sure"] \
                or key in reported or not is_of_request(call) or is_written(subject, name, call):
            continue
        reported.add(key)
        empty = note["key"] == "Items"
        yield finding(note,
                      f"{call['method']} may find no item for this key of the request, and the code reads it anyway",
                      f"if not response['Items']: return {RESPONSE}" if empty else
                      f"item = response.get('Item'); if item is None: return {RESPONSE}",
                      "IndexError: list index out of range, and 502" if empty else "KeyError: 'Item', and 502")


def is_of_request(call):
    """Whether a part of the key comes from the request."""
    keys = key_values(call) or fields(call["args"].get("Key"))
    return any(path[:1] and path[0] in FROM_REQUEST for value in keys.values()
               for _name, leaf in leaves(value, "") if isinstance(leaf, dict)
               for path in (leaf.get("from", []) or [leaf.get("event", [])]))


def is_written(subject, name, call):
    """Whether the lambda also writes such an item: it exists then."""
    keys = key_values(call) or {"pk": None}
    return any(write_call["operation"] in ("PutItem", "UpdateItem") and all(
        (write_call["args"].get("Item") or write_call["args"].get("Key") or {}).get("dict", {}).get(key) == value
        for key, value in keys.items()) for write_call in subject.observations[name]["calls"] if write_call["python"])


RESPONSE = "{'statusCode': 404}"
GET = "infra:\n  endpoint: {method: GET, path: '/stars/{id}', api: public}\n---\n" \
    "response = table.get_item(Key={'pk': event['pathParameters']['id'], 'sk': 'star'})\n%s" \
    "return {'statusCode': 200, 'body': json.dumps(response['Item'], default=str)}"
CHECKS = [
    Check("P325", "An item of a request that the table may not have",
          "get_item does not raise for a missing item: its response has no Item. KeyError, and so 502 instead of 404.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html",
          GET % "", GET % "if 'Item' not in response:\n    return {'statusCode': 404}\n", unchecked_items),
]
