"""Says a price; a feature flag of AppConfig decides on the discount.

infra:
  endpoint: {api: public, method: GET, path: /price, parameters: [amount]}
  layers: [powertools]
"""
import os
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.utilities import parameters
from aws_lambda_powertools.utilities.feature_flags import AppConfigStore, FeatureFlags

logger = Logger()
app = APIGatewayRestResolver()
store = AppConfigStore(application=os.environ["FLAGS_APPLICATION"], environment=os.environ["FLAGS_ENVIRONMENT"],
                       name="rules", max_age=120)
flags = FeatureFlags(store=store)


@app.get("/price")
def price():
    amount = int(app.current_event.query_string_parameters["amount"])
    tier = app.current_event.headers.get("X-Tier", "basic")
    settings: Any = parameters.get_parameters(os.environ["SETTINGS_PATH"], max_age=60)
    premium = flags.evaluate(name="premium", context={"tier": tier}, default=tier == "premium")  # without AppConfig
    logger.info("priced", extra={"tier": tier, "premium": premium})
    return {"price": amount - amount * int(settings["discount"]) // 100 if premium else amount}


def handler(event, context):
    return app.resolve(event, context)
