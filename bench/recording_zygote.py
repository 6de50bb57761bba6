"""The local cloud's zygote, whose processes also record the calls of AWS that handlers make, for measure_apps.py.

measure_apps.py copies it as zygote.py into a folder of its own, beside the real one (local_zygote.py) and what that
needs: a process that does not fork starts this file again. Each call is a line of JSON in calls.jsonl there:
{"function", "service", "operation", "params"}.
"""
import json
import os
import sys

CALLS, ZYGOTE = (os.path.join(os.path.dirname(__file__), name) for name in ("calls.jsonl", "local_zygote.py"))


def record(service, operation, params):
    """Appends a call to the file."""
    function = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
    if function:
        line = json.dumps({"function": function, "service": service, "operation": operation, "params": params},
                          default=lambda value: value.decode("latin-1") if isinstance(value, bytes) else str(value))
        with open(CALLS, "a", encoding="utf-8") as file:
            file.write(line + "\n")


def has_other_keys(client):
    """Whether the code passed the client's credentials, as of a role that it assumed: the lambda's role does not
    count."""
    credentials = client._get_credentials()
    return credentials is not None and credentials.method == "explicit"


def install():
    """Patches botocore, as the test kit's recorder does."""
    import botocore.client
    import botocore.signers

    emit, presign = botocore.client.BaseClient._emit_api_params, botocore.signers.S3PostPresigner.generate_presigned_post

    def emitted(self, api_params, operation_model, context):
        sent = emit(self, api_params=api_params, operation_model=operation_model, context=context)
        if sys._getframe(1).f_code.co_name != "generate_presigned_post" and not has_other_keys(self):
            record(self.meta.service_model.service_name, operation_model.name, sent)
        return sent

    def presigned(self, request_dict, *args, **more):
        fields = {key: value for condition in more.get("conditions") or [] if isinstance(condition, dict)
                  for key, value in condition.items()}
        record("s3", "PutObject", {"Bucket": fields.get("bucket", "*"), "Key": fields.get("key", "*")})
        return presign(self, request_dict, *args, **more)

    botocore.client.BaseClient._emit_api_params = emitted
    botocore.signers.S3PostPresigner.generate_presigned_post = presigned


if __name__ == "__main__":
    before = sys.path[:]
    sys.path[:0] = json.loads(sys.argv[2]) if sys.argv[1] == "run" else [sys.argv[2]]
    install()
    sys.path[:] = before
    with open(ZYGOTE, encoding="utf-8") as file:
        exec(compile(file.read(), __file__, "exec"))
