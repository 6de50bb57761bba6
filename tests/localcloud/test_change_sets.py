"""Change sets of the local cloud."""
from tests.fixtures import in_process
from tests.fixtures.stacks import QUEUE, REGION, TOPIC, exists, queue


def test_a_change_set_creates_a_stack(stacks, cloudformation):
    body = stacks.body({"Queue": QUEUE})
    response = cloudformation.create_change_set(StackName="one", ChangeSetName="c1", ChangeSetType="CREATE", TemplateBody=body,
                                                DeploymentConfig={"Mode": "EXPRESS"})
    cloudformation.get_waiter("change_set_create_complete").wait(ChangeSetName=response["Id"])
    change_set = cloudformation.describe_change_set(StackName="one", ChangeSetName="c1")
    assert [change["ResourceChange"]["Action"] for change in change_set["Changes"]] == ["Add"]
    assert change_set["DeploymentConfig"] == {"Mode": "EXPRESS"}
    assert cloudformation.describe_stacks(StackName="one")["Stacks"][0]["StackStatus"] == "REVIEW_IN_PROGRESS"
    assert stacks.error("create_change_set", StackName="one", ChangeSetName="c1", ChangeSetType="CREATE",
                        TemplateBody=body)[0] == "AlreadyExistsException"
    assert [entry["ChangeSetName"] for entry in cloudformation.list_change_sets(StackName="one")["Summaries"]] == ["c1"]
    cloudformation.execute_change_set(StackName="one", ChangeSetName="c1")
    assert in_process.settled(REGION, "one").status == "CREATE_COMPLETE"
    assert stacks.error("execute_change_set", StackName="one", ChangeSetName="c1") == (
        "InvalidChangeSetStatus", f"ChangeSet [{response['Id']}] cannot be executed in its current execution status of "
        "[EXECUTE_COMPLETE]")
    code, _ = stacks.error("create_change_set", StackName="one", ChangeSetName="c2", ChangeSetType="CREATE",
                           TemplateBody=body)
    assert code == "ValidationError"


def test_a_change_set_lists_its_changes_and_executes_them(stacks, cloudformation):
    retained = {**QUEUE, "DeletionPolicy": "Retain"}
    topic = {**TOPIC, "Properties": {"DisplayName": {"Fn::GetAtt": ["Replaced", "QueueName"]}}}
    stack = stacks.create({"Same": QUEUE, "Changed": queue(DelaySeconds=1), "Gone": QUEUE, "Kept": retained,
                           "Replaced": queue(QueueName="first"), "Topic": topic})
    before = {id_: resource.ref for id_, resource in stack.resources.items()}
    body = stacks.body({"Same": QUEUE, "Changed": queue(DelaySeconds=2), "New": QUEUE, "Topic": topic,
                        "Replaced": queue(QueueName="second")})
    cloudformation.create_change_set(StackName="one", ChangeSetName="c1", TemplateBody=body)
    change_set = cloudformation.describe_change_set(StackName="one", ChangeSetName="c1")
    changes = {change["ResourceChange"]["LogicalResourceId"]: tuple(
        change["ResourceChange"].get(key) for key in ("Action", "Replacement", "PolicyAction"))
        for change in change_set["Changes"]}
    assert changes == {
        "Changed": ("Modify", "False", None), "New": ("Add", None, None), "Gone": ("Remove", None, "Delete"),
        "Kept": ("Remove", None, "Retain"), "Replaced": ("Modify", "True", "ReplaceAndDelete"),
        "Topic": ("Modify", "False", None)}
    change = next(change["ResourceChange"] for change in change_set["Changes"]
                  if change["ResourceChange"]["LogicalResourceId"] == "Replaced")
    assert change["Details"][0]["Target"] == {"Attribute": "Properties", "Name": "QueueName",
                                              "RequiresRecreation": "Always"}
    assert {id_: resource.ref for id_, resource in stack.resources.items()} == before
    cloudformation.execute_change_set(StackName="one", ChangeSetName="c1")
    assert in_process.settled(REGION, "one").status == "UPDATE_COMPLETE"
    assert set(stack.resources) == {"Same", "Changed", "New", "Topic", "Replaced"}
    assert exists(before["Kept"]) and not exists(before["Gone"])


def test_a_part_of_an_arn_that_does_not_exist_yet_is_a_change(stacks, cloudformation):
    """The dashboard of an app with alerts has such parts of each rule, also of a rule that this deploy creates."""
    stacks.create({"Topic": TOPIC})
    part = {"Fn::Select": [5, {"Fn::Split": [":", {"Fn::GetAtt": ["New", "Arn"]}]}]}
    body = stacks.body({"Topic": {**TOPIC, "Properties": {"DisplayName": part}}, "New": QUEUE})
    cloudformation.create_change_set(StackName="one", ChangeSetName="c1", TemplateBody=body)
    cloudformation.execute_change_set(StackName="one", ChangeSetName="c1")
    stack = in_process.settled(REGION, "one")
    assert stack.status == "UPDATE_COMPLETE"
    assert stack.resources["Topic"].properties == {"DisplayName": stack.resources["New"].attributes["QueueName"]}


def test_a_change_set_without_changes_fails_and_cannot_be_executed(stacks, cloudformation):
    stacks.create({"Queue": QUEUE})
    cloudformation.create_change_set(StackName="one", ChangeSetName="c1", TemplateBody=stacks.body({"Queue": QUEUE}))
    change_set = cloudformation.describe_change_set(StackName="one", ChangeSetName="c1")
    assert (change_set["Status"], change_set["ExecutionStatus"], change_set["Changes"]) == ("FAILED", "UNAVAILABLE", [])
    assert change_set["StatusReason"] == ("The submitted information didn't contain changes. "
                                          "Submit different information to create a change set.")
    assert stacks.error("execute_change_set", StackName="one", ChangeSetName="c1")[0] == "InvalidChangeSetStatus"
    cloudformation.delete_change_set(StackName="one", ChangeSetName="c1")
    cloudformation.delete_change_set(StackName="one", ChangeSetName="c1")
    assert cloudformation.list_change_sets(StackName="one")["Summaries"] == []


def test_a_stack_under_review_can_be_deleted(stacks, cloudformation):
    cloudformation.create_change_set(StackName="one", ChangeSetName="c1", ChangeSetType="CREATE",
                             TemplateBody=stacks.body({"Queue": QUEUE}))
    assert stacks.delete().status == "DELETE_COMPLETE"
    assert stacks.error("describe_change_set", StackName="one", ChangeSetName="c1")[0] == "ChangeSetNotFound"
