"""
infra: {}
"""
import os
os.environ["DEMO_HELLO_TOPIC"], os.environ["DEMO_NO_TOPIC_QUEUE"]
os.environ["DEMO_ARCHIVE_TABEL"]
os.environ["DEMO_ARCHIVE_TABLE"]
os.environ["DEMO_HELO_QUEUE"]
os.environ["DEMO_NOTHING_FUNCTION"]
os.environ["DEMO_QUEUE"], os.environ["DEMO_TOPIC"]
os.environ["DEMO_TABEL"]
os.environ["DEMO_XYZ"]
os.environ["DEMO_KNOWN"]
os.environ["SLACK_URL"]
os.environ["AWS_REGION"]
os.environ["X"]


def handler(event, context):
    pass
