"""AWS::Cognito: user pools, their clients, domains and groups."""
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.refusal import Refusal

# What UpdateUserPool sets. It sets all of them at once: what it is not told is AWS's default again.
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


def create_pool(task):
    """Ref is the pool's id."""
    pool = task.call("cognito-idp", "create_user_pool", PoolName=task.name,
                     **task.pick(f"{POOL} {FIXED}"))["UserPool"]
    provider = f"cognito-idp.{task.region}.amazonaws.com/{pool['Id']}"
    task.started(pool["Id"], Arn=pool["Arn"], ProviderName=provider, ProviderURL=f"https://{provider}",
                 UserPoolId=pool["Id"])
    write_factors(task)


def write_factors(task):
    """Second factors have an operation of their own."""
    factors = task.properties.get("EnabledMfas", [])
    if not task.changed("EnabledMfas", "MfaConfiguration") or not factors:
        return
    wanted = {"MfaConfiguration": task.properties.get("MfaConfiguration", "OFF")}
    if "SOFTWARE_TOKEN_MFA" in factors:
        wanted["SoftwareTokenMfaConfiguration"] = {"Enabled": True}
    if "SMS_MFA" in factors:
        wanted["SmsMfaConfiguration"] = {"SmsConfiguration": task.properties["SmsConfiguration"]}
    task.call("cognito-idp", "set_user_pool_mfa_config", UserPoolId=task.ref, **wanted)


def update_pool(task):
    """Everything but the attributes that a user has; those may only be added to.

    Undone, an update leaves those that it added: the next one finds them there.
    """
    before, after = task.before.get("Schema", []), task.properties.get("Schema", [])
    if not task.undoing and any(attribute not in after for attribute in before):
        raise Refusal("Existing schema attributes cannot be modified or deleted.")
    pool = task.call("cognito-idp", "describe_user_pool", UserPoolId=task.ref)["UserPool"]
    there = {attribute["Name"] for attribute in pool["SchemaAttributes"]}
    added = [attribute for attribute in after
             if not {attribute["Name"], f"custom:{attribute['Name']}"} & there]
    if added:
        task.call("cognito-idp", "add_custom_attributes", UserPoolId=task.ref, CustomAttributes=added)
    task.call("cognito-idp", "update_user_pool", UserPoolId=task.ref, **task.pick(POOL))
    write_factors(task)


def delete_pool(task):
    """A protected pool cannot be deleted; from one that AWS would have kept the protection is lifted."""
    if task.retained and task.properties.get("DeletionProtection") == "ACTIVE":
        wanted = task.pick(POOL) | {"DeletionProtection": "INACTIVE"}
        task.call("cognito-idp", "update_user_pool", UserPoolId=task.ref, **wanted)
    task.call("cognito-idp", "delete_user_pool", UserPoolId=task.ref)


def create_client(task):
    """Ref and ClientId are the client's id."""
    made = task.call("cognito-idp", "create_user_pool_client", **{"ClientName": task.name, **task.pick(
        f"{CLIENT} GenerateSecret UserPoolId")})["UserPoolClient"]
    task.started(made["ClientId"], ClientId=made["ClientId"], Name=made["ClientName"],
                 ClientSecret=made.get("ClientSecret"))


def update_client(task):
    """Everything but the pool and whether there is a secret."""
    task.call("cognito-idp", "update_user_pool_client", ClientId=task.ref,
              **task.pick(f"{CLIENT} UserPoolId"))


def delete_client(task):
    """Its tokens are no longer renewed."""
    task.call("cognito-idp", "delete_user_pool_client", ClientId=task.ref, **task.pick("UserPoolId"))


def create_domain(task):
    """Ref is the domain."""
    made = task.call("cognito-idp", "create_user_pool_domain", **task.properties)
    task.started(task.properties["Domain"], CloudFrontDistribution=made.get("CloudFrontDomain"))


def update_domain(task):
    """Its certificate."""
    task.call("cognito-idp", "update_user_pool_domain", **task.properties)


def delete_domain(task):
    """The sign-in pages are gone."""
    task.call("cognito-idp", "delete_user_pool_domain", Domain=task.ref, **task.pick("UserPoolId"))


def create_group(task):
    """Ref is the group's name."""
    task.call("cognito-idp", "create_group", **{**task.properties, "GroupName": task.name})
    task.started(task.name)


def update_group(task):
    """What its members may do."""
    task.call("cognito-idp", "update_group", **{**task.properties, "GroupName": task.ref})


def delete_group(task):
    """Its members stay."""
    task.call("cognito-idp", "delete_group", GroupName=task.ref, **task.pick("UserPoolId"))


TYPES = {
    "AWS::Cognito::UserPool": Kind(
        create_pool, update_pool, delete_pool, name="UserPoolName", longest=128,
        properties=f"{POOL} {FIXED} EnabledMfas UserPoolName",
        attributes="Arn ProviderName ProviderURL UserPoolId",
        replacing="AliasAttributes UserPoolName UsernameAttributes UsernameConfiguration"),
    "AWS::Cognito::UserPoolClient": Kind(
        create_client, update_client, delete_client,
        properties=f"{CLIENT} GenerateSecret UserPoolId", attributes="ClientId ClientSecret Name",
        replacing="GenerateSecret UserPoolId"),
    "AWS::Cognito::UserPoolDomain": Kind(
        create_domain, update_domain, delete_domain,
        properties="CustomDomainConfig Domain ManagedLoginVersion UserPoolId",
        attributes="CloudFrontDistribution", replacing="Domain UserPoolId"),
    "AWS::Cognito::UserPoolGroup": Kind(
        create_group, update_group, delete_group, name="GroupName", longest=128,
        properties="Description GroupName Precedence RoleArn UserPoolId", replacing="GroupName UserPoolId"),
}
