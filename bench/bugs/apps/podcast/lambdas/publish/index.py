"""Publishes an episode; the studio's schedules invoke it with {"show": "sea", "number": 7}.

infra:
  retries: 2
"""
import json
import os

import boto3

from lambdas.media import episodes

events = boto3.client("events")


def handler(event, context):
    show, number = event["show"], event["number"]
    if not episodes.advance(show, number, episodes.State.READY, episodes.State.PUBLISHED):
        print(f"episode {number} of {show} is not ready")
        return False
    episode = episodes.find(show, number)
    response = events.put_events(Entries=[{
        "EventBusName": os.environ["PODCAST_BUS"],
        "Source": "podcast.publish",
        "DetailType": "EpisodePublished",
        "Detail": json.dumps({"show": show, "number": number, "title": episode.title, "audio": episode.audio}),
    }])
    if response["FailedEntryCount"]:
        raise RuntimeError(response["Entries"][0]["ErrorMessage"])
    return True
