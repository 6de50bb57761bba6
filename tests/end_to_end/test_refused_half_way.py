"""Keys that expire, throttling and a wrong clock, from any call of a program on: it says so in one line, and that it can
be repeated; no traceback, and nothing is taken for absent."""
import importlib
import io

import botocore.client
from botocore.exceptions import ClientError

from aws import errors
from kit import settings
from kit.problems import Problems
from push.layers import targets
from tests.fixtures import made_layers
from tests.fixtures.lambda_texts import lambda_text

LAMBDAS = {
    "parcels": lambda_text(
        "queue: {tries: 1}", 'raise ValueError("not yet")', "os",
        before='TABLE, KEY = os.environ["HALF_TABLE"], os.environ["HALF_STRIPE_SECRET"]'),
    "private": '"""For users.\n\ninfra:\n  endpoint: {api: private, method: GET, path: /a}\n"""\n\n\ndef handler(event, context):\n    pass\n',
    "keyed": '"""With a key.\n\ninfra:\n  endpoint: {api: public, method: GET, path: /b, key: true}\n"""\n\n\ndef handler(event, context):\n    pass\n'}
PROGRAMS = """
create_layer --name web
setup_domain APP --name half.test
deploy_stack APP ARTIFACTS --push -o build/local/stack.json
deploy_stack APP ARTIFACTS --full -o build/local/stack.json
push_artifacts APP TEMPLATE -o ARTIFACTS
diff_stack APP TEMPLATE
adopt_resources APP TEMPLATE
rollback_code APP
show_logs APP
show_errors APP
replay_messages APP --yes
manage_queues APP drain --name failures
manage_secrets APP list
manage_secrets APP set --name stripe
manage_users APP create --email ann@example.com
manage_bucket APP download
manage_keys APP list
manage_stages APP list
list_resources APP
print_outputs APP
ping_lambda APP --name parcels
delete_stack APP --yes
"""
FILES = {"APP": "build/app.json", "TEMPLATE": "build/template.json", "ARTIFACTS": "build/local/artifacts.json"}
COMMANDS = [line.split() for line in PROGRAMS.strip().splitlines()]
# {calls that succeed: the code with which AWS refuses all later ones}. The last calls of most programs are among them.
REFUSALS = {0: "ExpiredTokenException", 1: "ThrottlingException", 3: "RequestTimeTooSkewed", 7: "ExpiredTokenException"}
OF_HEAD = {"ExpiredTokenException": "400", "ThrottlingException": "503", "RequestTimeTooSkewed": "403"}


class Cloud:
    """AWS for so many calls: it refuses all later ones; a HEAD has no reason."""

    def __init__(self, monkeypatch):
        self.left, self.code, call = 10000, "", botocore.client.BaseClient._make_api_call

        def counted(client, name, parameters):
            self.left -= 1
            if self.left < 0:
                code = OF_HEAD[self.code] if name.startswith("Head") else self.code
                raise ClientError({"Error": {"Code": code, "Message": "No"}}, name)
            return call(client, name, parameters)
        monkeypatch.setattr(botocore.client.BaseClient, "_make_api_call", counted)


def run(words):
    """Runs a program. -> its Problems, or None"""
    try:
        importlib.import_module(words[0]).main([FILES.get(word, word) for word in words[1:]])
    except Problems as problems:
        return problems
    return None


def test_what_refuses_all_calls_half_way_is_reported_and_can_be_repeated(deploy_app, local_cloud, monkeypatch):
    outputs = deploy_app("name: half\n", LAMBDAS)
    local_cloud.client("sqs").send_message(QueueUrl=outputs["ParcelsQueueDlqUrl"], MessageBody="a")
    made_layers.put("web", {"web.py": "x = 1\n"}, targets.of_stage("local", settings.read()))
    cloud = Cloud(monkeypatch)
    for words in COMMANDS:
        for calls, cloud.code in REFUSALS.items():
            cloud.left = calls
            monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"value")))
            problems = run(words)
            if cloud.left >= 0:
                break  # it makes no more calls than that
            assert problems and any(errors.AGAIN in problem.hint for problem in problems.args), (words, calls, problems)
        assert calls, words
    cloud.left = 10000
