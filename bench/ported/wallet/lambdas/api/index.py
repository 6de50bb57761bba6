"""Accounts and transfers between them, in one table.

infra:
  endpoint:
    api: public
    routes:
    - POST /accounts
    - GET /accounts/{id}
    - GET /owners/{owner}/accounts
    - GET /accounts/{id}/incoming
    - method: POST
      path: /transfers
      schema: {type: object, required: [source, target, amount], properties: {amount: {type: integer, minimum: 1}}}
"""
import base64
import json
from dataclasses import asdict

from lambdas.models import Account, InsufficientFunds, Repository, Transfer

repository = Repository()


def respond(status, body):
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": json.dumps(body)}


def create_account(event):
    return respond(201, asdict(repository.save(Account(**json.loads(event["body"])))))


def get_account(event):
    account = repository.account(event["pathParameters"]["id"])
    return respond(200, asdict(account)) if account else respond(404, {"message": "no such account"})


def list_accounts(event):
    query = event["queryStringParameters"] or {}
    start = json.loads(base64.urlsafe_b64decode(query["cursor"])) if "cursor" in query else None
    accounts, last = repository.accounts_of(event["pathParameters"]["owner"], start=start)
    cursor = base64.urlsafe_b64encode(json.dumps(last).encode()).decode() if last else None
    return respond(200, {"accounts": [asdict(account) for account in accounts], "cursor": cursor})


def incoming(event):
    since = int((event["queryStringParameters"] or {}).get("since", 0))
    return respond(200, repository.incoming(event["pathParameters"]["id"], since))


def transfer(event):
    body = json.loads(event["body"])
    try:
        repository.transfer(Transfer(**body), event["requestContext"]["requestId"])
    except InsufficientFunds:
        return respond(409, {"message": "insufficient funds"})
    return respond(201, {"ok": True})


ROUTES = {("POST", "/accounts"): create_account, ("GET", "/accounts/{id}"): get_account,
          ("GET", "/owners/{owner}/accounts"): list_accounts, ("GET", "/accounts/{id}/incoming"): incoming,
          ("POST", "/transfers"): transfer}


def handler(event, context):
    return ROUTES[event["httpMethod"], event["resource"]](event)
