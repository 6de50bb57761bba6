"""A deploy and a delete of the local cloud lose data or waiting messages only if a person agrees."""
import pytest

import delete_stack
from kit.problems import Problems
from tests.fixtures.lambda_texts import lambda_text

INDEX = lambda_text("{{}}", "return {name}", "os", before='{name} = os.environ["{name}"]')


@pytest.fixture
def deploy(deploy_app):
    """deploy(variable, words of deploy_stack...) -> the outputs, of an app whose lambda reads the variable."""
    return lambda variable, *words: deploy_app("name: losses\n", {"keep": INDEX.format(name=variable)}, *words)


def test_a_table_goes_unasked_only_while_it_is_empty(deploy, local_cloud, capsys):
    deploy("LOSSES_A_TABLE")
    table = deploy("LOSSES_B_TABLE")["LossesBTableName"]
    local_cloud.client("dynamodb").put_item(TableName=table, Item={"pk": {"S": "a"}, "sk": {"S": "b"}})
    with pytest.raises(Problems, match="nobody is here to agree to change losses-local:\n"
                                       "  WARNING: the table LossesBTable is REMOVED: its 1 item stays in "):
        deploy("LOSSES_C_TABLE")
    assert local_cloud.client("dynamodb").describe_table(TableName=table)["Table"]["ItemCount"] == 1
    with pytest.raises(Problems, match=f"delete the stack losses-local\n  LOST: LossesBTable: AWS::DynamoDB::Table {table}: 1 item\n"):
        delete_stack.main(["build/app.json"])
    assert "LossesCTableName" in deploy("LOSSES_C_TABLE", "--yes")
    delete_stack.main(["build/app.json"])
    assert "losses-local deleted" in capsys.readouterr().err


def test_the_loss_of_a_website_with_pages_needs_agreement(deploy, local_cloud):
    bucket = deploy("LOSSES_WEBSITE")["LossesWebsiteName"]
    local_cloud.client("s3").put_object(Bucket=bucket, Key="index.html", Body=b"home")
    with pytest.raises(Problems) as refused:
        deploy("LOSSES_TABLE")
    assert "  WARNING: the bucket LossesWebsite is REMOVED: its 1 object stays in " in str(refused.value)
    assert "  WARNING: the app loses the website's address LossesWebsiteDistribution" in str(refused.value)


QUEUE_INDEX = lambda_text("queue: {{fifo: {fifo}, delay: 900}}", "return None")


@pytest.fixture
def deploy_queue(deploy_app):
    """deploy("true" or "false", words of deploy_stack...) -> the outputs, of an app named lanes2."""
    return lambda fifo, *words: deploy_app("name: lanes2\n", {"note": QUEUE_INDEX.format(fifo=fifo)}, *words)


def test_messages_of_a_replaced_queue_are_lost_only_if_a_person_agrees(deploy_queue, local_cloud):
    deploy_queue("true")
    queue = deploy_queue("false")["NoteQueueUrl"]  # an empty queue is replaced without a question
    local_cloud.client("sqs").send_message(QueueUrl=queue, MessageBody="a")
    with pytest.raises(Problems, match="the queue NoteQueue is REPLACED by an empty one: its 1 message is LOST"):
        deploy_queue("true")
    attributes = local_cloud.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
    assert attributes["ApproximateNumberOfMessagesDelayed"] == "1"
    assert deploy_queue("true", "--yes")["NoteQueueUrl"].endswith(".fifo")
