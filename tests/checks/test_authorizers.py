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
    assert finding_ids({"a": guard, "b": endpoint + read % "team"}) == ["P529"]


CONTEXT = f"{STAGE[:-1]}, 'context': %s}}"
READ = "infra:\n  endpoint: {api: custom, authorizer: a, method: GET, path: /a}\n---\n" \
    "caller = event['requestContext']['authorizer']\nreturn {'statusCode': 200, 'body': %s}"

test_a_handler_reads_a_key_of_the_context = finds([
    ("{'user': 'ann'}", "caller['user']", {}, []), ("{'user': 'ann'}", "caller.get('team', '')", {}, []),
    ("{'user': 'ann'}", "caller['usr']", {}, ["P529"]), ("{'user': 'ann'}", "caller['team']", {}, ["P529"]),
    ("{'user': 'ann'}", "caller['team'] if 'team' in caller else ''", {}, []),
    ("{'user': 'ann', **json.loads(event['authorizationToken'])}", "caller['team']", {}, []),
    ("{'level': 5}", "'x' if caller['level'] > 3 else ''", {}, ["P409"]),
    ("{'level': 5}", "'x' if int(caller['level']) > 3 else ''", {}, []),
], app=lambda context, body, settings: (
    {"a": f"infra:\n  authorizer: {{}}\n---\nreturn {CONTEXT % context}", "b": READ % body}, settings))

DECIDE = "infra:\n  authorizer: {}\n---\nif event['identitySource'][0] != 'a':\n    return {'isAuthorized': False}\n" \
    "return {'isAuthorized': True, 'context': {'user': 'ann', 'level': 5}}"

test_a_handler_reads_a_key_of_the_context_of_a_decision = finds([
    ("str(caller['lambda']['level'] > 3)", []), ("caller['lambda']['user']", []),
    ("caller['lambda']['team']", ["P529"]), ("caller['user']", ["P401"]),
], app=lambda body: {"a": DECIDE, "b": READ % body}, api="{type: http}")

test_what_an_authorizer_raises_and_allows = finds([
    ("raise Exception('Unauthorized')", "Allow", []), ("raise Exception('no key')", "Allow", []),
    ("raise Exception('unauthorized')", "Allow", ["P523"]), ("raise Exception('Unauthorized.')", "Allow", ["P523"]),
    ("print('a')", "allow", ["P504"]), ("print('a')", "Deny", []),
], app=lambda code, effect: {"a": f"infra:\n  authorizer: {{}}\n---\nif event['authorizationToken'] != 'a':\n    {code}\n"
                                  f"return {STAGE}".replace("'Allow'", f"'{effect}'"), "b": ROUTES})


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
