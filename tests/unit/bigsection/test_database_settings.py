"""What a connection asks of the database, by DATABASE_URL and PGBOUNCER."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest

ROOT = Path(__file__).parents[3]
READ = """
import json
from bigsection.settings import DATABASES
print(json.dumps(DATABASES["default"]))
"""


def database_of(folder: Path, **environment: str) -> dict[str, Any]:
    """The settings of the database as a fresh process reads them."""
    given = {**os.environ, "DATA_DIR": str(folder), "SECRET_KEY": "x", **environment}
    command = [sys.executable, "-c", READ]
    done = subprocess.run(command, env=given, cwd=ROOT, capture_output=True, text=True, check=True)
    return cast(dict[str, Any], json.loads(done.stdout))


@pytest.mark.slow
def test_postgresql_compiles_nothing_and_what_the_address_says_holds(tmp_path: Path) -> None:
    url = "postgres://a:b@host/name?options=-c%20statement_timeout%3D9000"
    direct = database_of(tmp_path, DATABASE_URL=url)
    words = direct["OPTIONS"]["options"]
    assert words.startswith("-c jit=off -c lock_timeout=20000 ")
    assert words.endswith(" -c statement_timeout=9000")
    assert direct["CONN_HEALTH_CHECKS"]
    assert direct["CONN_MAX_AGE"] == 60
    assert not direct["DISABLE_SERVER_SIDE_CURSORS"]
    pooled = database_of(tmp_path, DATABASE_URL=url, PGBOUNCER="1")
    assert pooled["OPTIONS"]["options"] == "-c statement_timeout=9000"
    assert pooled["DISABLE_SERVER_SIDE_CURSORS"]
