"""`tags` of app.yaml: keys and values that every service of AWS accepts, and the tags of the stack."""

from aws import stages
from kit import settings
from tests.fixtures.cases import cases
from tests.fixtures.problems import problems_of


def tags(text):
    return settings.settings("app.yaml", f"name: demo\ntags: {text}\n").get("tags")


@cases("text, expected", [
    ("{team: web, cost-center: 4711}", {"team": "web", "cost-center": "4711"}),
    ('{"a:b/c=d+e-f@g h.i_j": "x y:z/@"}', {"a:b/c=d+e-f@g h.i_j": "x y:z/@"}),
    ('{a: ""}', {"a": ""}),
])
def test_tags_are_texts(text, expected):
    assert tags(text) == expected


@cases("text, message", [
    ("{Stage: x}", "tags.Stage: Pareto sets the tag stage itself"), ("{app: x}", "tags.app: Pareto sets the tag app itself"),
    ("{team: a, Team: b}", "tags.Team and tags.team: IAM takes the two keys for one"),
    ('{"aws:a": b}', "AWS accepts no tag 'aws:a'"), ('{"a#": b}', "AWS accepts no tag 'a#'"),
    (f"{{{'k' * 129}: b}}", f"AWS accepts no tag '{'k' * 129}'"), ("{a: 'x;y'}", "tags.a: AWS accepts no value 'x;y'"),
    (f"{{a: {'v' * 257}}}", "tags.a"), ("{a: [b]}", "tags.a"), ("{a: 1.10}", "tags.a: 1.10 is read as 1.1"),
    (f"{{{', '.join(f'k{number}: a' for number in range(41))}}}", "tags"), ("[a]", "tags must be a mapping"),
])
def test_what_aws_refuses_is_a_problem_at_its_line(text, message):
    assert [(problem.line, problem.message.startswith(message)) for problem in problems_of(tags, text).args] == [(2, True)]


def test_the_stack_has_the_tags():
    app = {"name": "demo", "settings": {"stages": {}, "tags": {"team": "web", "empty": ""}}}
    assert stages.tags(app, "dev") == [{"Key": "app", "Value": "demo"}, {"Key": "stage", "Value": "dev"},
                                       {"Key": "team", "Value": "web"}, {"Key": "empty", "Value": ""}]
