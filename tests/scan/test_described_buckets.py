"""The buckets of app.yaml in the app model; those that no code names."""
import pytest

from kit.problems import Problems
from scan.scanning import scan

INDEX = '"""Keeps.\n\ninfra: {}\n"""\nimport os\n\nBUCKET = os.environ["DEMO_%s"]\n\n\ndef handler(event, context):\n    return BUCKET\n'


@pytest.fixture
def scanned(own_folder):
    """scanned(settings, "BUCKET"): the app model of app.yaml's text and a lambda that reads the variable DEMO_BUCKET."""
    (own_folder / "lambdas" / "keep").mkdir(parents=True)

    def run(settings, variable):
        (own_folder / "app.yaml").write_text(f"name: demo\n{settings}")
        (own_folder / "lambdas" / "keep" / "index.py").write_text(INDEX % variable)
        return scan(None, "app.yaml", {}, {})
    return run


def test_the_model_has_the_settings_of_a_described_bucket_only(scanned):
    state = scanned("buckets:\n  demo-photos:\n    versioning: false\n", "PHOTOS_BUCKET")["state"]["bucket"]
    assert state["demo-photos"]["settings"]["versioning"] is False
    assert scanned("", "PHOTOS_BUCKET")["state"]["bucket"] == {"demo-photos": {}}


@pytest.mark.parametrize("name, variable, hint", [
    ("demo-foto", "PHOTO_BUCKET", "did you mean 'demo-photo'?"),
    ("demo-archive", "BUCKET", 'os.environ["DEMO_ARCHIVE_BUCKET"] in the code of a lambda names it'),
    ("demo", "TABLE", 'os.environ["DEMO_BUCKET"] in the code of a lambda names it'),
])
def test_a_bucket_that_no_code_names_is_a_problem_with_its_line(scanned, name, variable, hint):
    with pytest.raises(Problems) as raised:
        scanned(f"buckets:\n  {name}:\n    versioning: false\n", variable)
    assert str(raised.value) == (f"app.yaml:3: buckets.{name}: no lambda names this bucket, so it is not created\n"
                                 f"  hint: {hint}")
