"""A handler's Access-Control-Allow-Origin against `cors` of app.yaml."""

from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
CODE = "infra:\n  endpoint: {{method: GET, path: /a, api: public}}\n---\n" \
    "headers = {{'access-control-allow-origin': {}}}\nreturn {{'statusCode': 200, 'headers': headers, 'body': ''}}"
ORIGIN = "event['headers'].get('Origin')"


@cases("cors, value, ids", [
    (None, "'*'", []), ("{origins: [https://a.example]}", "'*'", []),
    ("{origins: [https://a.example], credentials: true}", "'https://a.example'", []),
    ("{origins: [https://a.example], credentials: true}", ORIGIN, []),
    ("{origins: [https://a.example], credentials: true}", "'*'", ["P506"]),
    ("{origins: [https://a.example], credentials: true}", "'*' if event['path'] == '/a' else " + ORIGIN, []),
])
def test_only_a_wildcard_with_credentials_is_found(finding_ids, cors, value, ids):
    assert finding_ids(CODE.format(value), **({"cors": cors} if cors else {})) == ids


def test_an_http_api_removes_the_header(finding_ids):
    cors = "{origins: [https://a.example], credentials: true}"
    assert finding_ids(CODE.format("'*'"), cors=cors, api="{type: http}") == []
