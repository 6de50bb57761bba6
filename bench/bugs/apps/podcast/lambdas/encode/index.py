"""Puts the audio of an episode on the website, with its tags, and calls the episode ready.

infra:
  queue:
    fifo: true
    batch: 5
    tries: 3
  timeout: 120
  size: large
  storage: 1024
"""
import json
import logging
import os
import tempfile

import boto3

from lambdas.media import episodes

logger = logging.getLogger()
s3 = boto3.client("s3")


def handler(event, context):
    failed = []
    for record in event["Records"]:
        if failed:  # the messages of a group stay in order
            failed.append(record["messageId"])
            continue
        try:
            encode(json.loads(record["body"]))
        except Exception:
            logger.exception("message %s", record["messageId"])
            failed.append(record["messageId"])
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}


def encode(message):
    """Encodes one file."""
    episode = episodes.find(message["show"], message["number"])
    if episode is None:
        logger.warning("no episode for %s", message["key"])
        return
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "audio.mp3")
        s3.download_file(os.environ["PODCAST_BUCKET"], message["key"], path)
        s3.upload_file(path, os.environ["PODCAST_WEBSITE"], episode.audio, ExtraArgs={
            "ContentType": "audio/mpeg", "Metadata": {"episode": f"{episode.show}-{episode.number}"}})
    episodes.table.update_item(
        Key=episodes.key_of(episode.show, episode.number),
        UpdateExpression="SET #size = :size, #state = :ready, changed = :now",
        ExpressionAttributeNames={"#size": "size", "#state": "state"},
        ExpressionAttributeValues={":size": message["size"], ":ready": episodes.State.READY, ":now": episodes.now()},
    )
