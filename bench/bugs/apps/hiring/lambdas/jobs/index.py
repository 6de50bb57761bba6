"""The jobs, and applications for them.

infra:
  layers: [powertools]
  endpoint:
    api: public
    routes:
    - GET /jobs
    - GET /jobs/{id}
    - {method: POST, path: /jobs, api: private, groups: [hr]}
    - method: POST
      path: "/jobs/{id}/applications"
      schema:
        type: object
        required: [name, email]
        properties:
          name: {type: string, minLength: 1}
          email: {type: string, pattern: "^[^@ ]+@[^@ ]+$"}
          note: {type: string, maxLength: 2000}
  timeout: medium
"""
import os
import uuid

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.exceptions import BadRequestError, NotFoundError
from boto3.dynamodb.conditions import Attr, Key
from botocore.config import Config

from lambdas.core import applications

logger = Logger()
app = APIGatewayRestResolver()
jobs = boto3.resource("dynamodb").Table(os.environ["HIRING_JOBS_TABLE"])
s3 = boto3.client("s3", config=Config(signature_version="s3v4"))


@app.get("/jobs")
def list_jobs():
    team = app.current_event.get_query_string_value("team")
    if team:
        answer = jobs.query(
            IndexName="by_team",
            KeyConditionExpression=Key("team").eq(team),
            FilterExpression=Attr("closed").not_exists(),
            ScanIndexForward=False,
        )
        items = answer["Items"]
    else:
        answer = jobs.scan(FilterExpression=Attr("closed").not_exists())
        items = answer["Items"]
        while "LastEvaluatedKey" in answer:
            answer = jobs.scan(
                FilterExpression=Attr("closed").not_exists(), ExclusiveStartKey=answer["LastEvaluatedKey"])
            items += answer["Items"]
    return {"jobs": [shown(job) for job in items]}


def shown(job):
    return {"id": job["id"], "title": job["title"], "team": job["team"], "places": int(job["places"])}


def find(id):
    job = jobs.get_item(Key={"id": id}).get("Item")
    if not job or "closed" in job:
        raise NotFoundError(f"no job {id}")
    return job


@app.get("/jobs/<id>")
def one_job(id):
    job = find(id)
    return {**shown(job), "keywords": sorted(job["keywords"])}


@app.post("/jobs")
def open_job():
    body = app.current_event.json_body
    for name in ("title", "team", "keywords"):
        if not body.get(name):
            raise BadRequestError(f"{name} is missing")
    job = {
        "id": uuid.uuid4().hex,
        "title": body["title"],
        "team": body["team"],
        "keywords": {word.lower() for word in body["keywords"]},
        "places": int(body.get("places", 1)),
        "opened": applications.now(),
    }
    jobs.put_item(Item=job)
    logger.info("opened", extra={"job": job["id"]})
    return {"id": job["id"]}, 201


@app.post("/jobs/<id>/applications")
def apply(id):
    find(id)
    body = app.current_event.json_body
    email = body["email"].lower()
    try:
        applications.add(id, email, body["name"], body.get("note", ""))
    except applications.Refused:
        return Response(status_code=409, content_type="text/plain", body="you applied already")
    form = s3.generate_presigned_post(
        os.environ["HIRING_RESUMES_BUCKET"],
        applications.resume_key(id, email),
        Fields={"Content-Type": "application/pdf"},
        Conditions=[{"Content-Type": "application/pdf"}, ["content-length-range", 1, 5_000_000]],
        ExpiresIn=900,
    )
    return {"upload": form}, 201


@logger.inject_lambda_context(clear_state=True)
def handler(event, context):
    return app.resolve(event, context)
