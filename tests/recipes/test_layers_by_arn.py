"""Layers that others publish, named by their ARNs."""

import recipes
from deploy import deploy_policy
from kit import schema
from recipes import layer, template
from tests.fixtures.cases import cases, results
from tests.fixtures.problems import problems_of
from tests.fixtures.recipe_apps import NAMES, app_of, lambda_
from tests.fixtures.scans import index, scanned

pytest_plugins = ["tests.fixtures.scans"]
INSIGHTS = "arn:aws:lambda:${AWS::Region}:580247275435:layer:LambdaInsightsExtension-Arm64:20"
ARNS = [f"arn:aws:lambda:eu-west-1:123456789012:layer:l{number}:1" for number in range(6)]

test_an_arn_is_that_of_a_layers_version = results(lambda name: list(schema.problems(recipes.INFRA, {"layers": [name]})) == [], [
    (INSIGHTS, True), (ARNS[0], True), ("arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:layer:a:1", True),
    ("arn:aws-us-gov:lambda:us-gov-west-1:123456789012:layer:a_B:12", True),
    ("arn:aws:lambda:eu-west-1:123456789012:layer:a", False), ("arn:aws:lambda:eu-west-1:1234:layer:a:1", False),
    ("arn:aws:lambda:eu-west-1:123456789012:function:a:1", False), ("arn:aws:s3:::a", False),
    ("arn:aws:lambda:${Region}:123456789012:layer:a:1", False), ("arn:aws:lambda:eu-west-1:123456789012:layer:a:x", False)])


@cases("block, message", [
    (ARNS[:5], None), (["a", *ARNS[:4]], None), ([*"abcdef", *ARNS[:4]], None),
    (ARNS, ("5", "6 layers by ARN: a function may have 5 layers")),
    (["a", *ARNS[:5]], ("5", "5 layers by ARN: a function may have 5 layers, and the layers of layers/ are one of them")),
    ([ARNS[0], ARNS[0][:-1] + "2"], ("1", f"two versions of the layer {ARNS[0][:-2]}: a function can have only one")),
    ([ARNS[0], ARNS[0]], ("1", f"layer '{ARNS[0]}' is listed twice")),
])
def test_a_function_has_five_layers(block, message):
    assert [problem[:2] for problem in layer.problems(block)] == ([message] if message else [])


@cases("block, expected", [
    (["numpy", INSIGHTS], [{"Ref": "NumpyLayer"}, {"Fn::Sub": INSIGHTS}]),
    ([ARNS[0], "numpy"], [ARNS[0], {"Ref": "NumpyLayer"}]), ([INSIGHTS], [{"Fn::Sub": INSIGHTS}]),
    ([ARNS[0], "a", "b", *ARNS[1:4]], [ARNS[0], {"Ref": "MergedB6a9e0dbLayer"}, *ARNS[1:4]])])
def test_a_function_has_them_in_the_order_of_the_list(block, expected):
    app = app_of(lambda_("hello", layers=block))
    made = template.template(app)
    expected = [{"Ref": f"Merged{layer.merged(['a', 'b'])[7:].capitalize()}Layer"}
                if entry == {"Ref": "MergedB6a9e0dbLayer"} else entry for entry in expected]
    assert made["Resources"]["HelloFunction"]["Properties"]["Layers"] == expected
    assert {entry["Ref"] for entry in expected if isinstance(entry, dict) and "Ref" in entry} == {
        name for name in made["Parameters"] if name.endswith("Layer")}


def test_the_deploying_user_may_read_them():
    made = template.template(app_of(lambda_("hello", layers=["numpy", INSIGHTS, ARNS[0]])))
    names = {**NAMES, "region": "us-east-1"}
    statements = [statement for policy in deploy_policy.policies(made, {}, names) for statement in policy["Statement"]]
    assert {"Effect": "Allow", "Action": ["lambda:GetLayerVersion"], "Resource": [
        ARNS[0], "arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension-Arm64:20"]} in statements


def test_a_layer_of_another_region_is_a_problem(app_folder):
    app_folder({"app.yaml": "name: demo\nregion: us-east-1\n",
                "lambdas/a/index.py": index(f"  layers:\n  - {ARNS[0]}\n  - {INSIGHTS}\n")})
    raised = problems_of(scanned)
    assert str(raised) == (f"lambdas/a/index.py:4: {ARNS[0]} is a layer of eu-west-1, and the app is in us-east-1\n"
                                 "  hint: Lambda accepts only layers of its own region: write ${AWS::Region} in the ARN")
