"""Variables that hold an attribute of a resource of resources.yaml."""
from tests.fixtures.checks import finds

RESOURCES = "Resources:\n" + "".join(
    f"  {id_}: {{Type: {type_}, DeletionPolicy: Retain, UpdateReplacePolicy: Retain}}\n" for id_, type_ in (
        ("Jobs", "AWS::SQS::Queue"), ("News", "AWS::SNS::Topic"), ("Files", "AWS::S3::Bucket"), ("Clicks", "AWS::Kinesis::Stream")))
SEND = "boto3.client('sqs').send_message(QueueUrl=os.environ['TARGET'], MessageBody='a')"
TELL = "boto3.client('sns').publish(TopicArn=os.environ['TARGET'], Message='a')"
STORE = "boto3.client('s3').put_object(Bucket=os.environ['TARGET'], Key='a', Body=b'')"
PUT = "boto3.client('kinesis').put_record(Stream%s=os.environ['TARGET'], Data=b'a', PartitionKey='a')"

test_a_call_gets_the_name_of_a_resource = finds([
    (SEND, "!Ref Jobs", []), (SEND, "!GetAtt Jobs.QueueUrl", []), (SEND, "!GetAtt Jobs.Arn", ["P712"]),
    ("boto3.resource('sqs').Queue(os.environ['TARGET']).send_message(MessageBody='a')", "!GetAtt Jobs.Arn", ["P712"]),
    (TELL, "!Ref News", []), (TELL, "!GetAtt News.TopicName", ["P712"]),
    (STORE, "!Ref Files", []), (STORE, "!GetAtt Files.Arn", ["P712"]), (STORE, "!GetAtt Files.DomainName", ["P712"]),
    (PUT % "Name", "!GetAtt Clicks.Arn", ["P712"]), (PUT % "ARN", "!GetAtt Clicks.Arn", []),
], app=lambda code, value: ({"a": code, "./resources.yaml": RESOURCES}, {"env": f"{{TARGET: {value}}}"}), only=["P712"])
