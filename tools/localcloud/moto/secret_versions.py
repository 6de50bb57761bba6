"""The version of a secret that GetSecretValue reads: moto goes on reading the old one after AWSCURRENT has moved.

So a rotation in Secrets Manager's four steps had no effect.
docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
"""
import functools

from moto.secretsmanager.models import SecretsManagerBackend

from localcloud.moto.replacing import replace


@functools.cache
def install():
    """Lets moto read the version to which the label AWSCURRENT moves. Once a process."""

    @replace(SecretsManagerBackend, "update_secret_version_stage")
    def update_secret_version_stage(original, self, secret_id, version_stage, remove_from_version_id,
                                    move_to_version_id):
        response = original(self, secret_id, version_stage, remove_from_version_id, move_to_version_id)
        if version_stage == "AWSCURRENT" and move_to_version_id:
            self.secrets[secret_id].set_default_version_id(move_to_version_id)
        return response
