"""Every address of the product."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from bigsection.web.views import health

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("health/", login_not_required(health), name="health"),
    path("api/schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("api/docs/", SpectacularSwaggerView.as_view(url_name="api_schema"), name="api_docs"),
    path("", include("departments.urls")),
    path("", include("mergers.urls")),
]
