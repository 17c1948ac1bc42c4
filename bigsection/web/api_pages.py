"""Lists in the API, page by page: the parameters, the schema and the answer of every one."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request
from rest_framework.response import Response

from bigsection.web.pages import rows_between

LARGEST_PAGE = 500
PAGE = [
    OpenApiParameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": 100},
        description=f"At most this many; a larger number gives {LARGEST_PAGE}, and `next` the rest;"
        " what is no such number gives the default.",
    ),
    OpenApiParameter(
        "offset",
        {"type": "integer", "minimum": 0, "default": 0},
        description="Leave this many out at the start.",
    ),
]


class PageOut(serializers.Serializer[Any]):
    """A page of a list, with the addresses of the pages around it; ``results`` are added."""

    count = serializers.IntegerField(read_only=True)
    next = serializers.URLField(read_only=True, allow_null=True)
    previous = serializers.URLField(read_only=True, allow_null=True)


class _ByKeys:
    """A query as the pagination reads it: its number of rows, and a part of them."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self.rows, self.count = rows, rows.count

    def __getitem__(self, part: slice) -> list[Any]:
        return rows_between(self.rows, part.start, part.stop)


class Pages(LimitOffsetPagination):
    """The page of ``rows`` that a request asks for, and the answer around it."""

    max_limit = LARGEST_PAGE

    def __init__(self, request: Request, rows: Any) -> None:
        listed: Any = _ByKeys(rows) if isinstance(rows, QuerySet) else rows
        self.rows: list[Any] = self.paginate_queryset(listed, request) or []

    def answer(self, out: type[serializers.Serializer[Any]], **context: Any) -> Response:
        """The rows as ``out`` shows them."""
        return self.get_paginated_response(out(self.rows, many=True, context=context).data)
