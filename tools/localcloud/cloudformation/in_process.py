"""A boto3 client of this CloudFormation without a socket; requests and responses are serialised and parsed."""
from io import BytesIO
from urllib.parse import parse_qsl

import boto3
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from moto.core.models import botocore_stubber

from localcloud.cloudformation import regions, wire


class Raw(BytesIO):
    """The raw response that botocore reads the body from."""

    def stream(self, **_options):
        """The whole body in one chunk."""
        yield self.read()


def client(region):
    """A boto3 client of CloudFormation, whose requests handle() answers. It never retries."""
    session = boto3.session.Session(aws_access_key_id="local", aws_secret_access_key="local",
                                    region_name=region)
    boto_client = session.client("cloudformation", config=Config(retries={"total_max_attempts": 1}))

    def respond(request, **_event):
        form = request.body.decode() if isinstance(request.body, bytes) else request.body
        status, xml = wire.handle(dict(parse_qsl(form, keep_blank_values=True)), region)
        return AWSResponse(request.url, status, {"content-type": "text/xml"}, Raw(xml))

    boto_client.meta.events.unregister("before-send", botocore_stubber)  # else moto would respond as well
    boto_client.meta.events.register("before-send.cloudformation", respond)
    return boto_client


def settled(region, name):
    """The Stack of a name or an id, after its thread has ended."""
    stack = regions.by_name(region).find(name)
    stack.thread.join()
    return stack
