"""Where the vans are: GET /map, and as JSON GET /map/positions, for dispatchers.

infra:
  endpoint:
    api: private
    groups: [dispatch]
    routes:
    - GET /map/positions
    - {method: GET, path: /map, api: public}
"""
import os

import boto3

from lambdas.shared.http import reply

client = boto3.client("dynamodb")

PAGE = """<!doctype html>
<title>Vans</title>
<ul id="vans"></ul>
<script>
const token = sessionStorage.getItem("token");
async function show() {
  const response = await fetch("/map/positions", {headers: {authorization: token}});
  const {positions} = await response.json();
  document.getElementById("vans").replaceChildren(...positions.map(({plate, lat, lon}) => {
    const item = document.createElement("li");
    item.textContent = `${plate}: ${lat}, ${lon}`;
    return item;
  }));
}
show();
</script>
"""


def handler(event, context):
    if event["rawPath"].endswith("/map"):
        return {"statusCode": 200, "headers": {"content-type": "text/html; charset=utf-8"}, "body": PAGE}
    found = []
    for page in client.get_paginator("scan").paginate(TableName=os.environ["FLEET_POSITIONS_TABLE"]):
        found += [{"plate": row["plate"]["S"], "at": row["at"]["S"], "lat": float(row["lat"]["N"]),
                   "lon": float(row["lon"]["N"])} for row in page["Items"]]
    return reply(200, {"positions": found})
