"""Variables that say something of the app itself, and those with a value from outside."""
import pytest

from recipes import environment, template
from scan.scanning import scan
from tests.fixtures.problems import problems_of
from tests.fixtures.written_files import write_files
from tests.update_golden import golden_app

READER = '"""A lambda.\n\ninfra: {{}}\n"""\nimport os\n\nVALUE = os.environ["{}"]\n\n\ndef handler(event, context):\n    return VALUE\n'
ENDPOINT = READER.replace("infra: {{}}", "infra:\n  endpoint: {{method: GET, path: /a, api: public}}")


@pytest.fixture
def app_of(own_folder):
    """app_of(text of lambda a, domain=...) -> its app model"""
    def write(text, domain=""):
        write_files({"lambdas/a/index.py": text,
                     "app.yaml": f"name: demo\n{domain and f'domain: {domain}'}\n"}, own_folder)
        return scan("lambdas", "app.yaml", {}, {})
    return write


def variables_of(app):
    return template.template(app)["Resources"]["AFunction"]["Properties"]["Environment"]["Variables"]


@pytest.mark.parametrize("variable, own, parameter", [
    ("DEMO_API_URL", "https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${Stage}", "Api"),
    ("DEMO_WEBSITE_URL", "https://${DemoWebsiteDistribution.DomainName}", "DemoWebsite"),
    ("DEMO_DOCS_WEBSITE_URL", "https://${DemoDocsWebsiteDistribution.DomainName}", "DemoDocsWebsite"),
])
def test_an_address_is_under_the_domain_where_the_stage_has_the_name(app_of, variable, own, parameter):
    app = app_of(ENDPOINT.format(variable), "example.com")
    name = f"{parameter}Domain"
    assert variables_of(app) == {variable: {"Fn::If": [f"Has{name}", {"Fn::Sub": f"https://${{DomainExampleCom{parameter}}}"},
                                                      {"Fn::Sub": own}]}}
    assert {f"Has{name}"} <= template.template(app)["Conditions"].keys()


def test_no_address_of_an_api_without_endpoints(app_of):
    raised = problems_of(app_of, READER.format("DEMO_API_URL"))
    assert str(raised) == ("lambdas/a/index.py:7: DEMO_API_URL: no lambda has an endpoint\n"
                                 "  hint: `make new-lambda name=hello trigger=endpoint`")


def test_the_variable_of_the_users_makes_the_pool_and_lets_them_be_read(app_of):
    app = app_of(READER.format("DEMO_USER_POOL").replace("return VALUE", "return outside(VALUE)"))
    resources = template.template(app)["Resources"]
    assert {"UserPool", "UserPoolClient"} <= resources.keys() and "Api" not in resources
    statements = resources["ARole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    assert [statement for statement in statements if "cognito" in str(statement)] == [{
        "Effect": "Allow", "Resource": {"Fn::GetAtt": ["UserPool", "Arn"]},
        "Action": ["cognito-idp:AdminGetUser", "cognito-idp:AdminListGroupsForUser", "cognito-idp:ListUsers"]}]


def test_the_client_alone_gives_no_permission(app_of):
    app = app_of(READER.format("DEMO_USER_POOL_CLIENT"))
    resources = template.template(app)["Resources"]
    assert "UserPool" in resources and "cognito" not in str(resources["ARole"])


def test_the_address_of_a_website_gives_no_permission_on_its_objects():
    resources = template.template(golden_app("facts"))["Resources"]
    assert {"DemoWebsite", "DemoDocsWebsite"} <= resources.keys() and "s3:" not in str(resources["KnowRole"])


def test_a_value_of_the_settings_goes_first(app_of, tmp_path):
    write_files({"lambdas/a/index.py": READER.format("DEMO_STAGE"),
                 "app.yaml": "name: demo\nenv:\n  DEMO_STAGE: mine\n"}, tmp_path)
    assert [variable["kind"] for variable in scan("lambdas", "app.yaml", {}, {})["lambdas"]["a"]["env"]] == ["value"]


def test_a_secret_has_no_value_in_the_settings(app_of, tmp_path):
    write_files({"lambdas/a/index.py": READER.format("DEMO_STRIPE_SECRET"),
                 "app.yaml": "name: demo\nenv:\n  DEMO_STRIPE_SECRET: sk_live_1\n"}, tmp_path)
    raised = problems_of(scan, "lambdas", "app.yaml", {}, {})
    assert str(raised).startswith("lambdas/a/index.py:7: DEMO_STRIPE_SECRET is a secret of the app, and app.yaml has")


def test_a_value_is_needed_by_all_if_one_lambda_cannot_do_without():
    entries = [{"name": "A", "kind": "value", "optional": optional} for optional in (True, False)]
    app = {"lambdas": {"a": {"env": entries[:1]}, "b": {"env": entries[1:]}}}
    assert environment.optional_parameters(environment.values(app)) == set()
    assert environment.optional_parameters({"EnvA": entries[:1]}) == {"EnvA"}
