"""What `make check` says without a finding: readers of a stream, authorizers without an endpoint."""

from checks import notes
from tests.fixtures.cases import cases
from tests.fixtures.recipe_apps import app_of, lambda_


@cases("readers, has_events, text", [
    (1, True, None), (2, False, None),
    (2, True, "the stream of the table demo has 3 readers, one of them for the table's events (without: `tables: {demo: "
              "{stream: false}}`): DynamoDB may throttle more than 2"),
    (3, False, "the stream of the table demo has 3 readers: DynamoDB may throttle more than 2")])
def test_more_than_two_readers_of_a_stream_are_a_note(readers, has_events, text):
    app = app_of(*(lambda_(name, stream={"table": "demo"}) for name in "abc"[:readers]))
    app = {**app, "state": {**app["state"], "table": {"demo": {} if has_events else {"settings": {"stream": False}}}}}
    assert [note.split(": ", 1)[1] for note in notes.notes(app)] == ([text] if text else [])


def test_an_authorizer_that_no_endpoint_names_is_a_note():
    guard, public = lambda_("guard", authorizer={}), lambda_("open", endpoint={"api": "public", "method": "GET", "path": "/"})
    custom = lambda_("open", endpoint={"api": "custom", "authorizer": "guard", "method": "GET", "path": "/"})
    assert [note.split(": ", 1)[1] for note in notes.notes(app_of(guard, public))] == [
        "no endpoint names the authorizer guard yet: `endpoint: {api: custom, authorizer: guard, ...}`"]
    assert not [*notes.notes(app_of(guard, custom))]
