"""Variables with which a lambda reads its own app: the stage, the addresses, the users.

    DEMO_STAGE              "dev"
    DEMO_API_URL            "https://ID.execute-api.eu-west-1.amazonaws.com/dev", or "https://api.example.com"
    DEMO_CORS_ORIGINS       "https://example.com,http://localhost:3000": those of `cors` in app.yaml; "*" without it
    DEMO_WEBSITE_URL        "https://ID.cloudfront.net", or "https://example.com"; it makes the website
    DEMO_BUILDER            the name of the CodeBuild project; it makes the project
    DEMO_USER_POOL          the pool's id; it makes the pool
    DEMO_USER_POOL_CLIENT   the id of its client
    DEMO_STAFF_USER_POOL    the same of the pool `staff` of app.yaml; DEMO_STAFF_USER_POOL_CLIENT that of its client

No URL ends in a slash.
"""
from collections.abc import Callable
from typing import NamedTuple

from aws import cfn
from aws.app import AppModel
from kit import api_settings
from recipes import bucket, builder, cors, domain, permission, routes, user_pool

# What a variable of the pool adds to a role: reading users. To change users, write `permissions` with ${UserPool.Arn}.
ON_USERS = ["cognito-idp:AdminGetUser", "cognito-idp:AdminListGroupsForUser", "cognito-idp:ListUsers"]


class Fact(NamedTuple):
    """A kind of variable, as recipes.environment takes it: functions of the app and of what the variable names."""

    value: Callable
    access_statements: Callable = lambda app, name: []


def stage(_app: AppModel, _name: str):
    """The Ref of the stage's name: the value of APP_STAGE."""
    return cfn.ref("Stage")


def api_url(app: AppModel, _name: str):
    """The value of APP_API_URL: under the app's domain if the stage has a name for the API, else API Gateway's URL."""
    stage_path = "" if api_settings.is_http(app["settings"]) else "/${Stage}"
    own = cfn.sub(f"https://${{{routes.api_id(app)}}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}{stage_path}")
    return of_domain(app, domain.API_ID, ("api",), own)


def website_url(app: AppModel, name: str):
    """The value of APP_WEBSITE_URL: under the app's domain if the stage has a name for it, else CloudFront's URL."""
    own = cfn.sub(f"https://${{{bucket.bucket_id(name, 'website')}Distribution.DomainName}}")
    return of_domain(app, domain.site_id(name), (name, "website"), own)


def of_domain(app: AppModel, id_: str, parts, own):
    """A value of the template: https:// and the host name if the stage has it, else `own`.

    id_  of a resource of the domain, which exists if the stage has the name; parts  of the host name's parameter
    """
    if not domain.of(app):
        return own
    return {"Fn::If": [domain.condition(id_), cfn.sub(f"https://${{{domain.parameter(domain.of(app), *parts)}}}"), own]}


def read_users(_app: AppModel, name: str):
    """[statement] that allows AdminGetUser, AdminListGroupsForUser and ListUsers on a user pool."""
    return [permission.allow(ON_USERS, cfn.arn(user_pool.pool_id(name)))]


FACTS = {
    "stage": Fact(stage),
    "api_url": Fact(api_url),
    "builder": Fact(builder.name, builder.access_statements),
    "cors_origins": Fact(cors.origins_text),
    "website_url": Fact(website_url),
    "user_pool": Fact(lambda app, name: cfn.ref(user_pool.pool_id(name)), read_users),
    "user_pool_client": Fact(lambda app, name: cfn.ref(user_pool.client_id(name))),
}
