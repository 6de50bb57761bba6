"""The client of a case of bench/ported, for its deployed app: requests, messages, objects, rows, users."""
import contextlib
import http.client
import http.server
import json
import threading
import time
import urllib.parse
import uuid

import boto3
from botocore.config import Config

PATIENCE, PEER = 60, 4811  # seconds for an effect; the port of a server of others
PASSWORD = "Correct-horse-7"


class Response:
    """A response of HTTP."""

    def __init__(self, answer):
        self.status, self.headers, self.bytes = answer.status, answer.headers, answer.read()

    @property
    def text(self):
        return self.bytes.decode()

    @property
    def json(self):
        assert self.bytes, f"status {self.status} without a body"
        return json.loads(self.bytes)


class App:
    """A deployed app."""

    def __init__(self, name, region, endpoint, outputs):
        self.name, self.region, self.endpoint, self.outputs = name, region, endpoint, outputs

    def client(self, service):
        return boto3.client(service, **self.arguments())

    def arguments(self):
        return {"region_name": self.region, "endpoint_url": self.endpoint, "aws_access_key_id": "local",
                "aws_secret_access_key": "local", "config": Config(retries={"max_attempts": 0})}

    def fetch(self, method, url, body=None, headers=None):
        """A request; a dict or list as the body is sent as JSON. Hosts of AWS are reached in the local cloud."""
        parts, headers = urllib.parse.urlsplit(url), dict(headers or {})
        if isinstance(body, (dict, list)):
            body, headers = json.dumps(body).encode(), {"Content-Type": "application/json", **headers}
        address = urllib.parse.urlsplit(self.endpoint).netloc if "amazonaws" in parts.netloc or "on.aws" in parts.netloc \
            else parts.netloc
        connection = http.client.HTTPConnection(address, timeout=PATIENCE)
        connection.request(method, urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, "")), body,
                           {"Host": parts.netloc, **headers})
        return Response(connection.getresponse())

    def request(self, method, path, body=None, headers=None):
        return self.fetch(method, self.outputs["ApiUrl"].rstrip("/") + path, body, headers)

    def url(self, name):
        """The function URL of a lambda."""
        return self.outputs[f"{name.title().replace('-', '')}Url"]

    def post_form(self, url, fields, data):
        """A form with a file, as a browser sends it."""
        boundary = uuid.uuid4().hex
        parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                 for name, value in fields.items()]
        head = "".join(parts) + f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n'
        return self.fetch("POST", url, head.encode() + data + f"\r\n--{boundary}--\r\n".encode(),
                          {"Content-Type": f"multipart/form-data; boundary={boundary}"})

    def invoke(self, name, event):
        answer = self.client("lambda").invoke(FunctionName=f"{self.name}-local-{name}", Payload=json.dumps(event))
        value = json.loads(answer["Payload"].read())
        assert "FunctionError" not in answer, value
        return value

    def physical(self, type_, part):
        """The physical id of a resource, by its type and the beginning of its logical id."""
        pages = self.client("cloudformation").get_paginator("list_stack_resources").paginate(
            StackName=f"{self.name}-local")
        return next(resource["PhysicalResourceId"] for page in pages for resource in page["StackResourceSummaries"]
                    if resource["ResourceType"] == type_ and resource["LogicalResourceId"].lower() == part.lower())

    def send(self, name, body):
        """A message to the queue of a lambda."""
        text = body if isinstance(body, str) else json.dumps(body)
        self.client("sqs").send_message(QueueUrl=self.physical("AWS::SQS::Queue", f"{name}Queue"), MessageBody=text)

    def publish(self, name, text):
        self.client("sns").publish(TopicArn=self.physical("AWS::SNS::Topic", f"{name}Topic"), Message=text)

    def table(self, name):
        return boto3.resource("dynamodb", **self.arguments()).Table(
            self.physical("AWS::DynamoDB::Table", name.replace("-", "") + "Table"))

    def bucket(self, name):
        return self.physical("AWS::S3::Bucket", name.replace("-", "") + "Bucket")

    def put(self, name, key, data):
        self.client("s3").put_object(Bucket=self.bucket(name), Key=key, Body=data)

    def get(self, name, key):
        """The bytes of an object, None without it."""
        s3 = self.client("s3")
        try:
            return s3.get_object(Bucket=self.bucket(name), Key=key)["Body"].read()
        except s3.exceptions.NoSuchKey:
            return None

    def keys(self, name):
        objects = self.client("s3").list_objects_v2(Bucket=self.bucket(name))
        return [item["Key"] for item in objects.get("Contents", [])]

    def api_key(self):
        return self.client("apigateway").get_api_key(apiKey=self.outputs["ApiKeyId"], includeValue=True)["value"]

    def pool(self):
        return self.physical("AWS::Cognito::UserPool", "UserPool"), \
            self.physical("AWS::Cognito::UserPoolClient", "UserPoolClient")

    def sign_up(self, email):
        """The token of a person who signs up."""
        cognito = self.client("cognito-idp")
        pool, client = self.pool()
        done = cognito.sign_up(ClientId=client, Username=email, Password=PASSWORD,
                               UserAttributes=[{"Name": "email", "Value": email}])
        if not done["UserConfirmed"]:
            cognito.confirm_sign_up(ClientId=client, Username=email, ConfirmationCode="123456")
        return self.token(email)

    def sign_in(self, email, group=None):
        """The token of a person whom an administrator added."""
        cognito = self.client("cognito-idp")
        pool, _client = self.pool()
        cognito.admin_create_user(UserPoolId=pool, Username=email, MessageAction="SUPPRESS", UserAttributes=[
            {"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}])
        cognito.admin_set_user_password(UserPoolId=pool, Username=email, Password=PASSWORD, Permanent=True)
        if group:
            cognito.admin_add_user_to_group(UserPoolId=pool, Username=email, GroupName=group)
        return self.token(email)

    def token(self, email):
        return self.client("cognito-idp").initiate_auth(
            ClientId=self.pool()[1], AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": email, "PASSWORD": PASSWORD})["AuthenticationResult"]["IdToken"]

    @staticmethod
    def wait(effect):
        """The value of effect() as soon as it is true. Raises AssertionError."""
        deadline = time.monotonic() + PATIENCE
        while not (value := effect()):
            assert time.monotonic() < deadline, "the effect did not come"
            time.sleep(0.1)
        return value

    @staticmethod
    @contextlib.contextmanager
    def peer(answer):
        """A server of others, which answers every request so. -> [(method, path, body)] that it received"""
        received = []
        data = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                received.append((self.command, self.path, json.loads(body) if body else None))
                self.send_response(200)
                self.send_header("Content-Length", str(len(data)))
                self.send_header("Content-Type", "text/plain" if isinstance(answer, str) else "application/json")
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_PUT = do_POST

            def log_message(self, *_args):
                pass

        class Server(http.server.ThreadingHTTPServer):
            allow_reuse_address = True

        with Server(("127.0.0.1", PEER), Handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            try:
                yield received
            finally:
                server.shutdown()
