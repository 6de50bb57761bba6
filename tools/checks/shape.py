"""The infra block against what surrounds it: how long callers wait."""
from checks.check import Check, Finding
from kit.schema import line_of

GATEWAY_SECONDS, LONG = 29, 30  # `timeout: long` is 30: a second over it harms nobody


def late_endpoints(subject):
    """Endpoints that may work on when the gateway has given up."""
    for _name, fn in sorted(subject.model["lambdas"].items()):
        if "endpoint" in fn["infra"] and fn["infra"]["timeout"] > LONG:
            yield Finding(fn["path"], line_of(fn["lines"], "timeout"),
                          f"a timeout of {fn['infra']['timeout']} s, and the API waits {GATEWAY_SECONDS} s",
                          "timeout: long, or answer 202 and let a queue's lambda do the work",
                          "504 Endpoint request timed out")


BLOCK = "infra:\n  endpoint: {{method: GET, path: /stars, api: public}}\n  timeout: {}\n---\n" \
    "return {{'statusCode': 200}}"
CHECKS = [
    Check("P601", "An endpoint with more time than the API has",
          "API Gateway answers 504 after 29 seconds; the lambda works on, unheard, and is paid for.",
          BLOCK.format(60), BLOCK.format("long"), late_endpoints),
]
