"""config.json: the addresses of the stage that a website's pages are served from.

    const config = await (await fetch("/config.json")).json();

It holds no secret: a user pool's client has none, and every visitor could read it.
"""
from aws import clients
from aws.app import AppModel
from kit import files
from website import site

NAME = "config.json"


def config(outputs: dict[str, str], stage: str, region: str) -> dict[str, str] | None:
    """{"api", "region", "stage"}, and of an app with users {"cognito", "userPoolId", "userPoolClientId"}, of
    `sign_in` also {"signIn": the address of Cognito's pages}.

    outputs  those of the stack
    ->       None for an app without an API: it has no addresses
    """
    if "ApiUrl" not in outputs:
        return None
    users = {"cognito": f"{clients.endpoint()}/" if stage == clients.LOCAL
             else f"https://cognito-idp.{region}.amazonaws.com/",
             "userPoolId": outputs["UserPoolId"],
             "userPoolClientId": outputs["UserPoolClientId"]} if "UserPoolId" in outputs else {}
    users |= {"signIn": outputs["UserPoolSignInUrl"]} if "UserPoolSignInUrl" in outputs else {}
    domain = outputs.get("ApiDomainUrl") if stage != clients.LOCAL else None  # there no browser finds it
    api = domain or clients.reachable(outputs["ApiUrl"], stage)
    return {"api": api.rstrip("/"), "region": region, "stage": stage, **users}


def published(app: AppModel, outputs: dict[str, str], stage: str) -> dict[str, dict]:
    """{"config.json": {"path", "size", "md5"}}, which publishing adds to a folder's files; {} without an API.

    Writes it to build/dev/config.json, as publishing takes files.
    """
    content = config(outputs, stage, app["settings"]["region"])
    if content is None:
        return {}
    path = f"build/{stage}/{NAME}"
    files.write_json(path, content)
    return {NAME: {"path": path, "size": len(files.json_bytes(content)), "md5": site.md5(path)}}
