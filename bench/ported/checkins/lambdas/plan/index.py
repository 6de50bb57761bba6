"""When to check in.

infra: {timeout: 15}
"""
from lambdas import airline


def handler(event, context):
    flights = airline.get(f"/reservations/{event['number']}")["flights"]
    return {**event, "times": [flight["opens"] for flight in flights]}
