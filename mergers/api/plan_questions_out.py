"""How answers to questions about a plan look in the API; sections are ids of the problem, as texts."""

from typing import Any

from rest_framework import serializers


class PlanOfAnswerOut(serializers.Serializer[Any]):
    """A plan of the same problem: score and parts 0 to 100, objective in millionths of a point."""

    shape = serializers.CharField(help_text="Names the plan by its groups.")
    count = serializers.IntegerField()
    score = serializers.FloatField()
    objective = serializers.IntegerField()
    parts = serializers.DictField(child=serializers.FloatField())
    groups = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))


class ChangeOut(serializers.Serializer[Any]):
    """From one plan to another: points won or lost, part by part, and the merges that differ."""

    score = serializers.FloatField()
    parts = serializers.DictField(child=serializers.FloatField())
    weighted = serializers.DictField(child=serializers.FloatField())
    undone = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    new = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))


class AnswerOut(serializers.Serializer[Any]):
    """What every answer has: ``complete`` says that nothing of it is left open."""

    question = serializers.CharField()
    summary = serializers.CharField(help_text="The answer in one sentence, in Chinese.")
    notes = serializers.ListField(child=serializers.CharField())
    complete = serializers.BooleanField()
    answered_at = serializers.DateTimeField()
    sections = serializers.DictField(
        child=serializers.CharField(), help_text="The names of the sections by id."
    )
    present = PlanOfAnswerOut()


class CurvePointOut(serializers.Serializer[Any]):
    """One number of big sections: optimal, infeasible, feasible (gap in points) or unknown."""

    count = serializers.IntegerField()
    status = serializers.CharField()
    gap = serializers.FloatField(allow_null=True)
    plan = PlanOfAnswerOut(allow_null=True)


class CurveOut(AnswerOut):
    """The proven score for every number of big sections."""

    points = CurvePointOut(many=True)
    best = serializers.IntegerField(allow_null=True)
    best_proven = serializers.BooleanField()
    limit = serializers.IntegerField(allow_null=True)
    limit_source = serializers.CharField(allow_blank=True)


class AlternativeOut(serializers.Serializer[Any]):
    """A plan named for what it is best at; ``loss`` in points to the best plan."""

    label = serializers.CharField()  # type: ignore[assignment]
    loss = serializers.FloatField()
    plan = PlanOfAnswerOut()


class AlternativesOut(AnswerOut):
    """The best plan and up to five genuinely different ones."""

    best = PlanOfAnswerOut(allow_null=True)
    gap = serializers.FloatField(allow_null=True)
    plans = AlternativeOut(many=True)


class FrontPointOut(serializers.Serializer[Any]):
    """A plan of the front; proven: none beats it in overlap, balance and continuity at once."""

    proven = serializers.BooleanField()
    plan = PlanOfAnswerOut()


class ParetoOut(AnswerOut):
    """The front of overlap, balance and continuity for one number of big sections."""

    count = serializers.IntegerField()
    points = FrontPointOut(many=True)


class RuleNamedOut(serializers.Serializer[Any]):
    """A rule and the sections that it concerns."""

    rule = serializers.CharField()
    sections = serializers.ListField(child=serializers.CharField())


class WhyNotOut(AnswerOut):
    """Why two sections are not together.

    Status: together, costs, equal, forbidden, impossible or unknown.
    """

    a = serializers.CharField()
    b = serializers.CharField()
    status = serializers.CharField()
    rules = RuleNamedOut(many=True)
    plan = PlanOfAnswerOut(allow_null=True)
    change = ChangeOut(allow_null=True)
    proven = serializers.BooleanField()
    least_loss = serializers.FloatField(allow_null=True)


class PriceOut(RuleNamedOut):
    """A rule, or one entry of it, lifted; ``frees``: only without it is there a plan at all."""

    status = serializers.CharField()
    price = serializers.FloatField(allow_null=True)
    at_most = serializers.FloatField(allow_null=True)
    proven = serializers.BooleanField()
    frees = serializers.BooleanField()
    plan = PlanOfAnswerOut(allow_null=True)
    change = ChangeOut(allow_null=True)


class PricesOut(AnswerOut):
    """What every rule that is set costs, in points."""

    base = PlanOfAnswerOut(allow_null=True)
    base_proven = serializers.BooleanField()
    prices = PriceOut(many=True)


class ShareOut(serializers.Serializer[Any]):
    """Sections, and the share of the runs that has them together."""

    sections = serializers.ListField(child=serializers.CharField())
    share = serializers.FloatField()
    label = serializers.CharField()  # type: ignore[assignment]


class StabilityOut(AnswerOut):
    """How firm each merge is: shares of noisy re-solves, with the thresholds of the words."""

    pairs = ShareOut(many=True)
    groups = ShareOut(many=True)
    others = ShareOut(many=True)
    runs = serializers.IntegerField()
    asked = serializers.IntegerField()
    proven = serializers.IntegerField()
    noise = serializers.FloatField()
    firm = serializers.FloatField()
    likely = serializers.FloatField()


class NearPlanOut(serializers.Serializer[Any]):
    """A plan and the points it loses to the best one."""

    loss = serializers.FloatField()
    plan = PlanOfAnswerOut()


class NearOut(AnswerOut):
    """All plans within ``margin`` points; ``whole``: ``number`` is exact, else at least that."""

    best = serializers.FloatField(allow_null=True)
    margin = serializers.FloatField()
    plans = NearPlanOut(many=True)
    number = serializers.IntegerField()
    whole = serializers.BooleanField()
    complete_within = serializers.FloatField(allow_null=True)


class MoveOut(serializers.Serializer[Any]):
    """One section to another big section; an empty target: to one of its own."""

    section = serializers.CharField()
    target = serializers.ListField(child=serializers.CharField())
    delta = serializers.FloatField()
    parts = serializers.DictField(child=serializers.FloatField())
    breaks = serializers.ListField(child=serializers.CharField())


class MovesOut(AnswerOut):
    """The single allowed moves that gain most; ``number`` there are in all."""

    score = serializers.FloatField()
    number = serializers.IntegerField()
    gaining = serializers.IntegerField()
    moves = MoveOut(many=True)


class WaitingOut(serializers.Serializer[Any]):
    """A question that takes longer. Without a job, POST to the same address starts one."""

    detail = serializers.CharField()
    hint = serializers.CharField()
    job = serializers.UUIDField(allow_null=True)
    job_url = serializers.CharField(allow_blank=True)
    percent = serializers.IntegerField()
