"""AWS::Cognito: user pools, their clients, domains, groups and providers."""
from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.task import creation, one_call

# What UpdateUserPool sets. It sets all of them at once: a missing parameter resets its setting to AWS's default.
POOL = ("AccountRecoverySetting AdminCreateUserConfig AutoVerifiedAttributes DeletionProtection "
        "DeviceConfiguration EmailConfiguration EmailVerificationMessage EmailVerificationSubject "
        "LambdaConfig MfaConfiguration Policies SmsAuthenticationMessage SmsConfiguration "
        "SmsVerificationMessage UserAttributeUpdateSettings UserPoolAddOns UserPoolTags UserPoolTier "
        "VerificationMessageTemplate")
FIXED = "AliasAttributes Schema UsernameAttributes UsernameConfiguration"
CLIENT = ("AccessTokenValidity AllowedOAuthFlows AllowedOAuthFlowsUserPoolClient AllowedOAuthScopes "
          "AnalyticsConfiguration AuthSessionValidity CallbackURLs ClientName DefaultRedirectURI "
          "EnablePropagateAdditionalUserContextData EnableTokenRevocation ExplicitAuthFlows IdTokenValidity "
          "LogoutURLs PreventUserExistenceErrors ReadAttributes RefreshTokenRotation RefreshTokenValidity "
          "SupportedIdentityProviders TokenValidityUnits WriteAttributes")
DOMAIN = "CustomDomainConfig Domain ManagedLoginVersion UserPoolId"
GROUP = "Description Precedence RoleArn UserPoolId"


def create_pool(task):
    """Creates a user pool. Ref is the pool's id."""
    pool = task.call("cognito-idp", "create_user_pool", PoolName=task.name, **task.pick(f"{POOL} {FIXED}"))["UserPool"]
    provider = f"cognito-idp.{task.region}.amazonaws.com/{pool['Id']}"
    task.mark_created(pool["Id"], Arn=pool["Arn"], ProviderName=provider, ProviderURL=f"https://{provider}",
                      UserPoolId=pool["Id"])
    write_factors(task)


def write_factors(task):
    """Sets the second factors, which have their own operation."""
    factors = task.properties.get("EnabledMfas", [])
    if not task.changed("EnabledMfas", "MfaConfiguration") or not factors:
        return
    config = {"MfaConfiguration": task.properties.get("MfaConfiguration", "OFF")}
    if "SOFTWARE_TOKEN_MFA" in factors:
        config["SoftwareTokenMfaConfiguration"] = {"Enabled": True}
    if "SMS_MFA" in factors:
        config["SmsMfaConfiguration"] = {"SmsConfiguration": task.properties["SmsConfiguration"]}
    task.call("cognito-idp", "set_user_pool_mfa_config", UserPoolId=task.ref, **config)


def update_pool(task):
    """Changes everything of a pool except existing user attributes; new attributes can only be added.

    A rollback does not remove added attributes from the pool: the next update must accept them.
    """
    before, after = task.before.get("Schema", []), task.properties.get("Schema", [])
    if not task.undoing and any(attribute not in after for attribute in before):
        raise ApiError("Existing schema attributes cannot be modified or deleted.")
    pool = task.call("cognito-idp", "describe_user_pool", UserPoolId=task.ref)["UserPool"]
    existing = {attribute["Name"] for attribute in pool["SchemaAttributes"]}
    added = [attribute for attribute in after if not {attribute["Name"], f"custom:{attribute['Name']}"} & existing]
    if added:
        task.call("cognito-idp", "add_custom_attributes", UserPoolId=task.ref, CustomAttributes=added)
    task.call("cognito-idp", "update_user_pool", UserPoolId=task.ref, **task.pick(POOL))
    write_factors(task)


def delete_pool(task):
    """A protected pool cannot be deleted; one that AWS would retain loses its protection first."""
    if task.retained and task.properties.get("DeletionProtection") == "ACTIVE":
        settings = task.pick(POOL) | {"DeletionProtection": "INACTIVE"}
        task.call("cognito-idp", "update_user_pool", UserPoolId=task.ref, **settings)
    task.call("cognito-idp", "delete_user_pool", UserPoolId=task.ref)


TYPES = {
    "AWS::Cognito::UserPoolIdentityProvider": Kind(
        creation("cognito-idp", "create_identity_provider", properties="*", ref="ProviderName"),
        one_call("cognito-idp", "update_identity_provider", "ProviderName",
                 "AttributeMapping IdpIdentifiers ProviderDetails UserPoolId"),
        one_call("cognito-idp", "delete_identity_provider", "ProviderName", "UserPoolId"),
        properties="AttributeMapping IdpIdentifiers ProviderDetails ProviderName ProviderType UserPoolId",
        replacing="ProviderName ProviderType UserPoolId"),
    "AWS::Cognito::UserPool": Kind(
        create_pool, update_pool, delete_pool, name="UserPoolName", longest=128,
        properties=f"{POOL} {FIXED} EnabledMfas UserPoolName",
        attributes="Arn ProviderName ProviderURL UserPoolId",
        replacing="AliasAttributes UserPoolName UsernameAttributes UsernameConfiguration"),
    "AWS::Cognito::UserPoolClient": Kind(
        creation("cognito-idp", "create_user_pool_client", "ClientName", f"{CLIENT} GenerateSecret UserPoolId",
                 ref="UserPoolClient.ClientId", ClientId="UserPoolClient.ClientId", Name="UserPoolClient.ClientName",
                 ClientSecret="UserPoolClient.ClientSecret"),
        one_call("cognito-idp", "update_user_pool_client", "ClientId", f"{CLIENT} UserPoolId"),
        one_call("cognito-idp", "delete_user_pool_client", "ClientId", "UserPoolId"),
        properties=f"{CLIENT} GenerateSecret UserPoolId", attributes="ClientId ClientSecret Name",
        replacing="GenerateSecret UserPoolId"),
    "AWS::Cognito::UserPoolDomain": Kind(
        creation("cognito-idp", "create_user_pool_domain", properties="*", ref="Domain",
                 CloudFrontDistribution="CloudFrontDomain"),
        one_call("cognito-idp", "update_user_pool_domain", properties=DOMAIN),
        one_call("cognito-idp", "delete_user_pool_domain", "Domain", "UserPoolId"), properties=DOMAIN,
        attributes="CloudFrontDistribution", replacing="Domain UserPoolId"),
    "AWS::Cognito::UserPoolGroup": Kind(
        creation("cognito-idp", "create_group", "GroupName", GROUP),
        one_call("cognito-idp", "update_group", "GroupName", GROUP),
        one_call("cognito-idp", "delete_group", "GroupName", "UserPoolId"), name="GroupName", longest=128,
        properties=f"{GROUP} GroupName", replacing="GroupName UserPoolId"),
}
