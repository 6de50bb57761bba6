"""A boto3 client of this CloudFormation without a socket: really serialised, really parsed."""
from io import BytesIO
from urllib.parse import parse_qsl

import boto3
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from moto.core.models import botocore_stubber

from localcloud.cloudformation import region as regions
from localcloud.cloudformation import wire


class Raw(BytesIO):
    """What botocore reads a body from."""

    def stream(self, **_options):
        """All of it."""
        yield self.read()


def client(region):
    """A client whose requests handle() answers. It never retries."""
    session = boto3.session.Session(aws_access_key_id="local", aws_secret_access_key="local",
                                    region_name=region)
    made = session.client("cloudformation", config=Config(retries={"total_max_attempts": 1}))

    def answer(request, **_event):
        body = request.body.decode() if isinstance(request.body, bytes) else request.body
        status, xml = wire.handle(dict(parse_qsl(body, keep_blank_values=True)), region)
        return AWSResponse(request.url, status, {"content-type": "text/xml"}, Raw(xml))

    made.meta.events.unregister("before-send", botocore_stubber)  # else moto's own would answer as well
    made.meta.events.register("before-send.cloudformation", answer)
    return made


def settled(region, name):
    """The Stack of a name or an id, once its thread has nothing more to do."""
    stack = regions.named(region).find(name)
    stack.thread.join()
    return stack
