"""Writes the feed of a show when one of its episodes is published.

infra:
  events:
  - name: changed
    source: {type: table, name: podcast}
    topic: MODIFY
    pattern:
      sk: [episode]
      diffKeys: [state]
  timeout: medium
"""
import email.utils
import os
from xml.sax.saxutils import escape

import boto3

from lambdas.media import episodes

s3 = boto3.client("s3")
ADDRESS = os.environ["PODCAST_WEBSITE_URL"]


def handler(event, context):
    changed = [episodes.of_row(record["newImage"]) for record in event["detail"]["records"]]
    for show in sorted({episode.show for episode in changed if episode.state == episodes.State.PUBLISHED}):
        items = "".join(item(episode) for episode in episodes.of_show(show, episodes.State.PUBLISHED))
        title = escape(os.environ["TITLE"])
        body = f'<rss version="2.0"><channel><title>{title}: {escape(show)}</title>{items}</channel></rss>'
        s3.put_object(Bucket=os.environ["PODCAST_WEBSITE"], Key=f"feeds/{show}.xml", Body=body.encode("utf-8"),
                      ContentType="application/rss+xml; charset=utf-8", CacheControl="max-age=300")


def item(episode):
    """One episode in the feed."""
    return (f"<item><title>{escape(episode.title)}</title>"
            f"<pubDate>{email.utils.format_datetime(episode.published)}</pubDate>"
            f'<enclosure url="{ADDRESS}/{episode.audio}" length="{episode.size}" type="audio/mpeg"/></item>')
