"""The pages made from the tools say what the tools do, and every link of the docs leads somewhere."""
import re

import document_words
import recipes
from tests.fixtures.cases import cases
from tests.fixtures.paths import APP, EXAMPLE, README, ROOT

PAGES = sorted([*(ROOT / "docs").glob("*.md"), *README])


def test_the_reference_of_the_words_is_generated_from_their_schemas(tmp_path):
    document_words.main([str(tmp_path)])
    for name in ("infra.md", "infra.schema.json"):
        assert (ROOT / "docs" / name).read_text() == (tmp_path / name).read_text(), "make docs"


def test_every_word_and_field_is_on_the_page():
    page = document_words.reference(recipes.INFRA["properties"])
    for word, module in recipes.WORDS.items():
        assert f"\n## {word}\n" in page
        for field in module.SCHEMA.get("properties", {}):
            assert f"| `{field}` |" in page


@cases("page", PAGES)
def test_a_link_leads_to_a_file_and_a_heading_that_are_there(page):
    for target, _, heading in re.findall(r"\]\((?!https?:)([^)#]*)(#([^)]+))?\)", page.read_text()):
        path = (page.parent / target) if target else page
        if target.split("/")[0] in APP and page in README:
            path = EXAMPLE / target
        assert path.exists(), f"{page.name} links to {target}"
        if heading:
            headings = [re.sub(r"[^\w\- ]", "", line.lstrip("# ")).lower().replace(" ", "-")
                        for line in path.read_text().splitlines() if line.startswith("#")]
            assert heading in headings, f"{page.name} links to {target}#{heading}"
