"""Every address of the product."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from bigsection.jobs.views import job_cancel, job_status
from bigsection.web.views import health

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("health/", login_not_required(health), name="health"),
    path("api/schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("api/docs/", SpectacularSwaggerView.as_view(url_name="api_schema"), name="api_docs"),
    path("jobs/<uuid:pk>/", job_status, name="job_status"),
    path("jobs/<uuid:pk>/cancel/", job_cancel, name="job_cancel"),
    path("", include("departments.urls")),
    path("", include("mergers.urls")),
]
