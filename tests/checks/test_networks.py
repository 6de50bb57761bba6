"""Requests from a network of the app's own, which has no way to the internet."""
from tests.fixtures.checks import finds

BLOCK = "infra:\n  vpc: %s\n---\nimport httpx\nimport requests\nimport urllib.request\nimport http.client\n\n\n" \
    "def handler(event, context):\n    %s\n"
OWN, OTHER = "{main: {endpoints: []}}", "{main: {subnets: [subnet-0a1b2c3d], security_groups: [sg-0a1b2c3d]}}"
ENDPOINT = "infra:\n  endpoint: {method: GET, path: /a, api: public}\n---\nreturn {'statusCode': 200}"
OPEN = "return urllib.request.urlopen(%s, timeout=2).status"


def app(code, networks=OWN, **files):
    """The app, and app.yaml's `vpcs`."""
    return {"a": BLOCK % ("main", code), "b": ENDPOINT, **files}, {"vpcs": networks}


test_a_request_to_the_internet_does_not_leave_the_network = finds([
    (OPEN % "'https://api.stripe.com/v1'", ["P612"]),
    (OPEN % "f'https://api.stripe.com/v1/{event}'", ["P612"]),
    (OPEN % "urllib.request.Request('https://api.stripe.com/v1', method='POST')", ["P612"]),
    ("return requests.get('https://api.stripe.com', timeout=2).text", ["P612"]),
    ("return httpx.request('POST', 'https://api.stripe.com/v1', timeout=2).text", ["P612"]),
    ("return http.client.HTTPSConnection('api.stripe.com', timeout=2).getresponse().status", ["P612"]),
    (OPEN % "os.environ['DEMO_API_URL'] + '/a'", ["P612"]),
    (OPEN % "'https://api.stripe.com/v1'", OTHER, []),
    (OPEN % "'http://10.0.0.7:8080/status'", []), (OPEN % "'http://search.internal/status'", []),
    (OPEN % "'http://database/status'", []), (OPEN % "f'https://{event}.stripe.com/v1'", []),
    (OPEN % "f'https://api.stripe{event}/v1'", []), (OPEN % "os.environ['PAY_URL'] + '/a'", []),
    (OPEN % "'https://bucket.s3.eu-west-1.amazonaws.com/a'", []),
    ("os.environ['HTTPS_PROXY']\n    " + OPEN % "'https://api.stripe.com/v1'", []),
], app=app, only=["P612"])


def test_a_network_with_a_way_of_resources_yaml_is_not_judged(finding_ids):
    lambdas, settings = app(OPEN % "'https://api.stripe.com/v1'")
    for type_, ids in (("AWS::EC2::InternetGateway", []), ("AWS::SNS::Topic", ["P612"])):
        file = f"Resources:\n  Way: {{Type: {type_}}}\n"
        reported = finding_ids({**lambdas, "./resources.yaml": file}, **settings)
        assert [id_ for id_ in reported if id_ != "P110"] == ids
