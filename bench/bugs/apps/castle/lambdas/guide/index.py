"""The audio guide of a stop: a link to the sound, and its transcript, which the staff writes.

infra:
  endpoint:
    api: public
    routes:
    - GET /guide/{stop}
    - method: PUT
      path: /guide/{stop}
      api: private
      groups: [staff]
      schema:
        type: object
        required: [language, text]
        properties:
          language: {type: string}
          text: {type: string, minLength: 1}
  timeout: medium
"""
import json
import os

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from lambdas.shared import web

s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
BUCKET = os.environ["CASTLE_GUIDE_BUCKET"]
LANGUAGES = os.environ["LANGUAGES"].split(",")
texts = {}


def language_of(headers):
    """The first language of the browser that the guide has."""
    wishes = headers.get("accept-language", "")
    for wish in wishes.split(","):
        code = wish.split(";")[0].strip()[:2].lower()
        if code in LANGUAGES:
            return code
    return LANGUAGES[0]


def transcript(stop, language):
    """The text of a stop, or None; a warm environment remembers it."""
    if (stop, language) not in texts:
        try:
            data = s3.get_object(Bucket=BUCKET, Key=f"transcripts/{language}/{stop}.txt")["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] == "NoSuchKey":
                return None
            raise
        texts[stop, language] = data.decode("utf-8")
    return texts[stop, language]


def write(stop, body):
    """Stores a transcript, and a presigned form for its sound."""
    language = body["language"]
    if language not in LANGUAGES:
        return web.answer(400, {"message": f"no language {language}"})
    s3.put_object(
        Bucket=BUCKET,
        Key=f"transcripts/{language}/{stop}.txt",
        Body=body["text"].encode("utf-8"),
        ContentType="text/plain; charset=utf-8",
    )
    texts.pop((stop, language), None)
    form = s3.generate_presigned_post(
        BUCKET,
        f"audio/{language}/{stop}.mp3",
        Fields={"Content-Type": "audio/mpeg"},
        Conditions=[{"Content-Type": "audio/mpeg"}, ["content-length-range", 1, 20_000_000]],
        ExpiresIn=600,
    )
    return web.answer(200, form)


def handler(event, context):
    stop = event["pathParameters"]["stop"]
    if not stop.isdigit():
        return web.answer(400, {"message": "a stop is a number"})
    if event["httpMethod"] == "PUT":
        return write(stop, json.loads(event["body"]))
    headers = {name.lower(): value for name, value in (event["headers"] or {}).items()}
    language = language_of(headers)
    text = transcript(stop, language)
    if text is None:
        return web.answer(404, {"message": "no such stop"})
    url = s3.generate_presigned_url(
        "get_object",
        Params={"Bucket": BUCKET, "Key": f"audio/{language}/{stop}.mp3", "ResponseContentType": "audio/mpeg"},
        ExpiresIn=900,
    )
    return web.answer(200, {"language": language, "text": text, "audio": url}, Vary="Accept-Language")
