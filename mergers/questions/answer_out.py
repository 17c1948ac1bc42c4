"""What answers to questions share in the API; sections are ids of the problem, as texts."""

from typing import Any

from rest_framework import serializers


class Texts(serializers.ListField):
    """A list of texts, such as ids of sections."""

    child = serializers.CharField()


class Groups(serializers.ListField):
    """Sections by group."""

    child = Texts()


class Parts(serializers.DictField):
    """A figure for each part of the score; null where it could not be assessed."""

    child = serializers.FloatField(allow_null=True)


class PlanOfAnswerOut(serializers.Serializer[Any]):
    """A plan of the same problem: score and parts 0 to 100, objective in millionths of a point."""

    shape = serializers.CharField(help_text="Names the plan by its groups.")
    count = serializers.IntegerField()
    score = serializers.FloatField()
    objective = serializers.IntegerField()
    parts = Parts()
    groups = Groups()


class ChangeOut(serializers.Serializer[Any]):
    """From one plan to another: points won or lost, part by part, and the merges that differ."""

    score = serializers.FloatField()
    parts = Parts()
    weighted = Parts()
    undone = Groups()
    new = Groups()


class RuleNamedOut(serializers.Serializer[Any]):
    """A rule and the sections that it concerns."""

    rule = serializers.CharField()
    sections = Texts()


class AnswerOut(serializers.Serializer[Any]):
    """What every answer has: ``complete`` says that nothing of it is left open."""

    question = serializers.CharField()
    summary = serializers.CharField(help_text="The answer in one sentence, in Chinese.")
    notes = Texts()
    complete = serializers.BooleanField()
    answered_at = serializers.DateTimeField()
    sections = serializers.DictField(
        child=serializers.CharField(), help_text="The names of the sections by id."
    )
    present = PlanOfAnswerOut()
    not_assessed = Texts(help_text="The parts of the score that nothing was known about.")
