"""Attributes of Lambda's context, tokens of the cold start, and days that no month has."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]

TOKEN = "import secrets\nTOKEN = secrets.token_urlsafe(16)\n\n\ndef handler(event, context):\n    %s"
TIMER = "infra:\n  timer: {cron: '0 9 %s ? *'}\n---\nprint('a')"


@cases("code, expected", [
    ("return context.request_id", ["P113"]), ("return context.aws_request_id", []), ("return context.getRemainingTimeInMillis()", ["P113"]),
    ("return context.identity.cognito_identity_id", []), ("context.user = event['user']\nreturn context.user", []),
    ("return getattr(context, 'request_id', None)", []), ("return context.request_id if hasattr(context, 'request_id') else ''", []),
    ("def handler(event, context):\n    context = object()\n    return context.request_id", []),
    ("def wrapped(function):\n    return function\n\n\n@wrapped\ndef handler(event, context):\n    return context.user", []),
    ({"a": "from lambdas.steps import handler as run\n\n\ndef handler(event, context):\n    return run(event, {})",
      "lambdas/steps.py": "def handler(event, context):\n    return context.user\n"}, []),
    ("def handler(event, _context, context=None):\n    return context.user", []),
    (TOKEN % "return {'token': TOKEN}", ["P112"]), (TOKEN % "print(TOKEN)", []),
    (TIMER % "30 2", ["P135"]), (TIMER % "31 4,JUN", ["P135"]), (TIMER % "29 2", []), (TIMER % "31 4,5", []), (TIMER % "L 2", []),
    (TIMER % "31 *", []),
])
def test_attributes_of_the_context_tokens_and_days(code, expected, finding_ids):
    assert finding_ids(code) == expected
