"""Changes, events and failures of nested stacks are shown as those of one."""
import datetime
import types

from aws import stacks
from deploy import failures, nested
from kit.problems import Problem
from tests.fixtures.cases import cases
from tests.fixtures.fake_cloudformation import change

STACK = "AWS::CloudFormation::Stack"
ROOT, CHILD = "arn:aws:cloudformation:eu-west-1:1:stack/demo-dev/1", "arn:aws:cloudformation:eu-west-1:1:stack/inner/2"
FUNCTION, RULE = {"Type": "AWS::Lambda::Function"}, {"Type": "AWS::Events::Rule"}


class Fake:
    """A CloudFormation whose events a test hands out: {stack id: [batch of events, ...]}, a batch a look."""

    def __init__(self, batches):
        self.batches, self.shown, self.asked, self.status = batches, {id_: [] for id_ in batches}, [], "UPDATE_IN_PROGRESS"

    def get_paginator(self, name):
        paginator = type("Paginator", (), {})()
        paginator.paginate = lambda StackName: iter([getattr(self, name)(StackName)])
        return paginator

    def describe_stack_events(self, stack_id):
        self.asked.append(stack_id)
        if self.batches[stack_id]:
            self.shown[stack_id] += self.batches[stack_id].pop(0)
        return {"StackEvents": self.shown[stack_id][::-1]}

    def describe_stacks(self, StackName):
        self.asked.append("its status")
        return {"Stacks": [{"StackStatus": self.status}]}

    def list_stack_resources(self, stack_id):
        return {"StackResourceSummaries": {
            ROOT: [{"LogicalResourceId": "Lambdas1", "PhysicalResourceId": CHILD, "ResourceType": STACK,
                    "ResourceStatus": "CREATE_COMPLETE"}],
            CHILD: [{"LogicalResourceId": "HelloFunction", "PhysicalResourceId": "demo-dev-hello--1",
                     "ResourceType": "AWS::Lambda::Function", "ResourceStatus": "CREATE_COMPLETE"}]}[stack_id]}

    def get_template(self, StackName):
        assert StackName == CHILD
        return {"TemplateBody": {"Resources": {"HelloFunction": FUNCTION, "OldRule": RULE}}}


def event(stack, id_, status, second, reason=""):
    """An event of a second; that of a stack itself is called by the stack's id."""
    own, inner = id_ == stack, id_ == "Lambdas1"
    return {"EventId": f"{stack} {id_} {status} {second}", "StackId": stack, "LogicalResourceId": id_,
            "PhysicalResourceId": stack if own else CHILD if inner else f"{id_}-1",
            "ResourceType": STACK if own or inner else "AWS::Lambda::Function", "ResourceStatus": status,
            "ResourceStatusReason": reason, "Timestamp": datetime.datetime(2026, 1, 1, 0, 0, second)}


def test_events_of_a_nested_stack_are_printed_in_order_without_earlier_ones(monkeypatch):
    monkeypatch.setattr(stacks, "PAUSES", {"dev": 0})
    fake = Fake({
        ROOT: [[event(ROOT, ROOT, "UPDATE_IN_PROGRESS", 10), event(ROOT, "Lambdas1", "UPDATE_IN_PROGRESS", 11)], [],
               [event(ROOT, "Lambdas1", "UPDATE_COMPLETE", 16)], [event(ROOT, ROOT, "UPDATE_COMPLETE", 18)]],
        CHILD: [[event(CHILD, CHILD, "CREATE_COMPLETE", 5)], [event(CHILD, CHILD, "UPDATE_IN_PROGRESS", 12)],
                [event(CHILD, "HelloFunction", "UPDATE_COMPLETE", 14),
                 event(CHILD, CHILD, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", 15)],
                [event(CHILD, CHILD, "UPDATE_COMPLETE", 17)]]})
    told = []
    seen = stacks.follow(fake, ROOT, None, "dev", told.append)
    assert [each["Timestamp"].second for each in seen] == [10, 11, 12, 14, 15, 16, 17, 18]
    assert [each for each in told if each] == seen


def test_no_events_are_requested_of_a_nested_stack_that_has_ended(monkeypatch):
    monkeypatch.setattr(stacks, "PAUSES", {"dev": 0})
    fake = Fake({
        ROOT: [[event(ROOT, ROOT, "CREATE_IN_PROGRESS", 10), event(ROOT, "Lambdas1", "CREATE_IN_PROGRESS", 11)],
               [event(ROOT, "Lambdas1", "CREATE_COMPLETE", 13)], [], [], [event(ROOT, ROOT, "CREATE_COMPLETE", 18)]],
        CHILD: [[event(CHILD, CHILD, "CREATE_COMPLETE", 12)]]})
    stacks.follow(fake, ROOT, None, "dev", lambda event: None)
    assert fake.asked.count(CHILD) == 1 and fake.asked.count(ROOT) == 5


def test_the_status_of_a_stack_is_requested_only_where_its_end_may_have_no_event(monkeypatch):
    monkeypatch.setattr(stacks, "PAUSES", {"dev": 0})
    began, ended = (event(ROOT, ROOT, f"UPDATE_{end}", 10) for end in ("IN_PROGRESS", "COMPLETE"))
    fake = Fake({ROOT: [[], [began], [], [], [ended]]})
    assert stacks.follow(fake, ROOT, None, "dev", lambda event: None) == [began, ended]
    assert fake.asked == [ROOT, "its status", *[ROOT] * 4]
    lost = Fake({ROOT: [[began]]})  # a local cloud that was stopped, and started again
    lost.status = "DELETE_COMPLETE"
    assert stacks.follow(lost, ROOT, None, "dev", lambda event: None) == [began]
    assert lost.asked == [*[ROOT] * (stacks.QUIET + 2), "its status"]


def test_a_failure_in_a_nested_stack_is_reported_at_the_line_of_its_word_without_the_failure_of_the_stack():
    why = f"Embedded stack {CHILD} was not successfully created: The following resource(s) failed to create: [HelloFunction]."
    told = failures.problems({"HelloFunction": ("lambdas/hello/index.py", 3)}, [
        event(CHILD, "HelloFunction", "CREATE_FAILED", 1, "No."), event(CHILD, CHILD, "CREATE_FAILED", 2, "The following ..."),
        event(ROOT, "Lambdas1", "CREATE_FAILED", 3, why), event(ROOT, ROOT, "ROLLBACK_IN_PROGRESS", 4, why)])
    assert told == [Problem("lambdas/hello/index.py", 3, "HelloFunction (AWS::Lambda::Function): No.", "")]


def test_a_nested_stack_that_cannot_even_begin_is_reported():
    told = failures.problems({}, [event(ROOT, "Lambdas1", "CREATE_FAILED", 3, "Parameters: [X] must have values")])
    assert [each.message for each in told] == [f"Lambdas1 ({STACK}): Parameters: [X] must have values"]


def test_the_limit_of_one_deploy_has_a_hint():
    assert "docs/large-apps.md" in failures.hint("Limit on the number of resources in a single stack operation exceeded")


@cases("details, guess", [
    ([{"ChangeSource": "Automatic"}], True),
    ([{"ChangeSource": "Automatic"}, {"ChangeSource": "DirectModification"}], False),
    ([{"ChangeSource": "ParameterReference"}], False),
    ([], False),
])
def test_a_change_set_only_guesses_that_a_nested_stack_changes(details, guess):
    assert nested.is_guess(change("Modify", "Lambdas1", STACK, Details=details)) is guess
    assert not nested.is_guess(change("Modify", "HelloFunction", Details=details))
    assert not nested.is_guess(change("Remove", "Lambdas1", STACK, Details=details))


@cases("children, template, is_certain", [
    ({}, {}, False), ({"Lambdas1": {"Resources": {}}}, {"Resources": {}}, False),
    ({"Lambdas1": {"Resources": {}}}, {"Resources": {"Other": {}}}, True), ({"Lambdas2": {}}, {"Resources": {}}, False)])
def test_a_nested_stack_that_somebody_changed_is_certain_to_change(children, template, is_certain):
    cfn = types.SimpleNamespace(get_template=lambda StackName: {"TemplateBody": {CHILD: template}[StackName]})
    guess = change("Modify", "Lambdas1", STACK, PhysicalResourceId=CHILD, Details=[{"ChangeSource": "Automatic"}])
    assert nested.is_certain(cfn, children, guess) is is_certain
    assert nested.is_certain(cfn, {}, change("Add", "Lambdas1", STACK))


NOW = {"Lambdas1": {"Resources": {"HelloFunction": {**FUNCTION, "Properties": {"Timeout": 9}}, "NewRule": RULE}}}
MODIFIED = change("Modify", "HelloFunction", PhysicalResourceId="demo-dev-hello--1", Replacement="False",
                  Details=[{"Target": {"Attribute": "Properties", "Name": "Timeout"}}])


@cases("planned, found", [
    (change("Modify", "Lambdas1", STACK, PhysicalResourceId=CHILD),
     [MODIFIED, change("Add", "NewRule", RULE["Type"]), change("Remove", "OldRule", RULE["Type"], PolicyAction="Delete")]),
    (change("Add", "Lambdas1", STACK), [change("Add", "HelloFunction"), change("Add", "NewRule", RULE["Type"])]),
    (change("Remove", "Lambdas1", STACK, PhysicalResourceId=CHILD),
     [change("Remove", "HelloFunction", PhysicalResourceId="demo-dev-hello--1", PolicyAction="Delete"),
      change("Remove", "OldRule", RULE["Type"], PolicyAction="Delete")]),
    (change("Add", "DemoTable", "AWS::DynamoDB::Table"), [change("Add", "DemoTable", "AWS::DynamoDB::Table")]),
])
def test_changes_in_a_nested_stack_replace_the_change_of_the_stack(planned, found):
    assert nested.changes(Fake({}), [planned], NOW, "eu-west-1") == found


def test_the_resources_of_a_nested_stack_are_listed_only_if_one_of_them_is_removed_or_replaced(monkeypatch):
    monkeypatch.setattr(Fake, "list_stack_resources", None)  # a large one has pages of them
    planned = change("Modify", "Lambdas1", STACK, PhysicalResourceId=CHILD)
    now = {"Lambdas1": {"Resources": {**NOW["Lambdas1"]["Resources"], "OldRule": RULE}}}
    modified = {name: value for name, value in MODIFIED.items() if name != "PhysicalResourceId"}
    assert nested.changes(Fake({}), [planned], now, "eu-west-1") == [modified, change("Add", "NewRule", RULE["Type"])]


def test_a_nested_stack_that_only_gets_other_parameters_stays_one_change():
    planned = change("Modify", "Lambdas1", STACK, PhysicalResourceId=CHILD)
    same = {"Lambdas1": {"Resources": {"HelloFunction": FUNCTION, "OldRule": RULE}}}
    assert nested.changes(Fake({}), [planned], same, "eu-west-1") == [planned]


def test_a_stack_nested_by_the_app_itself_stays_one_change():
    planned = change("Modify", "Own", STACK, PhysicalResourceId=CHILD)
    assert nested.changes(Fake({}), [planned], NOW, "eu-west-1") == [planned]


def test_the_resources_of_a_stack_are_those_of_what_is_nested_too():
    assert [each["LogicalResourceId"] for each in stacks.resources(Fake({}), ROOT)] == ["Lambdas1", "HelloFunction"]
