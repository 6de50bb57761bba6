"""Quotas of API keys, and throttling: each method of a stage has a bucket of `burst` tokens, which `rate` tokens a
second fill.

A request that the authorizer, the key or the validation refuses later uses a token too: AWS throttles a method before
it invokes the authorizer (repost.aws/questions/QUB-bdxno6Trihvft3QfYcfg).
docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
"""
import datetime
import threading
import time

from localcloud.api.gateway_responses import Refusal

# (api, stage, path, method), or (api, route of an HTTP API) -> (tokens, the time when it had them)
_buckets: dict[tuple, tuple[float, float]] = {}
_requests: dict[tuple, tuple] = {}  # (usage plan, API key) -> (day, week or month, requests in it)
_lock = threading.Lock()


def now():
    """Seconds of a clock that only goes forward."""
    return time.monotonic()


def refuse_excess(call, stage, path, method):
    """Raises a Refusal with 429 if the method has no token left. call: {"api", "stage"}; stage: moto's"""
    settings = stage.method_settings or {}
    setting = settings.get(f"{path.replace('/', '~1')}/{method}", settings.get("*/*"))
    if setting:
        take_token((call["api"], call["stage"], path, method), float(setting["throttlingRateLimit"]),
                   float(setting["throttlingBurstLimit"]))


def refuse_excess_of_route(api_id, stage, route_key):
    """Raises a Refusal with 429 if a route of an HTTP API has no token left. stage: the properties of its Stage"""
    setting = {**stage.get("DefaultRouteSettings", {}), **stage.get("RouteSettings", {}).get(route_key, {})}
    if "ThrottlingRateLimit" in setting and "ThrottlingBurstLimit" in setting:
        take_token((api_id, route_key), float(setting["ThrottlingRateLimit"]), float(setting["ThrottlingBurstLimit"]))


def take_token(key, rate, burst):
    """Takes a token of the bucket with a key. Raises a Refusal with 429 if there is none."""
    with _lock:
        moment = now()
        tokens, before = _buckets.get(key, (burst, moment))
        tokens = min(burst, tokens + rate * (moment - before))
        allowed = tokens >= 1
        _buckets[key] = tokens - allowed, moment
    if not allowed:
        raise Refusal("THROTTLED", "Too Many Requests")


def today():
    """The date in UTC."""
    return datetime.datetime.now(datetime.UTC).date()


def refuse_over_quota(plan_id, key_id, quota):
    """Raises a Refusal with 429 if a key has made all requests of its usage plan in this day, week or month.

    quota  {"limit": 1000, "period": "MONTH"} of the plan, or {}
    """
    if not quota:
        return
    day = today()
    period = {"DAY": day, "WEEK": day.isocalendar()[:2], "MONTH": (day.year, day.month)}[quota["period"]]
    with _lock:
        in_period, number = _requests.get((plan_id, key_id), (period, 0))
        number = 1 + (number if in_period == period else 0)
        _requests[plan_id, key_id] = period, number
    if number > int(quota["limit"]):
        raise Refusal("QUOTA_EXCEEDED", "Limit Exceeded")
