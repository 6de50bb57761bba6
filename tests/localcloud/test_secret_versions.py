"""The version of a secret that is read, after its label has moved."""
from localcloud.moto import secret_versions


def test_the_version_with_awscurrent_is_read(cloud):
    secret_versions.install()
    secrets, token = cloud.client("secretsmanager"), "0123456789abcdef0123456789abcdef"
    secret = secrets.create_secret(Name="rotated", SecretString="old")
    secrets.put_secret_value(SecretId="rotated", ClientRequestToken=token, SecretString="new", VersionStages=["AWSPENDING"])
    assert secrets.get_secret_value(SecretId="rotated")["SecretString"] == "old"
    secrets.update_secret_version_stage(SecretId="rotated", VersionStage="AWSCURRENT", MoveToVersionId=token,
                                        RemoveFromVersionId=secret["VersionId"])
    assert secrets.get_secret_value(SecretId="rotated")["SecretString"] == "new"
    assert secrets.get_secret_value(SecretId="rotated", VersionStage="AWSPREVIOUS")["SecretString"] == "old"
    secrets.delete_secret(SecretId="rotated", ForceDeleteWithoutRecovery=True)
