"""What a recipe of words/ may define and return: each wrong shape is a problem at the recipe, found by make bench-fuzz."""

import expand_template
from scan import cpu_limit
from scan.scanning import scan
from tests.fixtures.cases import cases
from tests.fixtures.own_resources import INDEX
from tests.fixtures.problems import problems_of
from tests.fixtures.written_files import write_files

RECIPE = '''SCHEMA = {"type": "object", "description": "A topic.", "properties": {}}


def resources(app, fn):
    return {"Own": {"Type": "AWS::SNS::Topic", "Properties": {}}}


def statements(app, fn):
    return [{"Effect": "Allow", "Action": "sns:Publish", "Resource": "*"}]


def outputs(app, fn):
    return {"OwnName": {"Value": "x"}}
'''


def scan_problems(recipe):
    """The problems of an app whose only lambda has the word `notify`; "" without one."""
    write_files({"words/notify.py": recipe, "app.yaml": "name: demo\n", "lambdas/ask/index.py": INDEX.format(block="notify: {}", code="")})
    return str(problems_of(lambda: expand_template.expanded(scan(None, "app.yaml", {}, {}))))


@cases("old, new, problem", [
    ("", "", ""),
    ('"type": "object"', '"type": ["object", ["string"]]', "words/notify.py:1: SCHEMA.type.1 must be one of object, array, string, integer, number, boolean, null, not [string]"),
    ('"type": "object"', '"type": {"a": 1}', "words/notify.py:1: SCHEMA.type must be one of object, array, string, integer, number, boolean, null or a list, not {a: 1}"),
    ('"properties": {}', '"properties": {1: {}}', "words/notify.py:1: SCHEMA is no JSON: Dict key must be str"),
    ('"properties": {}', '"properties": ["size"]', "words/notify.py:1: SCHEMA.properties must be a mapping, not [size]"),
    ('"properties": {}', '"required": "size"', "words/notify.py:1: SCHEMA.required must be a list, not 'size'"),
    ('"properties": {}', '"properties": {"n": {"anyOf": "x"}}', "words/notify.py:1: SCHEMA.properties.n.anyOf must be a list, not 'x'"),
    ('"properties": {}', '"properties": {"n": {"enum": "abc"}}', "words/notify.py:1: SCHEMA.properties.n.enum must be a list, not 'abc'"),
    ('"properties": {}', '"properties": {"n": {"minimum": "1"}}', "words/notify.py:1: SCHEMA.properties.n.minimum must be a number, not '1'"),
    ('"properties": {}', '"properties": {"n": {"pattern": "("}}', "words/notify.py:1: SCHEMA.properties.n.pattern: '(' is no regular expression"),
    ('"properties": {}', '"properties": {"n": {"description": 5}}', "words/notify.py:1: SCHEMA.properties.n.description must be text, not 5"),
    ('"properties": {}', '"properties": {"size": {"type": "integer", "default": "x"}}',
     "words/notify.py:1: SCHEMA.properties.size.default must be a whole number, not 'x'"),
    ('"properties": {}', '"properties": {}, "examples": 5', "words/notify.py:1: SCHEMA.examples must be a list, not 5"),
    ('"AWS::SNS::Topic"', '{"a": 1}', "words/notify.py:4: resources(): Own.Type must be text, not {a: 1}"),
    ('"AWS::SNS::Topic"', '"AWS::SNS::Topik"', "words/notify.py:4: resources(): CloudFormation has no type 'AWS::SNS::Topik' in eu-west-1\n  hint: did you mean 'AWS::SNS::Topic'?"),
    ('"AWS::SNS::Topic"', '""', "words/notify.py:4: resources(): CloudFormation has no type '' in eu-west-1"),
    (', "Properties": {}', ', "Properties": None', ""),
    (', "Properties": {}', '', ""),
    ('return {"Own"', 'return None and {"Own"', "words/notify.py:4: resources(): the result is None\n  hint: `return {}`, if there is nothing"),
    ('"Properties": {}', '"Properties": "x"', "words/notify.py:4: resources(): Own.Properties must be a mapping, not 'x'"),
    ('"Properties": {}', '"Properties": {}, "DependsOn": 5', "words/notify.py:4: resources(): Own.DependsOn must be text or a list, not 5"),
    ('"Properties": {}', '"Properties": {}, "DeletePolicy": "Retain"', "words/notify.py:4: resources(): Own has no field 'DeletePolicy'\n  hint: did you mean 'DeletionPolicy'?"),
    ('{"Value": "x"}', '{"Value": "x", "Condition": 5}', "words/notify.py:12: outputs(): OwnName.Condition must be text, not 5"),
    ('"Action": "sns:Publish"', '"Action": [{"a": 1}]', "words/notify.py:8: statements(): 0.Action.0 must be text, not {a: 1}"),
    ('"Effect": "Allow"', '"Effect": "Alow"', "words/notify.py:8: statements(): 0.Effect must be one of Allow, Deny, not 'Alow'\n  hint: did you mean 'Allow'?"),
    ('"sns:Publish"', '"sns"', "words/notify.py:8: statements(): 0: 'sns' is no action of IAM\n  hint: service:Action, e.g. sns:Publish"),
    ('"sns:Publish"', '["sns:Publish", "Sns.Publish"]', "words/notify.py:8: statements(): 0: 'Sns.Publish' is no action of IAM"),
    ('"sns:Publish"', '["sns:Get*", "*"]', ""),
    ('AWS::SNS::Topic', 'AWS::DynamoDB::Table', "words/notify.py:4: resources(): AWS::DynamoDB::Table holds data, and has no DeletionPolicy and no UpdateReplacePolicy: CloudFormation would delete it\n  hint: "),
    ('"Properties": {}', '"Properties": {"A": {"Ref": "Nothing"}}', "lambdas/ask/index.py:2: the word notify refers to 'Nothing', which the template lacks\n  hint: "),
    ('def statements', 'def normal(block):\n    block.update(a=1)\n\n\ndef statements', "lambdas/ask/index.py:2: words/notify.py:8: normal() returns None\n  hint: return the block"),
    ('"Effect": "Allow", ', '', "words/notify.py:8: statements(): 0 needs 'Effect'"),
])
def test_a_wrong_shape_is_a_problem_at_the_recipe(old, new, problem, own_folder):
    assert scan_problems(RECIPE.replace(old, new)).startswith(problem)
    assert bool(scan_problems(RECIPE.replace(old, new))) == bool(problem)


@cases("old, new, problem", [
    ("SCHEMA =", "while True: pass\nSCHEMA =", "1: "),
    ('    return {"Own"', '    while True: pass\n    return {"Own"', "5: resources() "),
    ("    return [{", "    while True: yield {}\n    return [{", "9: statements() "),
    ("    return [{", "    while True:\n        try: len([])\n        except Exception: pass\n    return [{", ""),
])
def test_a_recipe_that_never_ends_is_a_problem(old, new, problem, own_folder, monkeypatch):
    monkeypatch.setattr(cpu_limit, "SECONDS", 0.2)
    text = scan_problems(RECIPE.replace(old, new))
    assert text.startswith(f"words/notify.py:{problem}")
    assert text.endswith("has not ended after 0.2 CPU seconds\n  hint: does a loop never end? A recipe computes and returns")
