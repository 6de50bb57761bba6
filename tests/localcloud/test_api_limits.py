"""Throttling of the local cloud's API: 429 above the burst, and again after the rate filled the bucket."""
import datetime
from types import SimpleNamespace

import pytest

from localcloud.api import access_logs, throttling
from localcloud.api.gateway_responses import Refusal

SETTINGS = {"*/*": {"throttlingRateLimit": 100.0, "throttlingBurstLimit": 50},
            "~1orders~1{id}/GET": {"throttlingRateLimit": 2.0, "throttlingBurstLimit": 3}}


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands: [seconds]."""
    moment = [1000.0]
    monkeypatch.setattr(throttling, "now", lambda: moment[0])
    monkeypatch.setattr(throttling, "_buckets", {})
    return moment


def allowed(count, path="/orders/{id}", method="GET", settings=None):
    """How many of so many requests are let through."""
    stage, number = SimpleNamespace(method_settings=SETTINGS if settings is None else settings), 0
    for _ in range(count):
        try:
            throttling.refuse_excess({"api": "a", "stage": "s"}, stage, path, method)
            number += 1
        except Refusal as refusal:
            assert (refusal.status, refusal.message) == (429, "Too Many Requests")
    return number


def test_a_method_has_its_burst_and_then_its_rate(clock):
    assert allowed(10) == 3
    clock[0] += 1
    assert allowed(10) == 2
    clock[0] += 3600
    assert allowed(10) == 3


def test_other_methods_have_the_limit_of_the_stage_each_for_itself(clock):
    assert (allowed(60, method="PUT"), allowed(60, path="/"), allowed(9)) == (50, 50, 3)


def test_without_settings_nothing_is_throttled(clock):
    assert allowed(9999, settings={}) == 9999


def test_an_access_log_has_a_dash_for_what_is_not_known():
    context = {"requestId": "r", "identity": {"sourceIp": "127.0.0.1", "userAgent": 'a "b"'}, "authorizer": {}}
    assert [access_logs.value(context, path) for path in (
        "requestId", "identity.sourceIp", "identity.userAgent", "authorizer.claims.sub", "none")] == [
        "r", "127.0.0.1", 'a \\"b\\"', "-", "-"]


@pytest.mark.parametrize("period, later", [("DAY", "2026-12-01"), ("WEEK", "2026-12-07"), ("MONTH", "2026-12-01")])
def test_a_key_has_its_quota_in_each_period(monkeypatch, period, later):
    day = ["2026-11-30"]
    monkeypatch.setattr(throttling, "today", lambda: datetime.date.fromisoformat(day[0]))
    monkeypatch.setattr(throttling, "_requests", {})
    for _ in range(2):
        throttling.refuse_over_quota("plan", "a", {"limit": 2, "period": period})
    with pytest.raises(Refusal, match="Limit Exceeded"):
        throttling.refuse_over_quota("plan", "a", {"limit": 2, "period": period})
    throttling.refuse_over_quota("plan", "b", {"limit": 2, "period": period})
    day[0] = later
    throttling.refuse_over_quota("plan", "a", {"limit": 2, "period": period})
    throttling.refuse_over_quota("plan", "a", {})


def test_a_route_of_an_http_api_has_its_own_limit_or_that_of_all(clock):
    stage = {"DefaultRouteSettings": {"ThrottlingRateLimit": 1, "ThrottlingBurstLimit": 3},
             "RouteSettings": {"GET /few": {"ThrottlingRateLimit": 1, "ThrottlingBurstLimit": 1}}}
    for route, burst in (("GET /few", 1), ("GET /any", 3)):
        for _ in range(burst):
            throttling.refuse_excess_of_route("api", stage, route)
        with pytest.raises(Refusal, match="Too Many Requests"):
            throttling.refuse_excess_of_route("api", stage, route)
    throttling.refuse_excess_of_route("api", {}, "GET /few")
