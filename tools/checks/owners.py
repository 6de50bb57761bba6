"""Items of any user whom a request names, where only the caller's items are meant."""
from checks.check import Check, Findings, Subject, finding, notes_of
from interpreter.request_claims import MIXED

# Services whose calls are for one user as a whole; of others only these parameters.
WHOLE = frozenset({"s3", "sqs", "sns", "events", "kinesis", "lambda"})
PARAMETERS = ("Key", "Item", "KeyConditionExpression", "ExpressionAttributeValues", "TransactItems")


def items_of_anyone(subject: Subject) -> Findings:
    """Calls of tables whose items belong to the caller of an endpoint, or to another user whom the request names."""
    for name, call in subject.calls():
        parameters = PARAMETERS if call["service"] == "dynamodb" else call["args"] if call["service"] in WHOLE else ()
        if "endpoint" in subject.model["lambdas"][name]["infra"] and any(
                has_part(call["args"].get(parameter)) for parameter in parameters):
            yield finding(call, "the request may name another user than its caller, and reads or changes the items of "
                                "that user", "claims['sub'] alone; or a route with `groups` for others",
                          "no error: whoever is signed in reads or changes the items of others")


# {"device": event["pathParameters"]["device"], **body}, where the body may have a device too
replaced_keys = notes_of("replaced-key",
                         "the body of the request may replace {key!r}, which the path or the token says",
                         "{{**body, {key!r}: ...}}, or additionalProperties: false in the schema",
                         "no error: the request changes what is of another one")


def has_part(value):
    """Whether a plain value contains the id of a caller, or of another user whom the request names."""
    if isinstance(value, list):
        return value == list(MIXED) or any(map(has_part, value))
    return isinstance(value, dict) and any(map(has_part, value.values()))


ROWS = "infra:\n  endpoint: {method: GET, path: /orders, api: private}\n---\n" \
    "params = event['queryStringParameters'] or {}\nme = event['requestContext']['authorizer']['claims']['sub']\n" \
    "page = table.query(KeyConditionExpression=Key('pk').eq(f'user#{%s}'))\n" \
    "return {'statusCode': 200, 'body': json.dumps(page['Items'], default=str)}"
REPLACED = "infra:\n  endpoint:\n    method: POST\n    path: /orders\n    api: private\n    schema: {type: object, " \
    "properties: {count: {type: integer}}}\n---\n" \
    "me = event['requestContext']['authorizer']['claims']['sub']\nbody = json.loads(event['body'])\n" \
    "table.put_item(Item={'pk': 'order', 'sk': event['requestContext']['requestId'], 'data': json.dumps({%s})})\n" \
    "return {'statusCode': 201}"
CHECKS = [
    Check("P415", "Items of another user than the caller",
          "Whoever is signed in may call a route without `groups`, and reads or changes the items of each user whom "
          "the request names. Only the claims of the token say who the caller is.",
          "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html",
          ROWS % "params.get(\"user\") or me", ROWS % "me", items_of_anyone,
          {"app.yaml": "name: demo\nusers: {groups: [staff]}\n"}),
    Check("P419", "A key that the body of a request may replace",
          "In a mapping the last value of a key counts: a body with that key names another user, or another device.",
          "https://docs.python.org/3/reference/expressions.html#dictionary-displays",
          REPLACED % "'owner': me, **body", REPLACED % "**body, 'owner': me", replaced_keys,
          {"app.yaml": "name: demo\nusers: {groups: [staff]}\n"}),
]
