"""Parameters that lists of several applications take."""

from drf_spectacular.utils import OpenApiParameter

REGION = OpenApiParameter(
    "region",
    str,
    description="Code of a region: only what is in it or below it. One in which the person sees no "
    "department narrows nothing.",
)
