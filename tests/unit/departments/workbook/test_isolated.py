"""A file that takes too much ends the process that reads it, and nothing else."""

import io
import multiprocessing
import pickle
import signal
from typing import cast

import pytest
from python_calamine import CalamineWorkbook

from departments.workbook import isolated
from departments.workbook.errors import WorkbookError
from departments.workbook.isolated import Bounds, run
from departments.workbook.packed import packed, unpacked
from departments.workbook.records import Reading
from tests.unit.departments.workbook.test_bad_files import FAR, with_sheet_xml

ROOMY = Bounds(memory_mb=1024, seconds=60)


def calamine_alone(data: bytes) -> int:
    """What a reader without any check does with a lone cell in the far corner: 400 GB."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return len(workbook.get_sheet_by_index(0).to_python(skip_empty_area=False))


def refusal(function: str, *args: object, bounds: Bounds = ROOMY) -> WorkbookError:
    with pytest.raises(WorkbookError) as caught:
        run(function, *args, bounds=bounds)
    assert multiprocessing.active_children() == []
    return caught.value


def test_what_the_function_returns_and_refuses_comes_back() -> None:
    assert run("builtins:sorted", "cab", bounds=ROOMY) == ["a", "b", "c"]
    error = refusal("departments.workbook.reading:read_workbook", b"%PDF-1.7", "a.xlsx")
    assert error.code == "wrong_type"


@pytest.mark.parametrize("spelling", ["single quotes", "a prefix"])
def test_the_small_file_that_swells_is_refused_by_its_cells(spelling: str) -> None:
    data = with_sheet_xml(FAR[spelling].encode())
    error = refusal("departments.workbook.reading:read_workbook", data, "a.xlsx")
    assert error.code == "too_many_rows"


def test_a_reader_that_aborts_for_want_of_memory_takes_nothing_along() -> None:
    data = with_sheet_xml(FAR["single quotes"].encode())
    error = refusal(f"{__name__}:calamine_alone", data)
    assert error.code == "too_big"
    assert "1024 MB" in error.message


@pytest.mark.parametrize(("function", "size"), [("builtins:bytearray", 2**31), ("os:_exit", 1)])
def test_too_much_memory_and_a_sudden_end_are_said_in_words(function: str, size: int) -> None:
    assert refusal(function, size).code == "too_big"


def test_a_process_that_is_killed_from_outside_is_not_called_slow() -> None:
    assert refusal("signal:raise_signal", signal.SIGKILL).code == "interrupted"


def test_work_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "SECONDS_BETWEEN_LOOKS", 0)
    assert refusal("time:sleep", 3600, bounds=Bounds(1024, seconds=0)).code == "too_slow"


def test_whoever_waits_may_end_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "SECONDS_BETWEEN_LOOKS", 0)

    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        run("time:sleep", 3600, bounds=ROOMY, waiting=stop)
    assert multiprocessing.active_children() == []


class Call:
    """Pickled, it is a call of ``sorted`` where it is unpickled."""

    def __reduce__(self) -> tuple[object, ...]:
        return sorted, ([],)


def test_whoever_takes_a_reading_calls_nothing_that_stands_in_it() -> None:
    with pytest.raises(pickle.UnpicklingError, match="sorted"):
        unpacked(packed(Reading("a.xlsx", fatal=cast("str", Call()))))
    assert refusal(f"{__name__}:Call").code == "too_big"


def test_a_fault_of_the_program_is_no_fault_of_the_file() -> None:
    with pytest.raises(RuntimeError, match="ValueError"):
        run("builtins:int", "x", bounds=ROOMY)
