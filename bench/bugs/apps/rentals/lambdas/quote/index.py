"""What a stay costs: GET /flats/{flat}/quote?arrive=2026-05-04&leave=2026-05-08&guests=2&currency=GBP

infra:
  endpoint:
    api: public
    method: GET
    path: /flats/{flat}/quote
    parameters: [arrive, leave]
"""
from lambdas.core.days import day_of
from lambdas.core.pricing import price
from lambdas.core.store import flat_key, row_of
from lambdas.core.web import no, ok


def handler(event, context):
    query = event["queryStringParameters"]
    try:
        arrive, leave = day_of(query["arrive"]), day_of(query["leave"])
        guests = int(query.get("guests", "1"))
    except ValueError as error:
        return no(400, str(error))
    if leave <= arrive or guests < 1:
        return no(400, "a stay has a night and a guest")
    flat = row_of(flat_key(event["pathParameters"]["flat"]))
    if not flat:
        return no(404, "no such flat")
    if guests > flat["sleeps"]:
        return no(400, f"the flat has {flat['sleeps']} beds")
    try:
        cost = price(flat, arrive, leave, guests)
        cost = cost.to(query.get("currency", "EUR").upper())
    except KeyError as error:
        return no(400, f"no rate for {error.args[0]}")
    except LookupError as error:
        return no(409, str(error))
    return ok({"rent": cost.rent, "tax": cost.tax, "total": cost.total, "deposit": cost.deposit, "currency": cost.currency})
