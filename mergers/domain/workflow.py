"""Which status of a plan may follow which, who may take the step, and what it needs: one table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Transition:
    """One step: ``roles`` may take it; ``author_may`` is False where the author must not."""

    verb: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    author_may: bool = True
    needs_reason: bool = False


TRANSITIONS: dict[str, Transition] = {
    step.verb: step
    for step in (
        Transition("submit", ("draft", "returned"), "submitted", ("clerk", "officer")),
        Transition("recall", ("submitted",), "draft", ("clerk", "officer")),
        Transition("approve", ("submitted",), "executed", ("leader",), author_may=False),
        Transition(
            "return", ("submitted",), "returned", ("leader",), author_may=False, needs_reason=True
        ),
        Transition("withdraw", ("draft", "returned"), "withdrawn", ("clerk", "officer")),
    )
}
START = "draft"
FROZEN = ("submitted", "executed", "withdrawn")


class OutOfOrder(ValueError):
    """The step does not start from the status the plan has."""


def follow(verb: str, status: str) -> Transition:
    """The step ``verb`` from ``status``; OutOfOrder when the table has no such arrow."""
    step = TRANSITIONS[verb]
    if status not in step.sources:
        raise OutOfOrder(f"{verb} does not follow {status}")
    return step


def open_steps(status: str) -> tuple[Transition, ...]:
    """Every step that may be taken from ``status``."""
    return tuple(step for step in TRANSITIONS.values() if status in step.sources)
