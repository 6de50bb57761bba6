"""config.json: what the pages of a website must know of the stage that they are served from.

    const config = await (await fetch("/config.json")).json();

No secret is in it: a user pool's client has none, and whoever opens a page could read it there.
"""
from aws import clients
from kit import files
from website import site

NAME = "config.json"


def config(outputs, stage, region):
    """{"api", "region", "stage"}, and of an app with users {"cognito", "userPoolId", "userPoolClientId"}.

    outputs  those of the stack
    ->       None for an app without an API: then there is nothing to know
    """
    if "ApiUrl" not in outputs:
        return None
    users = {"cognito": f"{clients.endpoint()}/" if stage == clients.LOCAL
             else f"https://cognito-idp.{region}.amazonaws.com/",
             "userPoolId": outputs["UserPoolId"],
             "userPoolClientId": outputs["UserPoolClientId"]} if "UserPoolId" in outputs else {}
    domain = outputs.get("ApiDomainUrl") if stage != clients.LOCAL else None  # there no browser finds it
    api = domain or clients.reachable(outputs["ApiUrl"], stage)
    return {"api": api.rstrip("/"), "region": region, "stage": stage, **users}


def published(app, outputs, stage):
    """What to publish beside a folder's own files: {"config.json": {"path", "size", "md5"}}, or {}.

    Writes it to build/dev/config.json, as publishing takes files.
    """
    said = config(outputs, stage, app["settings"]["region"])
    if said is None:
        return {}
    path = f"build/{stage}/{NAME}"
    files.write_json(path, said)
    return {NAME: {"path": path, "size": len(files.json_bytes(said)), "md5": site.md5(path)}}
