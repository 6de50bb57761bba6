"""Pages in a real browser, which wants to reach the local cloud: the attacks, and the doors that are open.
test_page_uploads.py has the API and the bucket that permit the page of another site."""
import json
import urllib.parse

import pytest

from tests.fixtures import rest_apis
from tests.fixtures.raw_requests import STACK, bucket_with_object, presigned_target, secret_table

pytest_plugins = ["tests.fixtures.other_sites", "tests.fixtures.browser"]
PAGE = "def handler(event, context):\n    return {'statusCode': 200, 'body': '<h1>page</h1>', 'headers': {" \
    "'Content-Type': 'text/html', 'Access-Control-Allow-Origin': '*'}}\n"
SCAN = "{method: 'POST', body: '{\"TableName\": \"doors\"}', headers: {'Content-Type': 'application/x-amz-json-1.0', " \
    "'X-Amz-Target': 'DynamoDB_20120810.Scan', 'Authorization': 'AWS4-HMAC-SHA256 " \
    "Credential=x/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00'}}"


@pytest.fixture(scope="module")
def page(local_cloud):
    """The address of a page that a deployed API answers, which has the origin of the local cloud."""
    arn = local_cloud.function("doors-page", PAGE)
    gateway = local_cloud.client("apigateway")
    definition = rest_apis.body_of({"/page": {"get": rest_apis.proxied(arn)}})
    api = gateway.import_rest_api(body=json.dumps(definition))["id"]
    gateway.create_deployment(restApiId=api, stageName="dev")
    local_cloud.client("lambda").add_permission(FunctionName="doors-page", StatementId="api",
                                                Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com")
    return f"{local_cloud.endpoint}/_aws/execute-api/{api}/dev/page"


def fetched(window, url, options="{}"):
    """"200 the body" of what a page's script fetches, or the browser's words where it may not read the answer."""
    return window.run(f"return fetch({json.dumps(url)}, {options}).then("
                      "answer => answer.text().then(text => `${answer.status} ${text}`), error => String(error))")


def test_another_sites_page_makes_no_stack(window, site, local_cloud):
    window.open(site)
    url = f"{local_cloud.endpoint}/?X-Amz-Credential=x/20260101/eu-west-1/cloudformation/aws4_request&X-Amz-Signature=00"
    body = json.dumps(urllib.parse.urlencode({**STACK, "StackName": "browser-attack"}))
    assert fetched(window, url, f"{{method: 'POST', mode: 'no-cors', body: {body}}}") == "0 "  # sent, and not readable
    assert fetched(window, url, f"{{method: 'POST', body: {body}}}") == "TypeError: Failed to fetch"
    window.run(f"const form = document.createElement('form'); form.method = 'POST'; form.action = {json.dumps(url)};"
               "document.body.append(form); form.submit()")
    window.until(lambda: "refuses this request" in window.text("body"), "the form is not refused")
    stacks = local_cloud.client("cloudformation").describe_stacks()["Stacks"]
    assert "browser-attack" not in [stack["StackName"] for stack in stacks]


def test_another_sites_page_reads_no_table_and_empties_no_state(window, site, local_cloud):
    secret_table(local_cloud)
    window.open(site)
    assert fetched(window, f"{local_cloud.endpoint}/", SCAN) == "TypeError: Failed to fetch"
    assert fetched(window, f"{local_cloud.endpoint}/moto-api/reset", "{method: 'POST', mode: 'no-cors'}") == "0 "
    assert local_cloud.client("dynamodb").scan(TableName="doors")["Count"] == 1


def test_a_foreign_host_name_that_resolves_to_loopback_is_refused(window, local_cloud):
    secret_table(local_cloud)
    window.open(local_cloud.endpoint.replace("127.0.0.1", "evil.example") + "/_aws/health")
    assert "the host 'evil.example' is neither this machine's own" in window.text("body")
    assert fetched(window, "/", SCAN).startswith("403 The local cloud refuses this request: the host")  # the same origin


def test_a_page_of_the_app_itself_reaches_its_api_and_no_more(window, page, local_cloud):
    secret_table(local_cloud)
    window.open(page)
    assert window.text("h1") == "page"
    assert fetched(window, page) == "200 <h1>page</h1>"
    for url, options in (("/", SCAN), ("/_aws/health", "{}"), ("/moto-api/reset", "{method: 'POST'}"), ("/?Action=x", "{}"),
                         ("/", "{referrerPolicy: 'no-referrer'}")):
        assert fetched(window, url, options).startswith("403 The local cloud refuses this request: ")


def test_a_person_may_open_the_pages_of_the_local_cloud(window, local_cloud):
    window.open(f"{local_cloud.endpoint}/_aws/health")
    assert str(local_cloud.pid) in window.text("body")


FRAME = "const frame = document.createElement('iframe'); frame.src = {}; document.body.append(frame); " \
    "return new Promise(done => frame.onload = () => {{ try {{ done(frame.contentDocument.body.textContent) }} " \
    "catch (error) {{ done(error.name) }} }})"
OPENED = "const opened = window.open({}); return new Promise(done => {{ const look = () => {{ let text; " \
    "try {{ text = opened.document.body.textContent }} catch (error) {{ return done(error.name) }} " \
    "text ? done(text) : setTimeout(look, 20) }}; look() }})"
PIXELS = "const image = new Image(); image.src = {}; return new Promise(done => {{ image.onload = () => done('shown'); " \
    "image.onerror = () => done('refused') }})"
SIGNED_BY_NOBODY = "?X-Amz-Signature=1&X-Amz-Credential=x/20260101/eu-west-1/s3/aws4_request"


def test_a_page_of_the_app_itself_reads_no_bucket_that_has_no_rule(window, page, local_cloud):
    name = bucket_with_object(local_cloud, "doors-browser-private")
    local_cloud.client("s3").put_object(Bucket=name, Key="secret", Body=b"TOPSECRET", ContentType="text/plain")
    local_cloud.client("s3").put_object(Bucket=name, Key="dot", ContentType="image/svg+xml", Body=(
        b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'))
    window.open(page)
    for url in (f"/{name}/secret{SIGNED_BY_NOBODY}", f"/{name}{SIGNED_BY_NOBODY}&list-type=2", "/_aws/health", "/"):
        text = window.run(FRAME.format(json.dumps(url)))
        assert "TOPSECRET" not in text and "secret</Key>" not in text and str(local_cloud.pid) not in text
    url = f"/{name}/secret{SIGNED_BY_NOBODY}"
    assert window.run(OPENED.format(json.dumps(url))) == "SecurityError"  # shown to a person, in another origin
    assert window.run(PIXELS.format(json.dumps(f"/{name}/dot{SIGNED_BY_NOBODY}"))) == "refused"
    assert fetched(window, url, "{cache: 'force-cache'}").startswith("403 ")


def test_another_sites_page_shows_a_presigned_image(window, site, local_cloud):
    name = bucket_with_object(local_cloud, "doors-browser-private")
    local_cloud.client("s3").put_object(Bucket=name, Key="dot", ContentType="image/svg+xml", Body=(
        b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'))
    window.open(site)
    url = local_cloud.endpoint + presigned_target(local_cloud, "get_object", name, "dot")
    assert window.run(PIXELS.format(json.dumps(url))) == "shown"


def test_no_page_administers_the_user_pool(window, site, local_cloud):
    cognito = local_cloud.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="doors-browser")["UserPool"]["Id"]
    window.open(site)
    options = json.dumps({"method": "POST", "body": json.dumps({"UserPoolId": pool, "Username": "mallory"}), "headers": {
        "X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth", "Content-Type": "application/x-amz-json-1.1"}})
    assert fetched(window, f"{local_cloud.endpoint}/?Action=AdminCreateUser", options) == "TypeError: Failed to fetch"
    assert fetched(window, f"{local_cloud.endpoint}/", options.replace("mallory", "&Action=AdminCreateUser&")).startswith("400 ")
    assert cognito.list_users(UserPoolId=pool)["Users"] == []
