"""A job of CodePipeline: requests the site after a deploy.

infra: {timeout: 60}
"""
import json
import os
import urllib.request

import boto3

pipeline = boto3.client("codepipeline")


def handler(event, context):
    job = event["CodePipeline.job"]
    configuration = job["data"]["actionConfiguration"]["configuration"]
    paths = json.loads(configuration.get("UserParameters") or "[\"/\"]")
    try:
        for path in paths:
            with urllib.request.urlopen(os.environ["SITE_URL"] + path, timeout=10) as response:
                if response.status != 200:
                    raise RuntimeError(f"{path}: {response.status}")
    except Exception as error:
        pipeline.put_job_failure_result(jobId=job["id"], failureDetails={"type": "JobFailed", "message": str(error)[:5000]})
    else:
        pipeline.put_job_success_result(jobId=job["id"])
