"""Versions in the API: the ETag that a GET answers with, and the If-Match that a decision names."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from bigsection.errors import VersionNeeded

IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag of the version that is decided upon, as GET answered with it.",
)
ETAG = OpenApiParameter(
    "ETag",
    str,
    OpenApiParameter.HEADER,
    response=[200],
    description="The version, to be named as If-Match by a decision upon it.",
)


class RefusedOut(serializers.Serializer[Any]):
    """Why nothing was written, what to do, and what has changed since the version that was named."""

    detail = serializers.CharField()
    hint = serializers.CharField()
    since = serializers.ListField(child=serializers.CharField(), required=False)


REFUSALS: dict[int, Any] = {
    403: OpenApiResponse(RefusedOut, "The person may not take this step."),
    409: OpenApiResponse(RefusedOut, "The state does not allow it."),
    412: OpenApiResponse(RefusedOut, "Another version is there now; `since` says what happened."),
    422: OpenApiResponse(RefusedOut, "Something is missing, such as a reason."),
    428: OpenApiResponse(RefusedOut, "No version is named by If-Match."),
}


def seen_by(request: Request) -> str:
    """The version that a request decides upon; VersionNeeded when it names none, or any."""
    named = request.headers.get("If-Match", "").strip()
    if named in ("", "*"):
        raise VersionNeeded(
            "没有说明对哪一版作决定。", hint="请先 GET，再在 If-Match 里写明它的 ETag。"
        )
    return named.removeprefix("W/").strip('"')


def tagged(response: Response, version: str) -> Response:
    """The answer with its version."""
    response.headers["ETag"] = f'"{version}"'
    return response
