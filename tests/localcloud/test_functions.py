"""Functions of the local cloud: AWS's environment, and all its settings kept."""
import json
import os
import re
import sys
import threading
import urllib.request

import pytest

from localcloud.functions import program, runtime_api
from localcloud.functions.registry import parsed_name
from localcloud.functions.spawner import exit_message
from localcloud.incoming import Incoming
from tests.fixtures.cases import cases, results
from tests.fixtures.cloud import REGION, zipped

PYTHON = "python{}.{}".format(*sys.version_info)
ARN = f"arn:aws:lambda:{REGION}:123456789012:function:"


# pure parts

test_a_function_may_be_named_as_lambda_lets_one = results(lambda name: parsed_name(name, REGION), [
    ("hello", (REGION, "hello", None)),
    ("hello:live", (REGION, "hello", "live")),
    ("123456789012:function:hello", (REGION, "hello", None)),
    ("arn:aws:lambda:us-east-2:123456789012:function:hello", ("us-east-2", "hello", None)),
    ("arn:aws:lambda:us-east-2:123456789012:function:hello:7", ("us-east-2", "hello", "7")),
    ("function", (REGION, "function", None)),
])


@cases("data, request_", [
    (b"GET /x/next HTTP/1.1\r\nHost: a\r\n\r\n", ("GET", "/x/next", {"host": "a"}, b"")),
    (b"POST /r HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}GET",
     ("POST", "/r", {"content-length": "2"}, b"{}")),
    (b"POST /r HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
     ("POST", "/r", {"transfer-encoding": "chunked"}, b"{}")),
    (b"POST /r HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n", None),
    (b"POST /r HTTP/1.1\r\nContent-Length: 3\r\n\r\n{}", None),
    (b"GET /x HTTP/1.1\r\n", None),
])
def test_a_request_of_the_runtime_is_read_when_it_is_whole(data, request_):
    incoming = Incoming(runtime_api.MAX_HEAD)
    incoming.feed(data)
    taken = incoming.take()
    assert (taken and runtime_api.request_of(*taken)) == request_


test_the_end_of_a_process_is_reported_as_by_aws = results(exit_message, [
    (0, "Runtime exited without providing a reason"),
    (3 << 8, "Runtime exited with error: exit status 3"),
    (9, "Runtime exited with error: signal: killed"),
    (32, "Runtime exited with error: signal: signal 32"),
])


def test_code_comes_before_layers_and_a_later_layer_hides_an_earlier_one():
    inside = f"python/lib/{PYTHON}/site-packages"
    assert program.search_path("/code", ("/one", "/two")) == [
        "/code", f"/two/{inside}", f"/one/{inside}", "/two/python", "/one/python"]


# what a handler sees

def test_the_environment_is_lambdas_and_holds_nothing_of_ours(local_cloud):
    local_cloud.function("env", """
        import os, sys
        def handler(event, context):
            return {"env": dict(os.environ), "cwd": os.getcwd(), "path": sys.path[0],
                    "memory": context.memory_limit_in_mb, "arn": context.invoked_function_arn,
                    "left": context.get_remaining_time_in_millis()}
        """.replace("\n        ", "\n"), Environment={"Variables": {"COLOUR": "red"}}, Timeout=700)
    said = local_cloud.invoke("env")
    env = said.pop("env")
    task, packages = env["LAMBDA_TASK_ROOT"], env["LAMBDA_RUNTIME_DIR"]
    assert env["AWS_ACCESS_KEY_ID"].startswith("ASIA")
    for made in ("AWS_LAMBDA_RUNTIME_API", "AWS_LAMBDA_LOG_STREAM_NAME", "_X_AMZN_TRACE_ID", "AWS_ACCESS_KEY_ID",
                 "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        assert env.pop(made)
    assert env == {
        "_HANDLER": "index.handler", "AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{PYTHON}", "AWS_LAMBDA_FUNCTION_NAME": "env",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512", "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand", "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/env",
        "AWS_XRAY_CONTEXT_MISSING": "LOG_ERROR", "AWS_XRAY_DAEMON_ADDRESS": "127.0.0.1:2000",
        "LAMBDA_TASK_ROOT": task, "LAMBDA_RUNTIME_DIR": packages,
        "PYTHONPATH": packages, "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "en_US.UTF-8", "TZ": ":UTC",
        "SHLVL": "0", "LD_LIBRARY_PATH": f"{task}:{task}/lib",
        "AWS_ENDPOINT_URL": local_cloud.endpoint, "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "COLOUR": "red"}
    assert 300_000 < said.pop("left") <= 700_000
    assert said == {"cwd": task, "path": task, "memory": "512", "arn": ARN + "env"}


def test_boto3_in_a_handler_reaches_this_cloud_in_its_own_region(local_cloud):
    local_cloud.client("sqs").create_queue(QueueName="seen-by-handler")
    local_cloud.function("sees", "import boto3\nsqs = boto3.client('sqs')\n"
                                 "def handler(event, context):\n"
                                 "    return sqs.get_queue_url(QueueName='seen-by-handler')['QueueUrl']\n")
    assert local_cloud.invoke("sees") == f"{local_cloud.endpoint}/123456789012/seen-by-handler"


@pytest.mark.parametrize("layered", [False, True], ids=["zip", "layer"])
def test_a_lambda_with_a_boto3_of_its_own_imports_that(local_cloud, layered):
    own = {"boto3/__init__.py": "OURS = False\n"}
    source = {"index.py": "import boto3\ndef handler(event, context):\n    return boto3.OURS\n"}
    name = f"own-boto3-{layered}"
    if layered:
        data = zipped({f"python/{path}": text for path, text in own.items()})
        layer = local_cloud.client("lambda").publish_layer_version(
            LayerName="boto", Content={"ZipFile": data})["LayerVersionArn"]
        local_cloud.function(name, source, Layers=[layer])
    else:
        local_cloud.function(name, source | own)
    assert local_cloud.invoke(name) is False


def test_a_process_serves_many_invocations_and_none_of_the_old_code(local_cloud):
    source = "import os\ndef handler(event, context):\n    return [os.getpid(), 'one']\n"
    local_cloud.function("warm", source)
    first = local_cloud.invoke("warm")
    assert local_cloud.invoke("warm") == first
    local_cloud.client("lambda").update_function_code(
        FunctionName="warm", ZipFile=zipped({"index.py": source.replace("one", "two")}))
    second = local_cloud.invoke("warm")
    assert second[1] == "two" and second[0] != first[0]
    assert not os.path.exists(f"/proc/{first[0]}/exe") or sys.platform != "linux"


def test_invocations_at_once_have_a_process_each(local_cloud, writable_folder):
    local_cloud.function("crowd", "import os, time\ndef handler(event, context):\n"
                                  "    open(event['folder'] + '/' + str(os.getpid()), 'w').close()\n"
                                  "    while len(os.listdir(event['folder'])) < 5:\n        time.sleep(0.01)\n"
                                  "    return os.getpid()\n")
    pids = []
    folder = str(writable_folder)
    threads = [threading.Thread(target=lambda: pids.append(local_cloud.invoke("crowd", {"folder": folder}))) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(pids)) == 5


def test_a_runtime_that_is_not_our_python_is_logged_once(local_cloud):
    local_cloud.function("from-the-past", "def handler(event, context): return 1\n", Runtime="python3.9")
    local_cloud.function("from-there-too", "def handler(event, context): return 1\n", Runtime="python3.9")
    assert local_cloud.invoke("from-the-past") == local_cloud.invoke("from-there-too") == 1
    with urllib.request.urlopen(f"{local_cloud.endpoint}/_aws/health") as answer:
        said = json.load(answer)
    assert (said["python"], said["other_runtimes"]["python3.9"]) == (PYTHON, "from-the-past")


def test_moto_itself_may_invoke_without_locking_the_cloud(local_cloud):
    local_cloud.client("sqs").create_queue(QueueName="seen-from-inside")
    arn = local_cloud.function("rotates", """if True:
        import boto3
        sqs = boto3.client("sqs")
        def handler(event, context):
            url = sqs.get_queue_url(QueueName="seen-from-inside")["QueueUrl"]
            sqs.send_message(QueueUrl=url, MessageBody=event["Step"])
        """)
    secrets = local_cloud.client("secretsmanager")
    secrets.create_secret(Name="rotated", SecretString="old")
    secrets.rotate_secret(SecretId="rotated", RotationLambdaARN=arn, RotationRules={"AutomaticallyAfterDays": 1})
    sqs = local_cloud.client("sqs")
    url = sqs.get_queue_url(QueueName="seen-from-inside")["QueueUrl"]
    received = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert sorted(message["Body"] for message in received) == [
        "createSecret", "finishSecret", "setSecret", "testSecret"]


# what moto forgets

def test_settings_that_moto_omits_are_stored_and_changed(local_cloud):
    api = local_cloud.client("lambda")
    queue = f"arn:aws:sqs:{REGION}:123456789012:dead"
    layer = api.publish_layer_version(LayerName="greeting", Content={"ZipFile": zipped(
        {"python/greeting.py": "TEXT = 'hello'\n"})})["LayerVersionArn"]
    local_cloud.function(
        "kept",
        "import greeting\ndef handler(event, context):\n    print('a\\nb')\n    return greeting.TEXT\n",
        Layers=[layer], Tags={"a": "b"}, DeadLetterConfig={"TargetArn": queue}, Architectures=["arm64"],
        TracingConfig={"Mode": "Active"}, LoggingConfig={"LogGroup": "kept-logs"})
    made = api.get_function(FunctionName="kept")
    config = made["Configuration"]
    assert made["Tags"] == {"a": "b"}
    assert [one["Arn"] for one in config["Layers"]] == [layer]
    assert {name: config[name] for name in ("DeadLetterConfig", "TracingConfig", "Architectures",
                                            "LoggingConfig")} == {
        "DeadLetterConfig": {"TargetArn": queue}, "TracingConfig": {"Mode": "Active"},
        "Architectures": ["arm64"], "LoggingConfig": {"LogFormat": "Text", "LogGroup": "kept-logs"}}

    assert local_cloud.invoke("kept") == "hello"
    assert [re.sub(r"(?s)[:\t].*", "", line) for line in local_cloud.logs("kept-logs")] == [
        "INIT_START Runtime Version", "START RequestId", "a", "b", "END RequestId", "REPORT RequestId"]

    api.update_function_configuration(FunctionName="kept", DeadLetterConfig={}, Environment={}, Timeout=9,
                                      TracingConfig={"Mode": "PassThrough"}, EphemeralStorage={"Size": 600})
    config = api.get_function_configuration(FunctionName="kept")
    assert config.get("DeadLetterConfig", {}) == {} and config["TracingConfig"] == {"Mode": "PassThrough"}
    assert (config["EphemeralStorage"], config["Timeout"]) == ({"Size": 600}, 9)
    assert config["LoggingConfig"]["LogGroup"] == "kept-logs"  # what is not said does not change


def test_the_last_event_invoke_config_counts(local_cloud):
    local_cloud.function("asynchronous", "def handler(event, context): pass\n")
    api = local_cloud.client("lambda")
    for attempts in (2, 0):
        api.put_function_event_invoke_config(FunctionName="asynchronous", MaximumRetryAttempts=attempts)
    assert api.get_function_event_invoke_config(FunctionName="asynchronous")["MaximumRetryAttempts"] == 0


def test_versions_and_aliases_run_their_own_code(local_cloud):
    api = local_cloud.client("lambda")
    source = ("def handler(event, context):\n"
              "    return ['old', context.invoked_function_arn, context.function_version]\n")
    local_cloud.function("versioned", source)
    version = api.publish_version(FunctionName="versioned")["Version"]
    api.create_alias(FunctionName="versioned", Name="live", FunctionVersion=version)
    api.update_function_code(FunctionName="versioned", ZipFile=zipped({"index.py": source.replace("old", "new")}))
    assert local_cloud.invoke("versioned") == ["new", ARN + "versioned", "$LATEST"]
    assert local_cloud.invoke("versioned:live") == ["old", ARN + "versioned:live", version]
    assert local_cloud.invoke(ARN + "versioned:1") == ["old", ARN + "versioned:1", version]


def test_code_comes_from_a_bucket_and_may_be_executable(local_cloud):
    import io
    import zipfile

    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("index.py", "import subprocess\ndef handler(event, context):\n"
                                     "    return subprocess.check_output(['./tool']).decode()\n")
        entry = zipfile.ZipInfo("tool")
        entry.external_attr = 0o100755 << 16
        archive.writestr(entry, "#!/bin/sh\necho tool\n")
    s3 = local_cloud.client("s3", "us-east-1")
    s3.create_bucket(Bucket="functions-code")
    s3.put_object(Bucket="functions-code", Key="code.zip", Body=data.getvalue())
    local_cloud.function("from-bucket", "", Code={"S3Bucket": "functions-code", "S3Key": "code.zip"})
    assert local_cloud.invoke("from-bucket") == "tool\n"
