"""Imports 100,000 people x 20 columns, beside python-calamine alone and django-import-export.

Run from the project's root: python benchmarks/large_import.py (peers: benchmarks/requirements.txt).
SQLite, then a throwaway PostgreSQL where its programs are installed; each in a process of its own.
The file is imported twice; memory is that of both imports.
"""

import os
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from departments.models import Region

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

MANY, SOME = 100_000, 10_000


def prepare() -> None:
    """Django on the freshly migrated database that DATABASE_URL names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bigsection.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def calamine(path: Path) -> tuple[float, float]:
    """Seconds that python-calamine needs for the file and nothing else, and of processor time."""
    from python_calamine import CalamineWorkbook

    start, processor_start = time.perf_counter(), time.process_time()
    CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    return time.perf_counter() - start, time.process_time() - processor_start


def ours(path: Path, turns: int = 1) -> list[tuple[dict[str, float], float]]:
    """Seconds of each phase of an import, committed, with its review and its journal for undoing,
    and of processor time; again and again into one region: only the first turn finds work to do.
    """
    from departments import importing
    from departments.models import Region

    region = Region.objects.create(code=f"99{path.stat().st_size % 10000:04}", name=path.stem)
    spent = []
    for _ in range(turns):
        start = busy()
        with importing.collector_paused():  # as in the product
            phases = phases_of(path, region)
        spent.append((phases, busy() - start))
    return spent


def phases_of(path: Path, region: "Region") -> dict[str, float]:
    """The phases one by one."""
    from django.db import transaction
    from django.utils import timezone

    from departments import importing
    from departments.actions.import_runs import take

    marks = [time.perf_counter()]
    reading = importing.read(path, path.name, keep=True)  # as of an upload
    marks.append(time.perf_counter())
    with transaction.atomic():
        comparison = importing.compare(reading, region)
        marks.append(time.perf_counter())
        importing.review_of(reading, comparison)
        importing.mark_of(comparison)
        marks.append(time.perf_counter())
        take(comparison, reading, region, subject=region, by=None, at=timezone.now()).pack()
    marks.append(time.perf_counter())
    phases = ("read and check", "diff", "review and mark", "write and journal")
    return {name: b - a for name, a, b in zip(phases, marks, marks[1:], strict=False)}


class Watch(threading.Thread):
    """Looks at the resident memory of the reader's processes (pages they share counted in part) and
    of them and this process together, in MiB.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.reader = self.together = 0
        self.start()

    def run(self) -> None:
        """Look five times a second: a look takes some milliseconds itself."""
        while True:
            time.sleep(0.2)
            reader = sum(map(resident, descendants(os.getpid())))
            self.reader = max(self.reader, reader)
            self.together = max(self.together, reader + resident(os.getpid()))

    def __str__(self) -> str:
        main = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        return f"main process {main}, reader {self.reader}, both {max(main, self.together)} MiB"


def busy() -> float:
    """Seconds of processor time so far: of this process, the fork server and the readers it had."""
    return time.process_time() + sum(map(processor, descendants(os.getpid())))


def resident(pid: int) -> int:
    """MiB of resident memory of a process, 0 when it has ended."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"^Pss: +(\d+) kB", told, re.M)
    return int(found[1]) // 1024 if found else 0


def processor(pid: int) -> float:
    """Seconds of processor time of a process and of those it waited for, 0 when it has ended."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(map(int, told[11:15])) / os.sysconf("SC_CLK_TCK")


def descendants(pid: int) -> list[int]:
    """The processes below one."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [below for child in map(int, children) for below in (child, *descendants(child))]


def peer(path: Path) -> float:
    """Seconds of django-import-export for the same people: preview, then write, in bulk."""
    import tablib
    from import_export import fields, resources, widgets
    from python_calamine import CalamineWorkbook

    from departments.models import Department, Region, StaffMember

    class StaffResource(resources.ModelResource):
        department = fields.Field(
            column_name="部门名称*",
            attribute="department",
            widget=widgets.ForeignKeyWidget(Department, "name"),
        )
        name = fields.Field(column_name="姓名*", attribute="name")
        id_number = fields.Field(column_name="身份证号", attribute="id_number")
        birth_date = fields.Field(column_name="出生日期", attribute="birth_date")
        rank = fields.Field(column_name="职级", attribute="rank")

        class Meta:
            model = StaffMember
            fields = ("department", "name", "id_number", "birth_date", "rank")
            import_id_fields = ("id_number",)
            use_bulk = True

    start = time.perf_counter()
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    region = Region.objects.create(code="990009", name="peer")
    place = rows[0].index("部门名称*")
    names = dict.fromkeys(row[place] for row in rows[1:])
    Department.objects.bulk_create(Department(region=region, name=f"peer {n}") for n in names)
    for row in rows[1:]:
        row[place] = f"peer {row[place]}"
    wanted = ("部门名称*", "姓名*", "身份证号", "出生日期", "职级")
    picked = [[row[rows[0].index(column)] for column in wanted] for row in rows[1:]]
    data = tablib.Dataset(*picked, headers=wanted)
    resource = StaffResource()
    resource.import_data(data, dry_run=True)
    resource.import_data(data, dry_run=False)
    return time.perf_counter() - start


def measure(kind: str, folder: Path) -> None:
    """Everything on one database; the peer only on SQLite."""
    prepare()
    large, small = folder / "large.xlsx", folder / "small.xlsx"
    command = [sys.executable, __file__, "calamine", str(large)]  # its memory is not ours
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    alone, alone_work = map(float, told.split())
    watch = Watch()
    (first, work), (again, again_work) = ours(large, turns=2)
    print(f"{kind}: {MANY:,} people, python-calamine alone {alone:.2f} s; the same file again")
    for name, seconds in first.items():
        print(f"  {name:<20}{seconds:7.2f} s {again[name]:7.2f} s")
    whole, unchanged = sum(first.values()), sum(again.values())
    dry = whole - first["write and journal"]
    print(
        f"  whole import        {whole:7.2f} s {unchanged:7.2f} s\n"
        f"  times calamine      {whole / alone:7.1f}   {unchanged / alone:7.1f}"
        f"    (without writing {dry / alone:.1f})\n"
        f"  in processor time   {work / alone_work:7.1f}   {again_work / alone_work:7.1f}"
        f"    (of the database's server none)\n  peak memory: {watch}"
    )
    if kind == "SQLite":
        mine = sum(ours(small)[0][0].values())
        if find_spec("import_export") is None:
            print(f"  {SOME:,} people: ours {mine:.2f} s, django-import-export is not installed")
            return
        theirs = peer(small)
        print(
            f"  {SOME:,} people: ours {mine:.2f} s, django-import-export {theirs:.2f} s"
            f"  ({theirs / mine:.0f} times ours)"
        )


def main() -> None:
    """Write the rosters, then measure on each database in a process of its own."""
    from benchmarks.workbook_read import write_roster
    from bigsection.launch.messages import SetupError
    from bigsection.launch.postgres import throwaway_server

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_roster(folder / "large.xlsx", MANY)
        write_roster(folder / "small.xlsx", SOME)

        def run(kind: str, url: str) -> None:
            command = [sys.executable, __file__, kind, name]
            place = {"DATABASE_URL": url, "DATA_DIR": f"{name}/{kind}"}
            subprocess.run(command, check=True, env=os.environ | place)

        run("SQLite", f"sqlite:///{name}/bench.sqlite3")
        try:
            with throwaway_server() as url:
                run("PostgreSQL", url)
        except SetupError as reason:
            print(f"PostgreSQL not measured: {reason}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["calamine"]:
        print(*min(calamine(Path(sys.argv[2])) for _ in range(3)))
    elif len(sys.argv) == 3:
        measure(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
