"""What every template may use: the product's name and version."""

from django.conf import settings
from django.http import HttpRequest


def product(request: HttpRequest) -> dict[str, str]:
    """The product's name and version."""
    return {"product_name": "大科室", "product_version": settings.VERSION}
