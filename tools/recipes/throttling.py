"""How many requests the API takes: `limit` of `api` in app.yaml, of its `stages`, and of routes.

docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
"""
import operator
from typing import Any

from aws.app import AppModel, AppSettings, Lambda
from kit import stage_settings
from kit.api_settings import ApiSettings
from recipes import routes, stage_conditions

# An account has 10,000 requests a second for all its APIs: one app must not use them all.
RATE, BURST = 1000, 500
CONDITION = "Limit"  # the names of conditions begin with it


def method_settings(app_settings: AppSettings, fns: list[Lambda]) -> list[dict]:
    """The MethodSettings of the stage: an entry for all methods, and one for each route with a limit."""
    settings: ApiSettings = app_settings.get("api", {})

    def setting(method: str, path: str, limit: dict) -> dict:
        return {"HttpMethod": method, "ResourcePath": path, "ThrottlingBurstLimit": limit["burst"],
                "ThrottlingRateLimit": limit["rate"], **({"MetricsEnabled": True} if settings.get("metrics") else {})}
    limits = [setting(route["method"], f"/{route['path'].replace('/', '~1')}" if route["path"] != "/" else "/",
                      route["limit"])
              for fn in fns for route in routes.routes(fn["infra"]["endpoint"]) if "limit" in route]
    return [setting("*", "/*", of_all(app_settings)), *limits]


def of_all(settings: AppSettings) -> Any:
    """The limit of routes without one of their own; its numbers have Fn::If if stages differ."""
    return {number: stage_conditions.value(CONDITION, by_stage(settings), operator.itemgetter(number))
            for number in ("rate", "burst")}


def by_stage(settings: AppSettings) -> dict[str, Any]:
    """{stage: limit}, "*" being all others."""
    of_all_stages = {"limit": settings.get("api", {}).get("limit", {"rate": RATE, "burst": BURST})}
    return {stage: api["limit"] for stage, api in stage_settings.by_stage(settings, "api", of_all_stages).items()}


def conditions(app: AppModel) -> dict[str, dict]:
    """{"Limit1a2b3c4d": condition} of the limits in which stages differ."""
    return stage_conditions.conditions(CONDITION, by_stage(app["settings"])) if routes.has_api(app) else {}
