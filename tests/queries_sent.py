"""Which queries of the product the tests send to a database, and which PostgreSQL is never sent.

``make test`` runs the tests marked ``both_databases`` on PostgreSQL and all of them on SQLite. Each
run records its queries; ``python -m tests.queries_sent SQLITE POSTGRES`` compares the two.
"""

import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Queries = dict[str, str]
"""A query (sent from where, doing what to which tables, in which shape) and a test that sends it."""

ROOT = str(Path(__file__).resolve().parents[1])
TESTS = os.path.join(ROOT, "tests") + os.sep
PRODUCT = tuple(
    os.path.join(ROOT, app) + os.sep
    for app in ("bigsection", "departments", "mergers", "assessments", "operations")
)
OF_ITS_OWN = ("departments/importing/bulk.py", "departments/search_index.py")
"""Write their SQL for each database on its own, so nothing there can be the same on both."""

VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE")
SHAPES = ("UNION", "GROUP BY", "DISTINCT", "LIKE", "EXISTS", "COUNT(", "OVER (")
TABLE = re.compile(r'(?:FROM|JOIN|INTO|UPDATE)\s+"(\w+)"')

sent: Queries = {}


def record(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Note a query on its way to the database: an ``execute_wrapper`` of Django."""
    verb = sql.lstrip("( ").partition(" ")[0]
    if verb in VERBS and (origin := _origin()):
        test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]
        sent.setdefault(f"{origin} {described(verb, sql)}", test)
    return execute(sql, params, many, context)


def described(verb: str, sql: str) -> str:
    """What a statement is made of, in words that are the same for both databases."""
    tables = ",".join(sorted(set(TABLE.findall(sql))))
    alike = sql.replace("UPPER(", "LIKE ")  # PostgreSQL's way of not looking at the case
    return " ".join([verb, tables, *(shape for shape in SHAPES if shape in alike)])


def _origin() -> str | None:
    """``file:line`` of the product's innermost call; None for a query of a test's own."""
    frame = sys._getframe(2)
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(PRODUCT) and f"{os.sep}migrations{os.sep}" not in file:
            return f"{file[len(ROOT) + 1 :]}:{frame.f_lineno}"
        if file.startswith(TESTS):
            return None
        frame = frame.f_back
    return None


def start() -> None:
    """Record from now on, on every connection of this process."""
    from django.db.backends.signals import connection_created

    def listen(connection: Any, **_: Any) -> None:
        if record not in connection.execute_wrappers:
            connection.execute_wrappers.append(record)

    connection_created.connect(listen, weak=False)


def write(folder: Path) -> None:
    """Keep what was recorded as a file of this process."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{os.getpid()}.json").write_text(json.dumps(sent, ensure_ascii=False), "utf-8")


def read(folder: Path) -> Queries:
    """What the processes of one run kept."""
    found: Queries = {}
    for file in sorted(folder.glob("*.json")):
        found |= json.loads(file.read_text("utf-8"))
    return found


def never_sent(sqlite: Queries, postgres: Queries) -> Queries:
    """The queries of the first that the second lacks."""
    return {
        query: test
        for query, test in sqlite.items()
        if query not in postgres and not query.startswith(OF_ITS_OWN)
    }


if __name__ == "__main__":
    missing = never_sent(*(read(Path(folder)) for folder in sys.argv[1:]))
    for query, test in sorted(missing.items()):
        sys.stderr.write(f"{query}\n    {test}\n")
    if missing:
        sys.exit(
            f"\n{len(missing)} queries were never sent to PostgreSQL. Mark a test that sends "
            "each, such as the one below it, with @pytest.mark.both_databases."
        )
