"""Lambdas that are wrong beside the others of the app: too many readers of a stream, an authorizer without a route."""
from aws import tables
from checks.check import Check, Finding, Findings, Subject
from checks.example import lambda_file
from kit.schema import line_of
from recipes import authorizer

MOST_READERS = 2


def stream_readers(subject: Subject) -> Findings:
    """The lambdas with `stream` on a table that has more readers than AWS recommends; one function of Pareto's own
    reads the streams of all tables whose changes become events."""
    app = subject.model
    for name, table in sorted(app["state"]["table"].items()):
        readers = [fn for _name, fn in sorted(app["lambdas"].items())
                   if fn["infra"].get("stream", {}).get("table") == name]
        number = len(readers) + tables.streams(table)
        for fn in readers if number > MOST_READERS else ():
            events = " (one makes the table's events)" * tables.streams(table)
            yield Finding(fn["path"], line_of(fn["lines"], "stream.table"),
                          f"the stream of the table {name} has {number} readers{events}, and AWS allows for "
                          f"{MOST_READERS}", "let one send messages to the others, use `events` of the table, or write "
                          f"`tables: {{{name}: {{stream: false}}}}` in app.yaml if no rule needs its events")


def unused_authorizers(subject: Subject) -> Findings:
    """The authorizers that no endpoint names: they protect nothing."""
    for name, fn in sorted(subject.model["lambdas"].items()):
        if "authorizer" in fn["infra"] and not authorizer.is_used(subject.model, name):
            yield Finding(fn["path"], line_of(fn["lines"], "authorizer"), f"no endpoint names the authorizer {name}",
                          f"endpoint: {{api: custom, authorizer: {name}, ...}}, or remove the word")


STREAM = "infra:\n  stream: {table: demo}\n---\nprint(event['Records'][0]['eventName'])"
CHECKER = "infra:\n  authorizer: {}\n---\nreturn {'principalId': 'ann', 'policyDocument': {'Version': '2012-10-17', " \
    "'Statement': [{'Action': 'execute-api:Invoke', 'Effect': 'Allow', 'Resource': event['methodArn']}]}}"
ROUTE = "infra:\n  endpoint: {api: %s, method: GET, path: /}\n---\nreturn {'statusCode': 200}"
CHECKS = [
    Check("P811", "A stream with more than two readers",
          "DynamoDB throttles the readers, so that records come late.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html",
          STREAM, STREAM, stream_readers,
          lambda_file("b", STREAM, "bad/")),
    Check("P812", "An authorizer that no endpoint names",
          "No error: API Gateway never invokes it, and the endpoints are as open as their `api` says.",
          "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html",
          CHECKER, CHECKER, unused_authorizers,
          {**lambda_file("b", ROUTE % "public", "bad/"), **lambda_file("b", ROUTE % "custom, authorizer: a")}),
]
