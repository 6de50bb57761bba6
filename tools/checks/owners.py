"""Items of any user whom a request names, where only the caller's items are meant."""
from checks.check import Check, Findings, Subject, finding
from interpreter.request_claims import MIXED

PARAMETERS = ("Key", "Item", "KeyConditionExpression", "ExpressionAttributeValues", "TransactItems")


def items_of_anyone(subject: Subject) -> Findings:
    """Calls of tables whose items belong to the caller of an endpoint, or to another user whom the request names."""
    for name, call in subject.calls("dynamodb"):
        if "endpoint" in subject.model["lambdas"][name]["infra"] and any(
                has_part(call["args"].get(parameter)) for parameter in PARAMETERS):
            yield finding(call, "the request may name another user than its caller, and reads or changes the items of "
                                "that user", "claims['sub'] alone; or a route with `groups` for others",
                          "no error: whoever is signed in reads or changes the items of others")


def has_part(value):
    """Whether a plain value contains the id of a caller, or of another user whom the request names."""
    if isinstance(value, list):
        return value == list(MIXED) or any(map(has_part, value))
    return isinstance(value, dict) and any(map(has_part, value.values()))


ROWS = "infra:\n  endpoint: {method: GET, path: /orders, api: private}\n---\n" \
    "params = event['queryStringParameters'] or {}\nme = event['requestContext']['authorizer']['claims']['sub']\n" \
    "page = table.query(KeyConditionExpression=Key('pk').eq(f'user#{%s}'))\n" \
    "return {'statusCode': 200, 'body': json.dumps(page['Items'], default=str)}"
CHECKS = [
    Check("P415", "Items of another user than the caller",
          "Whoever is signed in may call a route without `groups`, and reads or changes the items of each user whom "
          "the request names. Only the claims of the token say who the caller is.",
          "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html",
          ROWS % "params.get(\"user\") or me", ROWS % "me", items_of_anyone,
          {"app.yaml": "name: demo\nusers: {groups: [staff]}\n"}),
]
