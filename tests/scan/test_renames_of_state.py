"""What infra blocks call by the app's old name is told together with the variables, and with the name that is right."""
import pytest

from tests.scan.test_renames import app  # noqa: F401  (a fixture)

INDEX = "{indexes: [{name: day, type: S, table: %s}]}"
EVENT = "{events: [{name: put, source: {type: bucket, name: %s}}]}"


def test_the_names_in_infra_blocks_are_listed_apart_from_the_variables(app):
    many = {f"l{at}": ("{}", f"SHORTY_N{at}_TABLE") for at in range(8)}
    problem, = app(**many, rows=(INDEX % "shorty", "SHORTY_TABLE"), sums=(EVENT % "shorty-in", "SHORTY_BUS"))
    assert "and 4 more; in infra blocks `table: brief` at lambdas/rows/index.py:3, " \
        "`name: brief-in` at lambdas/sums/index.py:3. Change the code" in problem.hint


@pytest.mark.parametrize("infra, variable, hint", [
    (INDEX % "shorty", "BRIEF_TABLE", "`table: brief` is BRIEF_TABLE, `table: brief-shorty` is BRIEF_SHORTY_TABLE"),
    (EVENT % "shorty", "BRIEF_TABLE", "`name: brief` is BRIEF_BUCKET, `name: brief-shorty` is BRIEF_SHORTY_BUCKET"),
    (INDEX % "shorty-old", "BRIEF_TABLE",
     "`table: brief-old` is BRIEF_OLD_TABLE, `table: brief-shorty-old` is BRIEF_SHORTY_OLD_TABLE"),
    (INDEX % "orders", "BRIEF_ORDERS_TABLE", "did you mean 'brief-orders'?"),
])
def test_the_hint_has_the_names_that_the_app_may_use(app, infra, variable, hint):
    problem, = app(hello=(infra, variable))
    assert problem.message.endswith("is not the app's")
    assert problem.hint == hint
