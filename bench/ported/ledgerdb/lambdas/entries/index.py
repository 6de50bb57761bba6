"""Entries of a ledger in a database.

infra:
  endpoint: {api: public, routes: [POST /entries, "GET /balances/{account}"]}
  layers: [sqlalchemy]
  vpc: main
  size: medium
  timeout: long
  concurrency: {reserved: 20}
"""
import json

from sqlalchemy import func, select

from lambdas.database import Base, Entry, Session, engine

Base.metadata.create_all(engine)


def add(event):
    with Session.begin() as session:
        entry = Entry(**json.loads(event["body"]))
        session.add(entry)
        session.flush()
        return {"statusCode": 201, "body": json.dumps({"id": entry.id})}


def balance(event):
    with Session() as session:
        total = session.scalar(select(func.coalesce(func.sum(Entry.amount), 0))
                               .where(Entry.account == event["pathParameters"]["account"]))
    return {"statusCode": 200, "body": json.dumps({"balance": total})}


def handler(event, context):
    return add(event) if event["httpMethod"] == "POST" else balance(event)
