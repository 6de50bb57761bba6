"""Policies of authorizers as people write them: right ones, and those that API Gateway cannot read or reuse."""
from tests.fixtures.cases import cases
from tests.fixtures.checks import finds

ROUTES = "infra:\n  endpoint: {api: custom, authorizer: a, routes: [GET /a, GET /b]}\n---\nreturn {'statusCode': 200}"
ONE = ROUTES.replace("[GET /a, GET /b]", "[GET /a]")
VARIABLE = ROUTES.replace("[GET /a, GET /b]", '["GET /a/{id}"]')
TOKEN, UNCACHED, REQUEST = "authorizer: {}", "authorizer: {ttl: 0}", "authorizer: {sources: [header.X-A, query.q]}"
POLICY = "{'principalId': 'ann', 'policyDocument': {'Version': '2012-10-17', 'Statement': [" \
    "{'Action': 'execute-api:Invoke', 'Effect': 'Allow', 'Resource': RESOURCE}]}}"
STAGE = POLICY.replace("RESOURCE", "event['methodArn'].split('/')[0] + '/*'")
OWN = POLICY.replace("RESOURCE", "event['methodArn']")

test_a_policy_is_what_api_gateway_reads = finds(
    ({"a": f"infra:\n  {block}\n---\n{code}", "b": endpoint}, ids) for block, code, endpoint, ids in [
    (TOKEN, f"return {STAGE}", ROUTES, []),
    (TOKEN, f"if event['authorizationToken'] != 'a':\n    raise Exception('Unauthorized')\nreturn {STAGE}", ROUTES, []),
    (TOKEN, f"policy = {STAGE}\npolicy['context'] = {{'n': 1, 'ok': True}}\nreturn policy", ROUTES, []),
    (TOKEN, f"return {OWN}", ONE, []), (UNCACHED, f"return {OWN}", ROUTES, []),
    (TOKEN, f"return {OWN}".replace("'Allow'", "'Deny'"), ROUTES, []),
    (REQUEST, f"print(event['headers']['X-A'], event['queryStringParameters']['q'])\nreturn {STAGE}", ROUTES, []),
    (REQUEST, f"print(event['requestContext']['stage'], event['httpMethod'])\nreturn {STAGE}", ROUTES, []),
    (TOKEN, f"return {OWN}", ROUTES, ["P505"]), (TOKEN, f"return {OWN}", VARIABLE, ["P505"]),
    (TOKEN, f"policy = {OWN}\nprint(policy)\nreturn policy", ROUTES, ["P505"]),
    (TOKEN, "return {'isAuthorized': True}", ROUTES, ["P504"]),
    (TOKEN, "return True", ROUTES, ["P504"]), (TOKEN, "return json.dumps({})", ROUTES, ["P504"]),
    (TOKEN, "print(event['methodArn'])", ROUTES, ["P504"]),
    (TOKEN, f"return {STAGE}".replace("'Statement'", "'Statements'"), ROUTES, ["P504"]),
    (TOKEN, f"return {STAGE[:-1]}, 'context': {{'roles': ['admin']}}}}", ROUTES, ["P504"]),
    (TOKEN, f"print(event['headers'])\nreturn {STAGE}", ROUTES, ["P401"]),
    (TOKEN, f"print(len(event['authorisationToken']))\nreturn {STAGE}", ROUTES, ["P401"]),
    (REQUEST, f"print(event['body'])\nreturn {STAGE}", ROUTES, ["P401"]),
])


def test_a_handler_reads_what_the_authorizer_returns(finding_ids):
    read = "return {'statusCode': 200, 'body': event['requestContext']['authorizer']['%s']}"
    endpoint = ROUTES.rpartition("\n")[0] + "\n"
    guard = f"infra:\n  authorizer: {{}}\n---\nreturn {STAGE}"
    assert finding_ids({"a": guard, "b": endpoint + read % "principalId"}) == []
    assert finding_ids({"a": guard, "b": endpoint + read % "team"}) == []


@cases("kind, code, ids", [
    ("http", "raise Exception('Unauthorized')", ["P523"]), ("http", "raise RuntimeError('no key')", []),
    ("http", "return {'isAuthorized': False}", [])])
def test_an_authorizer_of_an_http_api_does_not_raise(kind, code, ids, finding_ids):
    guard = f"if event['headers'].get('x') != 'a':\n    {code}\nreturn {{'isAuthorized': True}}"
    assert finding_ids({"a": f"infra:\n  authorizer: {{}}\n---\n{guard}", "b": ROUTES}, api=f"{{type: {kind}}}") == ids


KEYED = ROUTES.replace("authorizer: a,", "authorizer: a, key: true,")
WITH_KEY = STAGE.replace("'principalId': 'ann'", "'principalId': 'ann', 'usageIdentifierKey': 'k'")
OF_AUTHORIZER = {"api": "{key_source: authorizer}"}

test_the_key_of_a_caller_is_where_api_gateway_reads_it = finds([
    (f"return {WITH_KEY}", KEYED, OF_AUTHORIZER, []),
    (f"return {STAGE}", KEYED, OF_AUTHORIZER, ["P528"]),
    (f"return {STAGE}".replace("'Allow'", "'Deny'"), KEYED, OF_AUTHORIZER, []),
    (f"policy = {STAGE}\npolicy['usageIdentifierKey'] = 'k'\nreturn policy", KEYED, OF_AUTHORIZER, []),
    (f"return {STAGE}", KEYED, {}, []),
    (f"return {WITH_KEY}", KEYED, {}, ["P528"]),
    (f"return {WITH_KEY}", KEYED, {"api": "{key_source: header}"}, ["P528"]),
    (f"return {WITH_KEY}", ROUTES, OF_AUTHORIZER, ["P610"]),
], app=lambda code, endpoint, settings: ({"a": f"infra:\n  {TOKEN}\n---\n{code}", "b": endpoint}, settings))
