"""Whether some of a few columns make up a plan that is worth more than a bound."""

from __future__ import annotations

from planner.checker.interchangeable import Column
from planner.checker.problem import Question

Choices = list[list[tuple[int, int, float, Column]]]


def has_cover(
    question: Question,
    columns: list[Column],
    losses: list[int],
    room: int,
    limit: int,
    count: int,
) -> bool:
    """Return whether `count` of the columns cover every atom once and are worth over `limit`.

    Only columns that lose at most `room` in all can be such a plan. The atom that is in the fewest
    columns is covered first; what the others lose at least, per atom, is taken off beforehand.
    """
    least, choices = _laid_out(len(question.atoms), columns, losses)
    needed, most = question.business_needed(count), question.posts_limit
    seen: dict[tuple[int, int, int, int], int] = {}

    def search(
        left: int, groups: int, spare: int, ahead: float, worth: int, business: int, posts: int
    ) -> bool:
        if not left:
            kept = business >= needed and (most is None or posts <= most)
            return groups == 0 and kept and worth > limit
        key = (left, groups, business, posts)
        if groups == 0 or (key in seen and seen[key] >= worth):
            return False  # so many groups have done as much and were worth no less
        seen[key] = worth
        for mask, loss, share, column in choices[(left & -left).bit_length() - 1]:
            if loss > spare:
                break
            if mask & ~left or loss + ahead - share > spare + 1:
                continue
            if search(
                left ^ mask,
                groups - 1,
                spare - loss,
                ahead - share,
                worth + column.value,
                business + column.business,
                posts + column.posts,
            ):
                return True
        return False

    return search((1 << len(least)) - 1, count, room, sum(least), 0, 0, 0)


def _laid_out(total: int, columns: list[Column], losses: list[int]) -> tuple[list[float], Choices]:
    """Return the least loss per atom, and the columns under the rarest atom they hold."""
    held = [sum(a in column.atoms for column in columns) for a in range(total)]
    rank = {a: place for place, a in enumerate(sorted(range(total), key=lambda a: (held[a], a)))}
    least = [float("inf")] * total
    for column, loss in zip(columns, losses, strict=True):
        for a in column.atoms:
            least[a] = min(least[a], loss / len(column.atoms))
    choices: Choices = [[] for _ in range(total)]
    for k in sorted(range(len(columns)), key=lambda k: losses[k]):
        column = columns[k]
        mask = sum(1 << rank[a] for a in column.atoms)
        share = sum(least[a] for a in column.atoms)
        choices[(mask & -mask).bit_length() - 1].append((mask, losses[k], share, column))
    return least, choices
