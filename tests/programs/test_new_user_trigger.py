"""`make new-lambda trigger=users`: one for the user pool's pre-sign-up, and a hint for the others."""
import pytest

import new_lambda
from kit.problems import Problems
from tests.fixtures.paths import ROOT


def test_the_second_is_refused_with_what_to_do(own_folder):
    (own_folder / "app.yaml").write_text("name: demo\n")
    options = ["lambdas", "--trigger", "users", "--template", str(ROOT / "cookiecutter-lambda")]
    new_lambda.main([*options, "--name", "admit"])
    with pytest.raises(Problems) as raised:
        new_lambda.main([*options, "--name", "welcome"])
    assert str(raised.value) == ("lambdas/admit/index.py is the lambda for pre-sign-up\n"
                                 "  hint: make one with trigger=none, and write `users: post-confirmation` in it, or `users: "
                                 "{trigger: pre-sign-up, pool: staff}` of another pool")
    assert not (own_folder / "lambdas" / "welcome").exists()
