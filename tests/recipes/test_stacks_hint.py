"""The hint of an app that is too large for one stack."""
from kit import names
from recipes import limits, nesting, template
from tests.fixtures.golden_apps import many
from tests.update_golden import golden_app


def test_outputs_of_lambdas_do_not_keep_an_app_from_several_stacks():
    infra = golden_app("queue")["lambdas"]["orders-refund"]["infra"]
    app = many(101, queue=infra["queue"])
    whole = template.template(app)
    assert len(whole["Outputs"]) > limits.MOST["Outputs"]
    hints = {problem.hint for problem in limits.size_problems(app, whole, limits.split(app, whole, template.owners(app)))}
    assert hints == {"write `stacks: 2` in app.yaml (docs/large-apps.md)"}


def test_the_hint_splits_a_large_app_only_into_numbers_of_stacks_that_have_room_for_its_resources(monkeypatch):
    children, counts = nesting.children, []

    def counted(app, *arguments):
        counts.append(names.stack_count(app))
        return children(app, *arguments)
    monkeypatch.setattr(nesting, "children", counted)
    app = many(400)
    assert limits.stacks_hint(app, template.template(app)) == "write `stacks: 7` in app.yaml (docs/large-apps.md)"
    assert counts == [7]
