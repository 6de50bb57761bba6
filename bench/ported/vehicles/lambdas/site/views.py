"""The Flask app."""
import os

import boto3
from boto3.dynamodb.conditions import Key
from flask import Flask, abort, jsonify, request

app = Flask(__name__)
table = boto3.resource("dynamodb").Table(os.environ["VEHICLES_TABLE"])


@app.route("/vehicles", methods=["GET", "POST"])
def vehicles():
    if request.method == "POST":
        data = request.get_json()
        table.put_item(Item={"pk": "VEHICLE", "sk": data["plate"], "model": data["model"]})
        return jsonify(data), 201
    page = table.query(KeyConditionExpression=Key("pk").eq("VEHICLE"))
    rows = page["Items"]
    while "LastEvaluatedKey" in page:
        page = table.query(KeyConditionExpression=Key("pk").eq("VEHICLE"), ExclusiveStartKey=page["LastEvaluatedKey"])
        rows += page["Items"]
    return jsonify([{"plate": row["sk"], "model": row["model"]} for row in rows])


@app.route("/vehicles/<plate>", methods=["DELETE"])
def remove(plate):
    old = table.delete_item(Key={"pk": "VEHICLE", "sk": plate}, ReturnValues="ALL_OLD")
    if "Attributes" not in old:
        abort(404)
    return "", 204
