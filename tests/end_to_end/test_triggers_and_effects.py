"""Every arrow of an app, by its effect: a row, a message, a page. The app is golden/end_to_end, deployed once."""
import json

import pytest

from tests.fixtures.cases import cases
from tests.fixtures.chain import deploy
from tests.fixtures.fake_functions import eventually

pytest_plugins = ["tests.fixtures.chain"]
PASSWORD = "Correct-Horse-1"


@cases("method, path, body, status, text", [
    ("GET", "/greetings/ann?word=good%20day", None, 200, "good day, ann, hello here"),
    ("GET", "/greetings/ann", None, 400, '{"message":"Missing required request parameters: [word]"}'),
    ("POST", "/orders", {"sku": "A1"}, 201, ""),
    ("POST", "/orders", {"sku": 1}, 400, '{"message":"Invalid request body"}'),
    ("POST", "/orders", {}, 400, '{"message":"Invalid request body"}'),
    ("DELETE", "/orders", None, 403, '{"message":"Missing Authentication Token"}'),
    ("GET", "/nowhere", None, 403, '{"message":"Missing Authentication Token"}'),
])
def test_the_api_answers_and_validates(chain, method, path, body, status, text):
    assert chain.http(method, path, body) == (status, text)


def test_a_page_of_another_origin_may_send_requests(chain):
    assert chain.http("OPTIONS", "/orders", origin="https://example.com")[0] == 200


def test_an_endpoint_with_a_key_requires_the_key(chain):
    key = chain.client("apigateway").get_api_key(apiKey=chain.outputs["ApiKeyId"], includeValue=True)["value"]
    assert chain.http("GET", "/partner") == (403, '{"message":"Forbidden"}')
    assert chain.http("GET", "/partner", x_api_key="guessed") == (403, '{"message":"Forbidden"}')
    assert chain.http("GET", "/partner", x_api_key=key) == (200, "for partners")


@pytest.fixture(scope="module")
def token(chain):
    """The ID token of a user who signed in."""
    users, pool = chain.client("cognito-idp"), chain.outputs["UserPoolId"]
    users.admin_create_user(UserPoolId=pool, Username="ann@example.com", MessageAction="SUPPRESS",
                            UserAttributes=[{"Name": "email", "Value": "ann@example.com"}])
    users.admin_set_user_password(UserPoolId=pool, Username="ann@example.com", Password=PASSWORD, Permanent=True)
    return users.initiate_auth(
        ClientId=chain.outputs["UserPoolClientId"], AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "ann@example.com", "PASSWORD": PASSWORD})["AuthenticationResult"]["IdToken"]


def test_a_private_endpoint_is_for_who_is_signed_in(chain, token):
    head, body, signature = token.split(".")
    refused = 401, '{"message":"Unauthorized"}'
    assert chain.http("GET", "/account") == refused
    assert chain.http("GET", "/account", authorization="guessed") == refused
    assert chain.http("GET", "/account", authorization=f"{head}.{body}.{signature[::-1]}") == refused
    assert chain.http("GET", "/account", authorization=token) == (200, "ann@example.com")


def test_a_row_becomes_an_event_becomes_a_call(chain):
    assert chain.http("POST", "/orders", {"sku": "row"})[0] == 201
    assert "order#row" in chain.noted("heard", lambda found: "order#row" in found)
    assert {text.split("#")[0] for text in chain.texts("heard")} == {"order"}  # and nothing else is heard


def test_a_dropped_file_becomes_a_page_that_a_browser_can_open(chain):
    chain.client("s3").put_object(Bucket=chain.outputs["ChainBucketName"], Key="may day.txt", Body="11 °C".encode())
    assert chain.noted("published", ["may day.txt.html"]) == ["may day.txt.html"]
    assert chain.ask("ChainWebsiteUrl", "/may%20day.txt.html") == (200, "<p>11 °C</p>")
    assert chain.ask("ChainWebsiteUrl", "/june.html")[0] == 403


def test_of_a_batch_only_what_fails_comes_again_and_ends_in_the_dead_letter_queue(chain):
    queue = chain.outputs["JobsQueueUrl"]
    chain.client("sqs").send_message_batch(QueueUrl=queue, Entries=[
        {"Id": str(at), "MessageBody": body} for at, body in enumerate(["one", "bad", "two"])])
    assert chain.noted("job", ["one", "two"]) == ["one", "two"]
    # a dead letter after five receipts, each half a minute (half a real second) after the one before
    assert eventually(lambda: chain.bodies("JobsQueueDlqUrl")) == ["bad"]
    assert chain.texts("bad job") == ["1", "2", "3", "4", "5"]
    assert chain.bodies("JobsQueueUrl") == []


def test_a_lambda_calls_the_other_lambdas_that_its_variables_name(chain):
    answer = chain.invoke("teller", {"word": "told", "numbers": [1, 2]})
    assert json.loads(answer["Payload"].read()) == 3  # what another lambda answered
    assert "told" in chain.noted("job", lambda found: "told" in found)
    assert chain.noted("news", ["told"]) == ["told"]
    assert chain.noted("paid", ["A-told"]) == ["A-told"]  # B-told does not match


def test_timers_of_a_minute_and_of_seconds_invoke_their_lambdas(chain):
    slow = chain.noted("slow", lambda found: len(found) >= 2)
    fast = chain.noted("fast", lambda found: len(found) >= 8)  # more than a minute of them
    assert len(slow) >= 2 and len(fast) >= 8 and len(fast) > len(chain.texts("slow"))


def test_a_call_that_nobody_waits_for_fails_three_times_and_ends_in_the_queue_of_failures(chain):
    assert chain.invoke("sum", {"numbers": [1, "x"]}, InvocationType="Event")["StatusCode"] == 202
    # A timer that rang while the stack was made, before the permission to call its lambda, is in that queue too.
    told, = map(json.loads, eventually(lambda: [text for text in chain.bodies("FailuresQueueUrl") if "requestContext" in text]))
    assert told["requestContext"]["condition"] == "RetriesExhausted"
    assert told["requestContext"]["approximateInvokeCount"] == 3
    assert (told["requestPayload"], told["responsePayload"]["errorType"]) == ({"numbers": [1, "x"]}, "TypeError")


def test_a_subscription_carries_a_log_to_a_lambda(chain):
    lambdas, logs = chain.client("lambda"), chain.client("logs")
    of_sum, listener = (lambdas.get_function_configuration(FunctionName=f"chain-local-{name}")
                        for name in ("sum", "listener"))
    lambdas.add_permission(FunctionName="chain-local-listener", StatementId="logs", Action="lambda:InvokeFunction",
                           Principal="logs.amazonaws.com")
    logs.put_subscription_filter(logGroupName=of_sum["LoggingConfig"]["LogGroup"], filterName="adding",
                                 filterPattern="adding", destinationArn=listener["FunctionArn"])
    chain.invoke("sum", {"numbers": [40, 2]})
    assert chain.noted("log", ["adding [40, 2]"]) == ["adding [40, 2]"]


def test_a_second_deploy_changes_nothing(chain):
    told = deploy(chain.folder)
    assert "0 of 15 lambdas uploaded, 15 unchanged\nchain-local: nothing to change\n" in told
    assert json.loads((chain.folder / "build/local/stack.json").read_text())["outputs"] == chain.outputs
