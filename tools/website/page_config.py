"""config.json: the addresses of the stage that a website's pages are served from.

    const config = await (await fetch("/config.json")).json();

It holds no secret: a user pool's client has none, and every visitor could read it.
"""
from collections.abc import Iterable
from typing import Any

from aws import clients
from aws.app import AppModel
from kit import files
from recipes import sign_in, user_pool
from website import site

NAME = "config.json"


def config(outputs: dict[str, str], stage: str, region: str, pools: Iterable[str] = ("",)) -> dict[str, Any] | None:
    """{"api", "region", "stage"}, and of an app with users {"cognito", "userPoolId", "userPoolClientId"}, of
    `sign_in` also {"signIn": the address of Cognito's pages}; of pools with names {"pools": {"staff": {...}}}.

    outputs  those of the stack; pools: the names of its pools
    ->       None for an app without an API: it has no addresses
    """
    if "ApiUrl" not in outputs:
        return None
    described = {pool: values for pool in pools if (values := of_pool(outputs, pool))}
    users: dict[str, Any] = {"cognito": f"{clients.endpoint()}/" if stage == clients.LOCAL
                             else f"https://cognito-idp.{region}.amazonaws.com/"} if described else {}
    users |= described.pop("", {}) | ({"pools": described} if described else {})
    domain = outputs.get("ApiDomainUrl") if stage != clients.LOCAL else None  # there no browser finds it
    api = domain or clients.reachable(outputs["ApiUrl"], stage)
    return {"api": api.rstrip("/"), "region": region, "stage": stage, **users}


def of_pool(outputs: dict[str, str], pool: str) -> dict[str, str]:
    """{"userPoolId", "userPoolClientId", "signIn"} of a pool, without those that the stack has not."""
    values = {"userPoolId": f"{user_pool.pool_id(pool)}Id", "userPoolClientId": f"{user_pool.client_id(pool)}Id",
              "signIn": sign_in.url_id(pool)}
    return {name: outputs[output] for name, output in values.items() if output in outputs}


def write_config(app: AppModel, outputs: dict[str, str], stage: str) -> dict[str, dict]:
    """Writes build/dev/config.json. -> {"config.json": {"path", "size", "md5"}}, which publishing adds to a folder's
    files; without an API writes nothing. -> {}
    """
    pools = ["", *app["settings"].get("users", {}).get("pools", {})]
    content = config(outputs, stage, app["settings"]["region"], pools)
    if content is None:
        return {}
    path = f"build/{stage}/{NAME}"
    files.write_json(path, content)
    return {NAME: {"path": path, "size": len(files.json_bytes(content)), "md5": site.md5(path)}}
