"""The record of replays, if its file was changed by hand."""
from pathlib import Path

import pytest

from incidents.journal import Journal, alone
from kit.problems import Problems
from tests.fixtures.cases import cases


@cases("text", ["", '{"a":', "[]", "5", '{"a": 1}', '{"a": {}}', '{"a": {"at": "soon"}}', '{"a": {"at": null}}', "\0"])
def test_another_file_is_a_mistake_whose_hint_names_what_is_lost(text, own_folder):
    Path("build/local").mkdir(parents=True, exist_ok=True)
    Path("build/local/replays.json").write_text(text)
    with pytest.raises(Problems, match="replays.json: is not what a replay has written\n  hint: `rm .* may arrive twice"):
        Journal("local")


def test_one_replay_of_a_stage_runs_at_a_time(own_folder):
    refusal = pytest.raises(Problems, match="another `make replay` of stage local runs\n  hint: run it again")
    with alone("local"), alone("dev"), refusal, alone("local"):
        pass
    with alone("local"):
        pass
