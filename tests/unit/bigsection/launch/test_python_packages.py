"""The virtual environment: kept while it works, refused in one line where it cannot be made."""

import importlib.util
import sys
from pathlib import Path

import pytest

from bigsection.launch import project, python_packages
from bigsection.launch.messages import SetupError


@pytest.fixture
def venv(tmp_path, monkeypatch) -> Path:
    """The place of a virtual environment that is not there yet."""
    place = tmp_path / ".venv"
    monkeypatch.setattr(python_packages, "VENV", place)
    monkeypatch.setattr(python_packages, "PYTHON", place / "bin" / "python")
    monkeypatch.setattr(project, "LOG", tmp_path / "setup.log")
    return place


def test_without_ensurepip_the_debian_package_is_named(venv, monkeypatch):
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "ensurepip" else find_spec(name)
    )
    with pytest.raises(SetupError, match=r"apt-get install python3\.\d+-venv$") as refusal:
        python_packages.virtual_environment().work()
    assert "\n" not in str(refusal.value)
    assert not venv.exists()


@pytest.mark.slow
def test_a_half_made_environment_is_made_anew_and_a_working_one_is_kept(venv):
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(sys.executable + "-that-was-removed")
    step = python_packages.virtual_environment()
    step.work()
    (venv / "witness").touch()
    step.work()
    assert (venv / "witness").exists()
    assert (venv / "bin" / "python").exists()


def test_changed_requirements_are_installed_again(tmp_path, venv):
    listed = tmp_path / "requirements.txt"
    listed.write_text("Django==5.2.19\n")
    (stamp,) = python_packages.packages("packages", listed).stamps
    stamp.write()
    assert stamp.is_current()
    listed.write_text("Django==5.2.20\n")
    assert not stamp.is_current()


def test_an_included_list_counts_as_well(tmp_path, venv):
    listed, included = tmp_path / "requirements-dev.txt", tmp_path / "requirements.txt"
    listed.write_text("-r requirements.txt\n")
    included.write_text("Django==5.2.19\n")
    (stamp,) = python_packages.packages("packages", listed, included).stamps
    stamp.write()
    included.write_text("Django==5.2.20\n")
    assert not stamp.is_current()
