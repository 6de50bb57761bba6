"""What a person sees at an address of a website that has no page: what is missing, and what to do."""
import pytest

from localcloud.moto import state
from tests.localcloud.test_website import DENIED, REGION, ask, empty, moto  # noqa: F401  (fixtures)

HTML = "text/html,*/*"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The project's folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def page(distribution, path="/"):
    """The text of an answer to a browser."""
    return ask(distribution, path, accept=HTML)[2].decode()


def test_make_site_is_the_advice_where_it_would_help(empty, folder):
    assert "dir=FOLDER</code> publishes a folder here" in page(empty)
    (folder / "site").mkdir()
    assert "<code>site/index.html</code> does not exist either. Write it, then <code>make site dir=site" in page(empty)
    (folder / "site/index.html").write_text("home")
    assert "dir=site</code> publishes the folder <code>site/</code> here" in page(empty)


def test_a_folder_without_a_page_is_told_to_a_browser_only(empty, folder):
    client = state.client("s3", REGION)
    client.put_object(Bucket="bare-site", Key="index.html", Body=b"home", ContentType="text/html")
    (folder / "site").mkdir()
    assert "<h1>This website has no docs/index.html yet</h1>" in page(empty, "/docs/")
    assert "<code>site/docs/index.html</code> does not exist either" in page(empty, "/docs/")
    assert ask(empty, "/docs/", accept="application/json")[::2] == (403, DENIED)
    assert page(empty, "/docs").encode() == DENIED
    assert "<script" not in page(empty, "/<script>/")
    client.put_object(Bucket="bare-site", Key="docs/", Body=b"docs", ContentType="text/html")
    assert page(empty, "/docs/") == "docs"
