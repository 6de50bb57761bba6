"""Pools and groups of users that lambdas name, and app.yaml does not."""
from collections.abc import Iterator
from typing import Any

from aws.app import Lambda
from kit import user_settings
from kit.problems import Problem
from kit.schema import line_of, nearest
from recipes import routes, user_pool


def problems(users: dict[str, Any], lambdas: dict[str, Lambda]) -> Iterator[Problem]:
    """A Problem at the line of each route, trigger and variable.

    users  of app.yaml; lambdas: those with a valid block
    """
    pools = users.get("pools", {})
    for fn in lambdas.values():
        pool_uses = [(f"{key}.pool", route["pool"]) for key, route in of_endpoint(fn) if "pool" in route]
        pool_uses += [("users.pool", fn["infra"]["users"]["pool"])] if "users" in fn["infra"] else []
        for key, pool in pool_uses:
            if pool and pool not in pools:
                yield Problem(fn["path"], line_of(fn["lines"], key), *absent(pool, pools))
        for variable in fn["env"]:
            if variable["kind"] in user_pool.VARIABLES and variable["of"] and variable["of"] not in pools:
                message, hint = absent(variable["of"], pools)
                yield Problem(variable["file"], variable["line"], f"{variable['name']}: {message}", hint)
        for key, route in of_endpoint(fn):
            pool = route.get("pool", "")
            groups = user_settings.of_pool(users, pool).get("groups", {})
            for group in route.get("groups", []) if pool in ("", *pools) else ():
                if group not in groups:
                    of_pool = f" of the user pool {pool}" * bool(pool)
                    section = user_settings.section(pool, f"groups: [{group}]")
                    yield Problem(fn["path"], line_of(fn["lines"], f"{key}.groups"),
                                  f"group {group!r}{of_pool} is not in app.yaml",
                                  nearest(group, groups) or f"`{section}` in app.yaml")


def of_endpoint(fn: Lambda) -> list[tuple[str, dict]]:
    """[(dotted key, route)] of a lambda's endpoint, [] without one."""
    return routes.numbered(fn["infra"]["endpoint"]) if "endpoint" in fn["infra"] else []


def absent(pool: str, pools: dict[str, Any]) -> tuple[str, str]:
    """(message, hint) of a pool that app.yaml does not have. pools: those that it has"""
    return f"the user pool {pool!r} is not in app.yaml", nearest(pool, pools) or \
        f"`{user_settings.section(pool, '')}` in app.yaml"
