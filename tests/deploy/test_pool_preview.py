"""`make check` reports attributes of users that the next deploy could not change, with the line of app.yaml."""
import scan_infra
from deploy import preview
from kit import files
from tests.fixtures.cases import cases
from tests.fixtures.written_files import write_files

CODE = ('"""Reads.\n\ninfra:\n  endpoint: {api: %s, method: GET, path: /a}\n"""\n\n\ndef handler(event, context):\n'
        '    return {"statusCode": 200}\n')
STACK = {"StackName": "demo-dev", "StackStatus": "UPDATE_COMPLETE"}
HINT = ("\n  hint: an attribute of `users:` in app.yaml can be neither changed nor removed: restore it, and add "
        "others")
PRIVATE, STAFF = CODE % "private", CODE % "private, pool: staff"


def app(code, users):
    """The app model of an app with one lambda, and `users` of app.yaml."""
    write_files({"lambdas/read/index.py": code, "app.yaml": f"name: demo\nusers:\n  {users}\n"})
    scan_infra.main(["-o", "build/app.json"])
    return files.read_json("build/app.json")


@cases("code, before, after, expected", [
    (PRIVATE, "attributes:\n    plan: string", "attributes:\n    plan: number",
     "app.yaml:4: a deploy to dev would change the attribute plan of the users from string to number"),
    (PRIVATE, "attributes: {plan: string}", "sign_up: true",
     "app.yaml:2: a deploy to dev would remove the attribute plan of the users"),
    (STAFF, "pools: {staff: {attributes: {a: string}}}", "pools:\n    staff:\n      attributes: {b: string}",
     "app.yaml:5: a deploy to dev would remove the attribute a of the users of staff"),
    (PRIVATE, "attributes: {plan: string}", "attributes: {plan: string, size: number}", ""),
    (PRIVATE, "attributes: {plan: string}", "attributes: {plan: string}", ""),
    (PRIVATE, "sign_up: true", "attributes: {plan: string}", ""),
    (CODE % "public", "attributes: {plan: string}", "attributes: {plan: number}", ""),  # no pool is deployed
])
def test_an_attribute_that_is_deployed_stays(code, before, after, expected, own_folder):
    files.write_json("build/dev/stack.json", preview.record(app(code, before), STACK, {}, None))
    problems = preview.state_problems(app(code, after), "build", "*")
    assert [str(problem) for problem in problems] == ([expected + HINT] if expected else [])


def test_a_record_without_attributes_and_a_pool_that_is_gone_count_nothing(own_folder):
    record = preview.record(app(PRIVATE, "attributes: {plan: string}"), STACK, {}, None)
    files.write_json("build/dev/stack.json", record)
    assert preview.state_problems(app(CODE % "public", "sign_up: true"), "build", "*") == []
    assert record.pop("attributes") == {"": {"plan": "string"}}
    files.write_json("build/dev/stack.json", record)
    assert preview.state_problems(app(PRIVATE, "attributes: {plan: number}"), "build", "*") == []
