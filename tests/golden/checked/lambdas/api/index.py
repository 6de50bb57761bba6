"""
infra:
  endpoint: {method: GET, path: "/{proxy+}", api: public}
"""
import json, os
import boto3

s3 = boto3.client("s3")
ROUTES = {}


def route(path):
    def decorator(func):
        ROUTES[path] = func
        return func
    return decorator


@route("/a")
def a(event):
    obj = s3.get_object(Bucket=os.environ["DEMO_BUCKET"], Key="a.json")
    return {"statusCode": 200, "body": obj["Body"].read().decode("utf-8"), "headers": {"ETag": obj["ETag"]}}


@route("/b")
def b(event):
    url = s3.generate_presigned_url(ClientMethod="get_object", Params={"Bucket": os.environ["DEMO_BUCKET"], "Key": "b"}, ExpiresIn=300)
    return {"statusCode": 302, "headers": {"Location": url}}


def handler(event, context):
    func = ROUTES.get("/" + event["pathParameters"]["proxy"])
    print(context.aws_request_id, event["headers"].get("User-Agent"), event["requestContext"]["identity"]["sourceIp"])
    if func is None:
        return {"statusCode": 404, "body": json.dumps({"error": "no"})}
    return func(event)
