"""P610: sections of app.yaml about which the app has nothing."""

from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
NOTHING = "return 1"
PUBLIC = "infra:\n  endpoint: {api: public, method: GET, path: /}\n---\nreturn {'statusCode': 200}"
URL = "infra:\n  url: {api: public}\n---\nreturn {'statusCode': 200}"
CORS, USERS = "{origins: [https://example.com]}", "{groups: [admin]}"
VPC = "{main: {subnets: [subnet-0a1b2c3d], security_groups: [sg-0a1b2c3d]}}"


@cases("code, settings, ids", [
    (NOTHING, {"cors": CORS}, ["P610"]), (PUBLIC, {"cors": CORS}, []), (URL, {"cors": CORS}, []), (NOTHING, {}, []),
    (PUBLIC, {"users": USERS}, ["P610"]), (PUBLIC.replace("public", "private"), {"users": USERS}, []),
    ("infra:\n  users: pre-sign-up\n---\nreturn event", {"users": "{sign_up: true}"}, []),
    (PUBLIC.replace("public", "private, pool: staff"), {"users": "{pools: {staff: {}, idle: {}}}"}, ["P610"]),
    (PUBLIC.replace("public", "private, pool: staff"), {"users": "{sign_up: true, pools: {staff: {}}}"}, ["P610"]),
    (PUBLIC.replace("public", "private, pool: staff"), {"users": "{pools: {staff: {}}}"}, []),
    (NOTHING, {"vpcs": VPC}, ["P610"]), ("infra:\n  vpc: main\n---\nreturn 1", {"vpcs": VPC}, []),
    (NOTHING, {"cors": f"{CORS}  # pareto: allow P610, because an endpoint follows"}, []),
])
def test_a_setting_without_an_effect(finding_ids, code, settings, ids):
    assert finding_ids(code, **settings) == ids


@cases("code, settings, ids", [
    (NOTHING, {"api": "{type: http}"}, ["P610"]), (PUBLIC, {"api": "{type: http}"}, []),
    (PUBLIC, {"api": "{quota: 5 in a day}"}, ["P610"]),
    (PUBLIC.replace("path: /", "path: /, key: true"), {"api": "{quota: 5 in a day}"}, []),
    (NOTHING, {"bus": "{archive: 3}"}, ["P610"]),
    ("infra:\n  events: [{name: a, topic: paid}]\n---\nreturn 1", {"bus": "{archive: 3}"}, []),
    (NOTHING, {"builder": "{commands: [make]}"}, ["P610"]),
    ("boto3.client('codebuild').start_build(projectName=os.environ['DEMO_BUILDER'])", {"builder": "{commands: [make]}"}, [])])
def test_an_api_and_a_builder_are_used_or_reported(finding_ids, code, settings, ids):
    assert finding_ids(code, **settings) == ids
