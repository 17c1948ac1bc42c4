"""The command line of the launcher, on machines that lack what it needs."""

import ast
import runpy
import subprocess
import sys

import pytest

from bigsection.launch import commands
from bigsection.launch.messages import SetupError
from bigsection.launch.project import ROOT

MAIN = ROOT / "bigsection" / "launch" / "__main__.py"


def test_an_old_python_is_told_what_to_do(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer is needed, this is 3\.9"):
        runpy.run_path(str(MAIN), run_name="__main__")


def test_an_old_python_can_read_the_file_that_tells_it():
    ast.parse(MAIN.read_text("utf-8"), feature_version=(3, 7))


def test_it_needs_nothing_but_python_itself():
    source = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); import bigsection.launch.commands as c;"
        "print(sorted(c.COMMANDS))"
    )
    bare = [sys.executable, "-I", "-S", "-c", source]
    done = subprocess.run(bare, capture_output=True, text=True)
    assert "run" in done.stdout, done.stderr


@pytest.mark.parametrize("arguments", [[], ["start"]])
def test_an_unknown_command_shows_the_known_ones(capsys, arguments):
    assert commands.main(arguments) == 2
    assert "run|setup" in capsys.readouterr().out


def test_a_refusal_is_one_line_and_an_exit_code(capsys, monkeypatch):
    def refuse() -> int:
        raise SetupError("port 8000 is in use")

    monkeypatch.setitem(commands.COMMANDS, "run", refuse)
    assert commands.main(["run"]) == 1
    assert capsys.readouterr().out == "✗ port 8000 is in use\n"
