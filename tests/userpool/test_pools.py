"""`pools` of `users` in app.yaml: each has the fields and the problems that `users` has."""
import pytest

from deploy import preview
from kit import settings
from kit.problems import Problems
from recipes import limits, sign_in, template
from tests.fixtures.cases import cases
from tests.fixtures.paths import ROOT
from tests.fixtures.problems import problems_of
from tests.fixtures.user_settings import NOTHING
from tests.update_golden import golden_app
from userpool import users


def test_a_pool_has_the_defaults_and_the_form_of_users():
    users = settings.settings("app.yaml", "name: demo\nusers: {pools: {a: , staff: {groups: [admin], mfa: required}}}")["users"]
    assert users == {**NOTHING, "pools": {"a": NOTHING, "staff": {
        **NOTHING, "groups": {"admin": ""}, "mfa": "required"}}}


@cases("pools, problem", [
    ("{my-staff: {}}", "2: users.pools: 'my-staff' is not a valid name of a user pool\n"
                       "  hint: a letter, then letters and digits, lower-case and 20 at most"),
    ("{1: {}}", "2: a key must be text, not 1\n  hint: quote it"),
    ("{a: {groups: [x, x]}}", "2: users.pools.a.groups: x is listed twice\n  hint: write it once"),
    ("{a: {attributes: {email: string}}}", "2: users.pools.a.attributes.email: this name is Cognito's own\n"
                                           "  hint: choose email_ or another name"),
    ("{a: {verification: {message: no code}}}", "2: users.pools.a.verification.message needs {####}\n"
                                                "  hint: it stands for the password, or the code"),
    ("{a: {pools: {b: {}}}}", "2: users.pools.a has no field 'pools'\n  hint: "),
    ("{aws: {sign_in: {callbacks: [https://a.example/]}}}",
     "2: users.pools.aws.sign_in: Cognito permits no address with 'aws', which 'demo aws' contains\n"
     "  hint: another name"),
])
def test_a_wrong_pool_is_a_problem_at_its_line(pools, problem):
    raised = problems_of(settings.settings, "app.yaml", f"name: demo\nusers: {{pools: {pools}}}")
    assert str(raised).startswith(f"app.yaml:{problem}")


def test_a_hint_of_make_user_names_the_pool():
    outputs = {"StaffUserPoolId": "p", "StaffUserPoolClientId": "c"}
    staff = users.Pool(None, "dev", "staff", outputs, {"age": "number"})
    with pytest.raises(Problems, match=r"hint: `users: {pools: {staff: {attributes: {plan: string}}}}` in app.yaml"):
        users.attributes("plan=gold", staff)
    staff.groups = dict
    with pytest.raises(Problems, match=r"hint: `users: {pools: {staff: {groups: \[owners\]}}}` in app.yaml"):
        users.groups("owners", staff)
    with pytest.raises(Problems, match="hint: `make user do=list pool=staff stage=dev` lists them"):
        users.address("", users.variables("staff", "dev"))


@cases("stack, pools, message", [
    ("shop-dev", ["", "staff"], None), ("shop-production", ["a" * 20], None),
    (f"shop-{'a' * 32}", ["b" * 14], "ACCOUNT-bbbbbbbbbbbbbb (65 characters): it may have 63 lower-case letters, digits and -"),
    ("shop-Dev", [""], "shop-Dev-ACCOUNT (21 characters): it may have 63 lower-case letters, digits and -"),
    ("shop-aws", [""], "shop-aws-ACCOUNT (21 characters): 'aws' may not be in it")])
def test_a_stage_whose_pages_could_have_no_address_is_a_problem(stack, pools, message):
    settings_ = {"sign_in": {"line": 3}}
    found = [problem.message for problem in sign_in.address_problems(
        {**settings_, "pools": dict.fromkeys(pools, settings_)}, pools, stack)]
    assert found == [] if message is None else len(found) == 1 and found[0].endswith(message)
    assert list(sign_in.address_problems({}, pools, stack)) == []


def test_more_pools_than_an_api_has_authorizers_for_are_noted():
    app = golden_app("user-pools")
    fn = app["lambdas"]["staff-orders"]
    app["lambdas"] = {f"l{at}": {**fn, "name": f"l{at}", "infra": {**fn["infra"], "endpoint": {
        "api": "private", "method": "GET", "path": f"/{at}", "key": False, "parameters": [], "pool": f"p{at}"}}} for at in range(11)}
    assert limits.at_once_notes({"": template.template(app)}) == [
        "11 authorizers of an API: an account has 10, unless AWS raised it (Service Quotas)"]
    del app["lambdas"]["l0"]
    assert limits.at_once_notes({"": template.template(app)}) == []


@cases("region, host", [("eu-west-1", "auth"), ("us-gov-west-1", "auth-fips")])
def test_the_address_of_the_pages_is_that_of_the_region(region, host):
    outputs = sign_in.outputs({"sign_in": {}}, "staff", "IsOnAws", region)
    assert outputs["StaffUserPoolSignInUrl"]["Value"] == {
        "Fn::Sub": f"https://${{StaffUserPoolDomain}}.{host}.${{AWS::Region}}.amazoncognito.com"}


def test_such_a_stage_is_a_problem_before_anything_is_pushed():
    app = golden_app("user-pools")
    problems = [str(problem) for problem in preview.value_problems(app, {}, "Dev")]
    line = next(at for at, text in enumerate((ROOT / "tests/golden/template/user-pools/app.yaml").read_text().splitlines(), 1)
                if text.startswith("      sign_in:"))
    assert len(problems) == 1 and problems[0].startswith(
        f"app.yaml:{line}: users.pools.staff.sign_in: Cognito permits no address demo-Dev-ACCOUNT-staff")
    assert preview.value_problems(app, {}, "dev") == preview.value_problems(app, {}, "local") == []
