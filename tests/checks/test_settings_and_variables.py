"""P610, P602 and P615: unused sections of app.yaml, variables with a misspelt prefix, values that are no numbers."""
import pytest

from tests.fixtures.checks import finds, problems

NOTHING = "return 1"
PUBLIC = "infra:\n  endpoint: {api: public, method: GET, path: /}\n---\nreturn {'statusCode': 200}"
URL = "infra:\n  url: {api: public}\n---\nreturn {'statusCode': 200}"
CORS, USERS = "{origins: [https://example.com]}", "{groups: [admin]}"
VPC = "{main: {subnets: [subnet-0a1b2c3d], security_groups: [sg-0a1b2c3d]}}"

test_a_setting_without_an_effect = finds([
    (NOTHING, {"cors": CORS}, ["P610"]), (PUBLIC, {"cors": CORS}, []), (URL, {"cors": CORS}, []), (NOTHING, {}, []),
    (PUBLIC, {"users": USERS}, ["P610"]), (PUBLIC.replace("public", "private"), {"users": USERS}, []),
    ("infra:\n  users: pre-sign-up\n---\nreturn event", {"users": "{sign_up: true}"}, []),
    (PUBLIC.replace("public", "private, pool: staff"), {"users": "{pools: {staff: {}, idle: {}}}"}, ["P610"]),
    (PUBLIC.replace("public", "private, pool: staff"), {"users": "{sign_up: true, pools: {staff: {}}}"}, ["P610"]),
    (PUBLIC.replace("public", "private, pool: staff"), {"users": "{pools: {staff: {}}}"}, []),
    (NOTHING, {"vpcs": VPC}, ["P610"]), ("infra:\n  vpc: main\n---\nreturn 1", {"vpcs": VPC}, []),
    (NOTHING, {"cors": f"{CORS}  # pareto: allow P610, because an endpoint follows"}, []),
], app=lambda code, settings: (code, settings))

test_an_api_and_a_builder_are_used_or_reported = finds([
    (NOTHING, {"api": "{type: http}"}, ["P610"]), (PUBLIC, {"api": "{type: http}"}, []),
    (PUBLIC, {"api": "{quota: 5 in a day}"}, ["P610"]),
    (PUBLIC.replace("path: /", "path: /, key: true"), {"api": "{quota: 5 in a day}"}, []),
    (NOTHING, {"bus": "{archive: 3}"}, ["P610"]),
    ("infra:\n  events: [{name: a, topic: paid}]\n---\nreturn 1", {"bus": "{archive: 3}"}, []),
    (NOTHING, {"builder": "{commands: [make]}"}, ["P610"]),
    ("boto3.client('codebuild').start_build(projectName=os.environ['DEMO_BUILDER'])", {"builder": "{commands: [make]}"}, [])],
    app=lambda code, settings: (code, settings))

INDEX = ('"""Does.\n\ninfra: %s\n"""\nimport os\n\n\ndef handler(event, context):\n'
         '    return [os.environ["DEMO_TABLE"], os.environ["%s"]]\n')


def findings(folder, monkeypatch, variable, infra="{}", settings="name: demo\n"):
    """The problems of an app with a lambda `a`, which reads DEMO_TABLE and the variable, and a lambda `jobs`."""
    texts = {"lambdas/a/index.py": INDEX % (infra, variable), "app.yaml": settings,
             "lambdas/jobs/index.py": INDEX % ("{queue: {}}", "DEMO_TABLE")}
    return problems(folder, monkeypatch, texts, {"P602"})


@pytest.mark.parametrize("variable, correct_name", [
    ("DMEO_TABLE", "DEMO_TABLE"), ("DEM_ARCHIVE_BUCKET", "DEMO_ARCHIVE_BUCKET"), ("DEMOS_BUS", "DEMO_BUS"),
])
def test_a_misspelt_prefix_is_reported(folder, monkeypatch, variable, correct_name):
    problem, = findings(folder, monkeypatch, variable)
    assert problem.message.startswith(f"[P602] nothing sets {variable}")
    assert (problem.line, problem.hint) == (9, f"did you mean {correct_name!r}?")


@pytest.mark.parametrize("variable, more", [
    ("LEGACY_TABLE", {}), ("DMEO_URL", {}), ("DMEO_NEWS_TOPIC", {}),  # the app has no such topic
    ("DMEO_TABLE", {"infra": "{permissions: ['dynamodb:Scan']}"}),    # so it may be another app's
    ("DMEO_TABLE", {"settings": "name: demo\nenv: {DMEO_TABLE: orders}\n"}),
])
def test_a_variable_from_outside_is_not(folder, monkeypatch, variable, more):
    assert findings(folder, monkeypatch, variable, **more) == []


test_a_number_of_app_yaml_is_one = finds([
    ("{MINUTES: 15 min}", "int(os.environ['MINUTES'])", ["P615"]),
    ("{MINUTES: {dev: '15', '*': '7,5'}}", "float(os.environ['MINUTES'])", ["P615"]),
    ("{MINUTES: '15'}", "int(os.environ['MINUTES'])", []), ("{MINUTES: 1.5}", "Decimal(os.environ['MINUTES'])", []),
    ("{MINUTES: none}", "None if os.environ['MINUTES'] == 'none' else int(os.environ['MINUTES'])", []),
    ("{MINUTES: x}", "int(os.environ['MINUTES']) if os.environ['MINUTES'].isdigit() else 5", []),
    ("{MINUTES: ff}", "int(os.environ['MINUTES'], 16)", []),
    ("{OTHER: x}", "int(os.environ.get('MINUTES', '5')), os.environ['OTHER']", [])],
    app=lambda values, code: (f"return str([{code}])", {"env": values}))
