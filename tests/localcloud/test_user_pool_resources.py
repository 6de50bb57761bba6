"""User pools as resources of a local stack."""
from tests.fixtures import one_key  # noqa: F401
from tests.fixtures.stacks import REGION, changed, resource, service


def test_a_user_pool_its_client_domain_and_group(deploy_resources):
    pool = resource(
        "AWS::Cognito::UserPool", AutoVerifiedAttributes=["email"], UsernameAttributes=["email"],
        AdminCreateUserConfig={"AllowAdminCreateUserOnly": True}, MfaConfiguration="OPTIONAL",
        EnabledMfas=["SOFTWARE_TOKEN_MFA"], DeletionProtection="ACTIVE",
        Policies={"PasswordPolicy": {"MinimumLength": "12", "RequireSymbols": False}},
        AccountRecoverySetting={"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]})
    client = resource("AWS::Cognito::UserPoolClient", UserPoolId={"Ref": "Pool"}, GenerateSecret=False,
                      ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])
    domain = resource("AWS::Cognito::UserPoolDomain", UserPoolId={"Ref": "Pool"}, Domain="case-login")
    group = resource("AWS::Cognito::UserPoolGroup", UserPoolId={"Ref": "Pool"}, GroupName="staff", Precedence="1")
    base = {"Pool": {**pool, "DeletionPolicy": "Retain"}, "Client": client, "Domain": domain, "Group": group}
    resources = deploy_resources(base).resources
    cognito, pool_id = service("cognito-idp"), resources["Pool"].ref
    pool_ = cognito.describe_user_pool(UserPoolId=pool_id)["UserPool"]
    assert pool_["Policies"]["PasswordPolicy"]["MinimumLength"] == 12
    assert resources["Pool"].attributes["ProviderName"] == f"cognito-idp.{REGION}.amazonaws.com/{pool_id}"
    app_client = cognito.describe_user_pool_client(
        UserPoolId=pool_id, ClientId=resources["Client"].ref)["UserPoolClient"]
    assert app_client["ExplicitAuthFlows"] == ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    assert cognito.describe_user_pool_domain(Domain="case-login")["DomainDescription"]["UserPoolId"] == pool_id
    assert cognito.get_group(UserPoolId=pool_id, GroupName="staff")["Group"]["Precedence"] == 1
    deploy_resources({**base, "Client": changed(client, ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"])})
    app_client = cognito.describe_user_pool_client(
        UserPoolId=pool_id, ClientId=resources["Client"].ref)["UserPoolClient"]
    assert app_client["ExplicitAuthFlows"] == ["ALLOW_USER_SRP_AUTH"]
