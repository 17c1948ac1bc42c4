"""Steps: one progress line each, nothing done twice, no stamp for a failure."""

import pytest

from bigsection.launch.messages import SetupError
from bigsection.launch.stamps import Stamp
from bigsection.launch.steps import Step, run_steps


@pytest.fixture
def stamp(tmp_path):
    return Stamp(tmp_path / ".stamp", ())


def test_every_step_says_its_number_its_label_and_its_time(capsys):
    run_steps([Step("first", lambda: None), Step("second", lambda: None)])
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["[1/2] first … 0.0 s", "[2/2] second … 0.0 s"]


def test_what_a_step_has_to_tell_follows_its_line(capsys):
    run_steps([Step("sample", lambda: "18 → 10")])
    assert capsys.readouterr().out.splitlines()[1] == "18 → 10"


def test_a_current_step_is_passed_over(capsys, stamp):
    done = []
    step = Step("build", lambda: done.append("built"), (stamp,))
    run_steps([step])
    run_steps([step])
    assert done == ["built"]
    assert "up to date" in capsys.readouterr().out


def test_a_failed_step_is_tried_again_next_time(stamp):
    def fail() -> None:
        raise SetupError("no network")

    with pytest.raises(SetupError, match="no network"):
        run_steps([Step("build", fail, (stamp,))])
    assert not stamp.is_current()


def test_steps_after_a_failure_are_not_begun():
    begun = []

    def fail() -> None:
        raise SetupError("no network")

    with pytest.raises(SetupError):
        run_steps([Step("first", fail), Step("second", lambda: begun.append(2))])
    assert begun == []
