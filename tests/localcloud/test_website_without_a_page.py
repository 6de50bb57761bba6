"""What a person sees at an address of a website that has no page: what is missing, and what to do."""
import pytest

from localcloud.moto import state
from tests.fixtures.websites import DENIED, REGION, ask

pytest_plugins = ["tests.fixtures.websites"]

HTML = "text/html,*/*"


@pytest.fixture
def folder(own_folder):
    """The project's folder, which is the current one."""
    return own_folder


def page(distribution, path="/"):
    """The text of an answer to a browser."""
    return ask(distribution, path, accept=HTML)[2].decode()


def test_make_site_is_the_advice_where_it_would_help(bare_website, folder):
    assert "dir=FOLDER</code> publishes a folder here" in page(bare_website)
    (folder / "site").mkdir()
    assert "<code>site/index.html</code> does not exist either. Write it, then <code>make site dir=site" in page(bare_website)
    (folder / "site/index.html").write_text("home")
    assert "dir=site</code> publishes the folder <code>site/</code> here" in page(bare_website)


def test_only_a_browser_gets_the_page_about_a_folder_without_a_page(bare_website, folder):
    client = state.client("s3", REGION)
    client.put_object(Bucket="bare-site", Key="index.html", Body=b"home", ContentType="text/html")
    (folder / "site").mkdir()
    assert "<h1>This website has no docs/index.html yet</h1>" in page(bare_website, "/docs/")
    assert "<code>site/docs/index.html</code> does not exist either" in page(bare_website, "/docs/")
    assert ask(bare_website, "/docs/", accept="application/json")[::2] == (403, DENIED)
    assert page(bare_website, "/docs").encode() == DENIED
    assert "<script" not in page(bare_website, "/<script>/")
    client.put_object(Bucket="bare-site", Key="docs/", Body=b"docs", ContentType="text/html")
    assert page(bare_website, "/docs/") == "docs"


def test_a_website_without_an_index_says_how_it_gets_one(bare_website):
    status, headers, payload = ask(bare_website)
    assert (status, headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert b"This website has no index.html yet" in payload and b"make site dir=" in payload
    assert ask(bare_website, "/docs/", accept="text/html,*/*")[2] == payload
    assert ask(bare_website, "/data.json")[2] == b"{}"


def test_a_program_and_a_website_with_an_index_still_get_s3s_error(bare_website, shop_website):
    assert ask(bare_website, "/more.json", accept="application/json")[::2] == (403, DENIED)
    assert ask(shop_website, "/nowhere", accept="text/html")[::2] == (403, DENIED)
    state.client("s3", REGION).put_object(Bucket="bare-site", Key="index.html", Body=b"home", ContentType="text/html")
    assert ask(bare_website)[::2] == (200, b"home")
    assert ask(bare_website, "/nowhere", accept="text/html")[::2] == (403, DENIED)


def test_a_website_that_may_not_read_its_bucket_is_no_empty_one(bare_website):
    state.client("s3", REGION).delete_bucket_policy(Bucket="bare-site")
    assert ask(bare_website)[::2] == (403, DENIED)
