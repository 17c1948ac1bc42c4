"""The command solve_file as another program meets it: what is on stdout, stderr and in the exit."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def run(path: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "solve_file", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_one_json_object_is_printed_also_for_an_infeasible_problem(tmp_path):
    path = tmp_path / "problem.json"
    sections = [{"id": "甲", "people": 3}, {"id": "乙", "people": 2}]
    path.write_text(json.dumps({"sections": sections, "rules": {"count": 3}}), encoding="utf-8")
    done = run(path)
    assert done.returncode == 0
    assert done.stderr == ""
    assert json.loads(done.stdout)["status"] == "infeasible"


@pytest.mark.slow
@pytest.mark.parametrize("content", [b"{", b"\xff\xfe\x00", b'{"sections": 1}', None])
def test_bad_input_ends_with_two_and_one_line_on_stderr(tmp_path, content):
    path = tmp_path / "problem.json"
    if content is not None:
        path.write_bytes(content)
    done = run(path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr
