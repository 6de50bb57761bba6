"""Opens a car for the driver who has booked it, by the service of the locks.

infra:
  endpoint:
    api: private
    method: POST
    path: /cars/{car}/key
  timeout: 20
"""
import json
import os
import time
import urllib.error
import urllib.request
from datetime import datetime, timezone

import boto3

from lambdas.common import http
from lambdas.common.store import Store

store = Store()
secrets = boto3.client("secretsmanager")
TOKEN_SECONDS = 300


class Locks:
    """The service of the locks; its token is read again after some minutes."""

    def __init__(self, url):
        self.url = url
        self.token = None
        self.read_at = 0.0

    def header(self):
        if self.token is None or time.monotonic() - self.read_at > TOKEN_SECONDS:
            secret = secrets.get_secret_value(SecretId=os.environ["CARPOOL_LOCKS_SECRET"])
            self.token = json.loads(secret["SecretString"])["token"]
            self.read_at = time.monotonic()
        return {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}

    def open(self, car, booking):
        request = urllib.request.Request(
            f"{self.url}/locks/{car}/open",
            data=json.dumps({"reference": booking}).encode("utf-8"),
            headers=self.header(),
            method="POST",
        )
        with urllib.request.urlopen(request, timeout=6) as response:
            return json.loads(response.read())


locks = Locks(os.environ["LOCK_URL"])


@http.endpoint
def handler(event):
    car = event["pathParameters"]["car"]
    moment = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    booking = store.last_booking(car, moment)
    if booking is None or booking["end"] < moment or booking["driver"] != http.driver_of(event):
        raise http.Problem(403, "you have not booked this car now")
    try:
        state = locks.open(car, booking["booking"])
    except urllib.error.HTTPError as error:
        raise http.Problem(502, f"the lock answered {error.code}") from error
    except (urllib.error.URLError, TimeoutError) as error:
        raise http.Problem(504, "the lock does not answer") from error
    store.bookings.update_item(
        Key={"car": car, "start": booking["start"]},
        UpdateExpression="SET opened = if_not_exists(opened, :now)",
        ExpressionAttributeValues={":now": moment},
    )
    return http.reply(200, {"state": state["state"]})
