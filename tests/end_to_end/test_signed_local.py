"""An endpoint for AWS's own identities on the local cloud, called as the app's other lambdas call it."""
import urllib.request

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.fixtures.http_responses import json_response

ORDERS = '''"""Orders.

infra:
  endpoint: {api: iam, method: GET, path: /orders}
"""


def handler(event, context):
    return {"statusCode": 200, "body": '"' + event["requestContext"]["identity"]["accessKey"] + '"'}
'''


@pytest.mark.parametrize("is_signed, expected", [
    (True, (200, "AKIDX")), (False, (403, {"message": "Missing Authentication Token"}))])
def test_only_a_signed_request_reaches_the_handler(deploy_app, local_cloud, is_signed, expected):
    api_id = deploy_app("name: shop\n", {"orders": ORDERS})["ApiId"]
    request = AWSRequest("GET", f"{local_cloud.endpoint}/_aws/execute-api/{api_id}/local/orders")
    if is_signed:
        SigV4Auth(Credentials("AKIDX", "secret"), "execute-api", "eu-west-1").add_auth(request)
    assert json_response(urllib.request.Request(request.url, headers=dict(request.headers))) == expected
