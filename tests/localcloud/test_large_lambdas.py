"""Lambdas with many tables and rules, whose documents are merged, are created by the local cloud."""
import json

from recipes import template
from tests.fixtures import in_process
from tests.fixtures.stacks import REGION, pushed_parameters, service
from tests.update_golden import golden_app


def test_a_lambda_with_many_tables_and_rules_is_created(cloudformation):
    app, tables = golden_app("direct"), [f"t{at}" for at in range(22)]
    fn = app["lambdas"]["hello"]
    fn["env"] = [{"name": f"D_{table.upper()}_TABLE", "kind": "table", "of": table, "file": fn["path"], "line": 1,
                  "optional": False} for table in tables]
    fn.pop("calls", None)  # code that is not followed: all permissions of each variable
    fn["infra"]["events"] = [{"name": f"event-{at}", "topic": f"t{at}"} for at in range(21)]
    app["state"]["table"] = {table: {"indexes": []} for table in tables}
    whole = template.template(app)
    id_ = cloudformation.create_stack(StackName="large", TemplateBody=json.dumps(whole), Capabilities=["CAPABILITY_IAM"],
                                      Parameters=pushed_parameters(whole, "large"))["StackId"]
    stack = in_process.settled(REGION, id_)
    assert stack.status == "CREATE_COMPLETE", stack.reason
    policy = json.loads(service("lambda").get_policy(FunctionName="large-hello")["Policy"])
    assert [statement["Condition"]["ArnLike"]["AWS:SourceArn"].rpartition(":")[2] for statement in policy["Statement"]] == [
        "rule/large/*"]
    statements = service("iam").get_role_policy(RoleName=stack.resources["HelloRole"].ref, PolicyName="lambda")
    assert [len(statement["Resource"]) for statement in statements["PolicyDocument"]["Statement"]
            if "dynamodb:PutItem" in statement["Action"]] == [22]
    rule = stack.resources["HelloEventEvent0Rule"].ref
    assert rule.startswith("large|large-Hello")
    cloudformation.delete_stack(StackName=id_)
    assert in_process.settled(REGION, id_).status == "DELETE_COMPLETE"
