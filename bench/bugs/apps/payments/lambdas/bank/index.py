"""Stands for the bank: {"card": "tok_1", "cents": 950} gives {"paid": true, "receipt": "r-950"}.

infra:
  timeout: 10
"""


def handler(event, context):
    card, cents = event["card"], event["cents"]
    if not card.startswith("tok_"):
        return {"paid": False, "receipt": None}
    return {"paid": True, "receipt": f"r-{cents}"}
