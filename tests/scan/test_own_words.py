"""Words of the app's own, in words/: used like others, and what is wrong with a recipe."""
import json
import re
from pathlib import Path

import pytest

import expand_template
from kit.problems import Problems
from recipes import nesting, template
from scan.scanning import scan
from tests.fixtures.cases import cases
from tests.fixtures.lint import lint_findings
from tests.fixtures.own_resources import INDEX
from tests.fixtures.paths import ROOT
from tests.fixtures.problems import problems_of
from tests.fixtures.written_files import write_files

PAGE = (ROOT / "docs/words.md").read_text()
ALARM = re.findall(r"```python\n(.*?)```", PAGE, re.S)[0]
MINIMAL = '''SCHEMA = {"type": "object", "description": "A topic.", "examples": [{}],
          "properties": {"size": {"type": "integer", "default": 1}}, "additionalProperties": False}


def resources(app, fn):
    return {"Own": {"Type": "AWS::SNS::Topic", "Properties": {}}}
'''
BEGIN = MINIMAL.split("\n\n\n")[0]


pytestmark = pytest.mark.usefixtures("own_folder")


def app_of(recipe, block="notify: {to: ann@team.org}", word="notify", settings="", cached=None, facts=None):
    """The app model of an app with one word and one lambda that uses it. Raises Problems."""
    write_files({f"words/{word}.py": recipe, "app.yaml": f"name: demo\n{settings}",
                 "lambdas/ask/index.py": INDEX.format(block=block, code="")})
    return scan(None, "app.yaml", cached or {}, {} if facts is None else facts)


def app_problems(*arguments, **more):
    return str(problems_of(lambda: expand_template.expanded(app_of(*arguments, **more))))


def test_the_example_of_the_page_makes_an_alarm():
    app = app_of(ALARM)
    assert app["lambdas"]["ask"]["infra"]["notify"] == {"to": "ann@team.org", "errors": 0}
    whole = expand_template.expanded(app)
    assert whole["Resources"]["AskNotify"]["Properties"]["AlarmActions"] == [{"Ref": "AskNotifyTopic"}]
    assert template.owners(app)["AskNotify"] == ("ask", "notify")
    assert template.addresses(app)["AskNotify"] == ("lambdas/ask/index.py", 2)
    assert lint_findings(whole) == []
    assert json.loads(json.dumps(app)) == app
    assert not list(Path("words").glob("__pycache__"))


@pytest.mark.parametrize("block, problem", [
    ("notify: {too: ann@team.org}", "lambdas/ask/index.py:2: notify has no field 'too'\n  hint: did you mean 'to'?"),
    ("notify: {to: ann}", "lambdas/ask/index.py:2: notify.to cannot be 'ann'\n  hint: who gets it; e.g. a@b.cc"),
    ("notify: {to: a@b.cc, errors: x}", "lambdas/ask/index.py:2: notify.errors must be a whole number, not 'x'"),
    ("notify: {to: a@example.com}", "lambdas/ask/index.py:2: nobody reads example.com\n  hint: an address of the team"),
    ("notifys: {to: a@b.cc}", "lambdas/ask/index.py:2: infra has no field 'notifys'\n  hint: did you mean 'notify'?"),
    ("notify: ", "lambdas/ask/index.py:2: notify needs 'to'"),
])
def test_a_wrong_block_is_a_problem_at_its_line(block, problem):
    assert app_problems(ALARM, block).startswith(problem)


@cases("recipe, problem", [
    (f"{BEGIN}\n<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> x\n",
     "words/notify.py:3: a conflict of a merge is not resolved\n  hint: keep one of its two versions"),
    ("def x(:\n", "words/notify.py:1: not Python: invalid syntax\n  hint: correct it"),
    ("import sys\nsys.exit(2)\n", "words/notify.py:2: raises SystemExit: 2"),
    ("import nothing_of_this_name\n", "words/notify.py:1: raises ModuleNotFoundError: No module named"),
    ("\n\nx = 1 / 0\n", "words/notify.py:3: raises ZeroDivisionError: division by zero\n  hint: correct this line"),
    ("", "words/notify.py:1: a recipe needs SCHEMA"),
    ("SCHEMA = 1\n", "words/notify.py:1: a recipe needs SCHEMA"),
    (BEGIN, "words/notify.py:1: a recipe needs resources(app, fn)"),
    (MINIMAL.replace("(app, fn)", "(app)"), "words/notify.py:5: resources must take 2 arguments\n  hint: app, fn"),
    (MINIMAL.replace('"integer"', '"int"'), "words/notify.py:1: SCHEMA.properties.size.type must be one of object, array, string, integer, number, boolean, null or a list, not 'int'"),
    (MINIMAL.replace('"properties"', '"propertis"'), "words/notify.py:1: SCHEMA has no field 'propertis'\n"
                                    "  hint: did you mean 'properties'?"),
    (MINIMAL.replace('"examples": [{}]', '"examples": [{"sise": 1}]'),
     "words/notify.py:1: SCHEMA.examples.0: this has no field 'sise'\n  hint: did you mean 'size'?"),
    (MINIMAL.replace('"description": "A topic.", ', ""), "words/notify.py:1: SCHEMA needs 'description'"),
    (MINIMAL.replace('return {"Own"', 'return {"Level": float("nan"), "Own"'),
     "words/notify.py:5: resources() raises ValueError: Out of range float values are not JSON compliant"),
    (MINIMAL.replace('return {"Own"', 'return {fn["nam"]'), "words/notify.py:6: resources() raises KeyError: 'nam'\n  hint: correct this line"),
    (MINIMAL + "\n\ndef normal(block):\n    return block['x']\n",
     "lambdas/ask/index.py:2: words/notify.py:10: normal() raises KeyError: 'x'"),
    (MINIMAL + "\n\ndef problems(block):\n    return ['wrong']\n",
     "lambdas/ask/index.py:2: words/notify.py:9: problems() returns no list of (key, message, hint)\n  hint: return ["),
    (MINIMAL.replace('return {', 'return {1, 2} or {'), "words/notify.py:"),
    (MINIMAL.replace('return {', 'return [1] or {'), "words/notify.py:5: resources(): the result must be a mapping, not [1]"),
    (MINIMAL.replace('"Own"', '"own-topic"'), "words/notify.py:5: resources(): the logical id 'own-topic'"),
    (MINIMAL.replace('"Type"', '"Typ"'), "words/notify.py:5: resources(): Own has no field 'Typ'"),
    (MINIMAL + "\n\ndef statements(app, fn):\n    return [{'Effect': 'Allow'}]\n",
     "words/notify.py:9: statements(): 0 needs 'Action'"),
    (MINIMAL.replace('"Own"', '"AskFunction"'), "lambdas/ask/index.py:2: notify ask and function ask both make AskFunction"),
    (MINIMAL.replace('"Properties": {}', '"Properties": {"TopicName": {"Ref": "AskFuncton"}}'),
     "lambdas/ask/index.py:2: the word notify refers to 'AskFuncton', which the template lacks\n"
     "  hint: did you mean 'AskFunction'?"),
    (MINIMAL + "\n\ndef outputs(app, fn):\n    return {'Stage': {'Value': fn['name']}}\n",
     "lambdas/ask/index.py:2: the word notify makes the output Stage, which another part makes too"),
    (MINIMAL.replace('"Properties": {}', '"Properties": {"TopicName": {"Fn::GetAtt": "Own"}}'),
     "words/notify.py:5: resources(): Fn::GetAtt takes"),
])
def test_a_wrong_recipe_is_a_problem_and_never_a_traceback(recipe, problem):
    assert app_problems(recipe, "notify: {}").startswith(problem)


@pytest.mark.parametrize("word, problem", [
    ("queue", "words/queue.py:1: queue is a word of Pareto\n  hint: another name, e.g. own_queue.py"),
    ("Notify", "words/Notify.py:1: 'Notify' cannot be a word"), ("a-b", "words/a-b.py:1: 'a-b' cannot be a word"),
    ("\udcff", "words/\\xff.py:1: '\\udcff' cannot be a word")])
def test_a_name_that_no_word_can_have(word, problem):
    assert problem in app_problems(MINIMAL, "", word)


def test_a_file_that_begins_with_an_underscore_is_no_word():
    assert "words" not in app_of("x = 1 / 0\n", "", "_shared")


def test_a_changed_recipe_is_used_although_the_lambda_is_unchanged():
    facts, more = {}, {}
    app_of(MINIMAL, "notify: {}", facts=facts)
    assert app_of(MINIMAL, "notify: {}", cached=facts, facts=more)["lambdas"]["ask"]["infra"]["notify"] == {"size": 1}
    Path("words/notify.py").write_text(MINIMAL.replace('"default": 1', '"default": 27'))
    assert scan(None, "app.yaml", facts, {})["lambdas"]["ask"]["infra"]["notify"] == {"size": 27}


SHARED = MINIMAL.replace("{}}}\n", '{"TopicName": {"Fn::Sub": ["${a}-x", {"a": {"Ref": "Hub"}}]}}}}\n') + '''

def shared(app, fns):
    return {"Hub": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": ",".join(fn["name"] for fn in fns)}}}


def statements(app, fn):
    return [{"Effect": "Allow", "Action": ["sns:Publish"], "Resource": {"Ref": "Hub"}}]


def outputs(app, fn):
    return {"OwnName": {"Value": {"Ref": "Own"}}}
'''


def test_shared_resources_statements_and_outputs():
    whole = expand_template.expanded(app_of(SHARED, "notify: {}"))
    assert whole["Resources"]["Hub"]["Properties"] == {"DisplayName": "ask"}
    statements = whole["Resources"]["AskRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    assert {"Effect": "Allow", "Action": ["sns:Publish"], "Resource": {"Ref": "Hub"}} in statements
    assert whole["Outputs"]["OwnName"] == {"Value": {"Ref": "Own"}}


def test_an_app_of_several_stacks_has_shared_resources_in_its_root():
    app = app_of(SHARED.replace("AWS::SNS::Topic", "AWS::Logs::LogGroup").replace("TopicName", "LogGroupName").replace(
        "DisplayName", "LogGroupName"), "notify: {}", settings="stacks: 2\n")
    whole = expand_template.expanded(app)
    nested = nesting.children(app, whole, template.owners(app), {"AskCode": "code/x.zip"})
    (child,) = [stack for stack in nested.values() if "Own" in stack["Resources"]]
    assert child["Resources"]["Own"]["Properties"] == {"LogGroupName": {"Fn::Sub": ["${a}-x", {"a": {"Ref": "Hub"}}]}}
    assert child["Parameters"]["Hub"] == {"Type": "String"} and "Hub" not in child["Resources"]
    assert "Hub" in nesting.root(whole, nested, {})["Resources"]


def test_a_shared_resource_that_needs_a_lambda_of_a_nested_stack_is_a_problem():
    recipe = MINIMAL + '\n\ndef shared(app, fns):\n    return {"Hub": {"Type": "AWS::SNS::Topic", "Properties": ' \
                       '{"TopicName": {"Ref": "AskFunction"}}}}\n'
    assert "the word notify refers to 'AskFunction', which is in a nested stack" in app_problems(
        recipe, "notify: {}", settings="stacks: 2\n")
    assert expand_template.expanded(app_of(recipe, "notify: {}"))


def test_a_recipe_cannot_change_the_model():
    app = app_of(MINIMAL.replace("    return {", '    fn["infra"].clear()\n    return {'), "notify: {}")
    assert app["lambdas"]["ask"]["infra"]["size"] == 512


def test_words_and_layers_are_beside_app_yaml_wherever_the_package_is():
    block = "notify: {to: ann@team.org}, layers: [yaml]"
    write_files({"words/notify.py": ALARM, "layers/yaml/requirements.txt": "pyyaml==6.0.2\n",
                 "app.yaml": "name: demo\npackage: src/demo\n",
                 "src/demo/ask/index.py": INDEX.format(block=block, code="")})
    infra = scan(None, "app.yaml", {}, {})["lambdas"]["ask"]["infra"]
    assert infra["layers"] == ["yaml"] and infra["notify"]["to"] == "ann@team.org"


def test_a_faulty_app_yaml_is_no_missing_package():
    Path("app.yaml").write_text("name: demo\npackage: src/demo\nstacks: 0\n")
    with pytest.raises(Problems) as raised:
        scan(None, "app.yaml", {}, {})
    assert [problem.path for problem in raised.value.args] == ["app.yaml"]
