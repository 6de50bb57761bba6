"""Documents of AWS that many resources make large: merged where that helps, else told at the line that is too much."""
import json

from aws.iam import evaluation
from recipes import document_sizes, limits, template
from tests.fixtures.cases import cases, results
from tests.update_golden import golden_app

FILE = "lambdas/hello/index.py"


def with_lambda(variables=(), state=None, **infra):
    """An app of one lambda `hello`. variables: [(name, kind, of)], one on each line from 101 on"""
    app = golden_app("direct")
    fn = app["lambdas"]["hello"]
    fn["env"] = [{"name": name, "kind": kind, "of": of, "file": FILE, "line": 101 + at, "optional": False}
                 for at, (name, kind, of) in enumerate(variables)]
    fn["infra"] |= infra
    del fn["calls"], fn["doubts"]  # not followed: the variables keep all their permissions
    app["state"] |= state or {}
    return app


def with_tables(count, name="t"):
    """An app whose lambda reads so many tables."""
    tables = [f"{name}{at}" for at in range(count)]
    return with_lambda([(f"D_{table.upper()}_TABLE", "table", table) for table in tables],
                       {"table": {table: {"indexes": []} for table in tables}})


def problems(app):
    """["file:line: message"] of an app."""
    return [f"{problem.path}:{problem.line}: {problem.message}" for problem in limits.problems(app, template.parts(app))]


def statements(app, role):
    """The statements of a role of the app's template."""
    return template.template(app)["Resources"][role]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]


def test_forty_tables_of_one_lambda_share_a_statement():
    app = with_tables(40)
    assert problems(app) == []
    on_tables = [statement for statement in statements(app, "HelloRole") if "dynamodb:PutItem" in statement["Action"]]
    assert [len(statement["Resource"]) for statement in on_tables] == [40]
    size = len(document_sizes.Resolver(app, template.template(app)["Resources"]).text(statements(app, "HelloRole")))
    assert 3_000 < size < 10_240


def test_few_resources_have_a_statement_each():
    on_tables = [statement for statement in statements(with_tables(3), "HelloRole")
                 if "dynamodb:PutItem" in statement["Action"]]
    assert [statement["Resource"] for statement in on_tables] == [
        {"Fn::GetAtt": [f"T{at}Table", "Arn"]} for at in range(3)]


def test_the_streams_of_many_tables_are_one_resource():
    app = with_tables(60)
    of_streams = next(statement for statement in statements(app, "SharedTableEventsRole")
                      if "dynamodb:GetRecords" in statement["Action"])
    assert of_streams["Resource"]["Fn::Sub"].endswith(":table/${AWS::StackName}-*/stream/*")
    assert problems(app) == []


def test_a_role_above_iams_limit_is_reported_at_the_permission_that_passes_it():
    permissions = [{"action": ["s3:GetObject"], "resource": f"arn:aws:s3:::{'x' * 190}{at}/*"} for at in range(60)]
    app = with_lambda(permissions=permissions)
    app["lambdas"]["hello"]["lines"] |= {f"permissions.{at}": 201 + at for at in range(60)}
    told, = problems(app)
    where, _, message = told.partition(": ")
    assert message == "with this, the policy of hello's role has more than 10,240 characters, and IAM takes no more"
    line = int(where.rpartition(":")[2])
    app["lambdas"]["hello"]["infra"]["permissions"] = permissions[:line - 201]
    assert problems(app) == []
    app["lambdas"]["hello"]["infra"]["permissions"] = permissions[:line - 200]
    assert problems(app) == [told]


def test_variables_above_lambdas_limit_are_reported_at_the_one_that_passes_it():
    app = with_tables(100, "long-name-of-a-table-")
    told, = [problem for problem in problems(app) if "variables" in problem]
    line = int(told.split(":")[1])
    assert "have more than 4,096 bytes" in told and 101 < line < 200
    app["lambdas"]["hello"]["env"] = app["lambdas"]["hello"]["env"][:line - 101]
    assert problems(app) == []


def events(count, **more):
    """So many events of one lambda."""
    return [{"name": f"event-number-{at}", "topic": f"t{at}", **more} for at in range(count)]


def permissions_of(app, function_id):
    """{logical id: SourceArn} of the permissions to invoke a function."""
    return {id_: resource["Properties"]["SourceArn"] for id_, resource in template.template(app)["Resources"].items()
            if resource["Type"] == "AWS::Lambda::Permission" and resource["Properties"]["FunctionName"] == {
                "Ref": function_id}}


def test_many_rules_share_a_permission_for_each_bus():
    bucket = {"source": {"type": "bucket", "name": "demo"}}
    app = with_lambda(state={"bucket": {"demo": {}}}, events=[*events(50), *[
        {**event, "name": f"s3-{event['name']}"} for event in events(10, **bucket)]])
    permissions = permissions_of(app, "HelloFunction")
    assert [arn["Fn::Sub"].partition("rule/")[2] for arn in permissions.values()] == [
        "${AWS::StackName}-*", "${AWS::StackName}/*"]
    assert problems(app) == []
    assert len([resource for resource in template.template(app)["Resources"].values()
                if resource["Type"] == "AWS::Events::Rule"]) == 60


def test_few_rules_have_a_permission_each():
    assert len(permissions_of(with_lambda(events=events(20)), "HelloFunction")) == 20


@cases("rule, allowed", [
    ("demo-dev/demo-dev-HelloEventXRule-1", True), ("demo-dev-HelloRule-1", True), ("demo-dev-Lambdas1-2-HelloRule", True),
    ("other", False), ("other/demo-dev-x", False), ("demo-development", False)])
def test_a_shared_permission_is_for_rules_of_the_stack_alone(rule, allowed):
    app = with_lambda(events=[*events(21), {"name": "s3", "source": {"type": "bucket", "name": "demo"}}],
                      state={"bucket": {"demo": {}}})
    resolver = document_sizes.Resolver(app, {})
    resolver.pseudo["AWS::StackName"] = "demo-dev"
    patterns = map(resolver.value, permissions_of(app, "HelloFunction").values())
    source = f"arn:aws:events:eu-west-1:{'0' * 12}:rule/{rule}"
    assert any(evaluation.matches(pattern, source) for pattern in patterns) is allowed


def ticked(count):
    """An app of so many lambdas with a timer below a minute."""
    app = golden_app("timer-seconds")
    fast = app["lambdas"].pop("fast")
    app["lambdas"] = {f"fast-{at}": {**fast, "name": f"fast-{at}"} for at in range(count)}
    return app


def test_many_timers_below_a_minute_share_the_tickers_permission():
    assert len(permissions_of(ticked(20), "SharedTickerFunction")) == 20
    assert list(permissions_of(ticked(80), "SharedTickerFunction")) == ["SharedTickerPermission"]
    assert problems(ticked(80)) == []
    invoked = next(statement["Resource"] for statement in statements(ticked(80), "SharedTickerRole")
                   if statement["Action"] == ["lambda:InvokeFunction"])
    assert invoked["Fn::Sub"].endswith(":function:${AWS::StackName}-*")


def test_a_policy_above_lambdas_limit_is_reported_at_the_line_of_its_word():
    app = ticked(1)
    parts = template.parts(app)
    permission = {id_: resource for part in parts for id_, resource in part.resources.items()
                  if resource["Type"] == "AWS::Lambda::Permission"}
    more = [template.Part("fast-0", "timer", {f"P{at}": resource for resource in permission.values()}, {})
            for at in range(60)]
    assert [(problem.path, problem.line, problem.message) for problem in document_sizes.problems(app, [*parts, *more])] == [
        ("lambdas/fast/index.py", 4, "with P55, the policy of SharedTickerFunction has more than 20,480 bytes, and Lambda "
                                     "takes no more")]


def test_the_pattern_of_a_rule_counts_with_what_its_source_adds():
    event = {"name": "x", "topic": "t", "source": {"type": "table", "name": "demo"}, "pattern": {"x": ["y" * 1990]}}
    app = with_lambda(events=[event], state={"table": {"demo": {"indexes": []}}})
    app["lambdas"]["hello"]["lines"]["events"] = 7
    assert len(json.dumps({"x": ["y" * 1990]})) < 2048
    told, = problems(app)
    assert told.startswith(f"{FILE}:7: the pattern of HelloEventXRule has 2,0")


def test_the_twenty_first_index_of_a_table_is_reported_at_its_entry():
    indexes = [{"name": f"a{at}", "type": "S", "table": "demo"} for at in range(21)]
    app = with_lambda(indexes=indexes, state={"table": {"demo": {"indexes": [
        {"name": index["name"], "type": "S"} for index in indexes]}}})
    app["lambdas"]["hello"]["lines"] |= {f"indexes.{at}": 50 + at for at in range(21)}
    assert problems(app) == [f"{FILE}:70: the table demo has 21 indexes, and DynamoDB takes 20"]


test_a_quota_that_aws_raises_is_a_note_and_no_problem = results(lambda app: limits.at_once_notes({"": template.template(app)}), [
    (with_lambda(events=events(300)), []),
    (with_lambda(events=events(301)), ["301 rules of its bus: an account has 300, unless AWS raised it (Service Quotas)"]),
])


def test_the_parts_of_the_paths_of_an_api_are_counted_with_its_root():
    app = golden_app("endpoint")
    fn = next(iter(app["lambdas"].values()))
    app["lambdas"] = {f"l{at}": {**fn, "name": f"l{at}", "infra": {**fn["infra"], "endpoint": {
        **fn["infra"]["endpoint"], "path": f"/a/b{at}"}}} for at in range(299)}
    assert limits.at_once_notes({"": template.template(app)}) == [
        "301 path parts of its API: an account has 300, unless AWS raised it (Service Quotas)"]
