"""What a process keeps: least recently used out first, within its bytes, worked out once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from bigsection.kept import Kept, settle


def test_what_was_used_longest_ago_goes_first_and_the_bytes_are_never_exceeded() -> None:
    kept = Kept(4_000)
    made: list[str] = []

    @kept(lambda name: name)
    def blob(name: str) -> bytes:
        made.append(name)
        return bytes(1_000)

    for name in "abc":
        blob(name)
    blob("a")  # now b is the one that nobody used for longest
    blob("d")
    blob("a")
    blob("b")

    assert made == ["a", "b", "c", "d", "b"]
    assert kept.cache.currsize <= 4_000


def test_what_is_larger_than_the_room_is_given_and_not_kept() -> None:
    kept = Kept(4_000)
    small = kept(lambda: "small")(lambda: bytes(1_000))
    large = kept(lambda: "large")(lambda: bytes(5_000))
    assert len(small()) == 1_000
    assert len(large()) == 5_000
    assert len(kept.cache) == 1


def test_two_functions_share_the_room_and_not_their_names() -> None:
    kept = Kept(4_000)
    double = kept(lambda number: number)(lambda number: 2 * number)
    square = kept(lambda number: number)(lambda number: number**2)
    assert (double(3), square(3), double(3)) == (6, 9, 6)


def test_of_several_threads_one_works_a_result_out_and_all_have_it() -> None:
    kept = Kept(4_000)
    at_work, go_on = threading.Event(), threading.Event()
    made: list[int] = []

    @kept(lambda: "one")
    def slow() -> str:
        made.append(1)
        at_work.set()
        assert go_on.wait(30)
        return "one"

    @kept(lambda: "other")
    def other() -> str:
        return "other"

    with ThreadPoolExecutor(8) as threads:
        found = [threads.submit(slow) for _ in range(8)]
        assert at_work.wait(30)
        assert other() == "other"  # nobody waits for a result of another name
        go_on.set()
        assert {each.result(30) for each in found} == {"one"}
    assert made == [1]


def test_an_exception_is_not_kept() -> None:
    kept = Kept(4_000)
    answers = iter([ValueError("not yet"), "done"])

    @kept(lambda: "once")
    def once() -> str:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    with pytest.raises(ValueError, match="not yet"):
        once()
    assert once() == "done"


def test_arrays_that_are_kept_count_with_all_their_bytes_and_cannot_be_changed() -> None:
    whole = np.zeros(1_000)
    value = {"view": whole[:10], "list": [whole, whole]}
    assert 8_000 < settle(value) < 9_500  # the array once, however often it is named
    with pytest.raises(ValueError, match="read-only"):
        value["view"][0] = 1.0
