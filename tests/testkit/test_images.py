"""The tests of a lambda that is an image: its packages are those of .venv."""
import pytest

from testkit import failure
from tests.fixtures.cases import cases

pytestmark = pytest.mark.usefixtures("own_folder")


@cases("is_image, requirements, hint", [
    (True, True, ".venv/bin/python -m pip install -r lambdas/a/requirements.txt"),
    (True, False, ".venv/bin/python -m pip install what its Dockerfile installs"),
    (False, True, None),
])
def test_a_missing_package_of_an_image_has_a_hint(own_folder, is_image, requirements, hint):
    folder = own_folder / "lambdas/a"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "requirements.txt").unlink(missing_ok=True)
    if requirements:
        (folder / "requirements.txt").write_text("numpy\n", encoding="utf-8")
    fn = {"name": "a", "path": "lambdas/a/index.py", "infra": {"image": True} if is_image else {}}
    with pytest.raises(ModuleNotFoundError) as raised, failure.advice_for_images(fn):
        import package_of_an_image  # noqa: F401
    notes = getattr(raised.value, "__notes__", [])
    assert [note.rpartition("hint: ")[2] for note in notes] == ([hint] if hint else [])
