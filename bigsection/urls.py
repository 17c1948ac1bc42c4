"""Every address of the product."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from bigsection.lazy import lazy_views
from bigsection.web.views import health

ground = lazy_views("bigsection")

handler400 = "bigsection.web.error_pages.bad_request"
handler403 = "bigsection.web.error_pages.forbidden"
handler404 = "bigsection.web.error_pages.not_found"
handler429 = "bigsection.web.error_pages.too_often"  # allauth's
handler500 = "bigsection.web.views.failure"
urlpatterns = [
    path("accounts/", include("bigsection.accounts.urls")),
    path("health/", login_not_required(health), name="health"),
    path("api/schema/", ground("api_schema", "web.api_docs"), name="api_schema"),
    path("api/docs/", ground("api_docs", "web.api_docs"), name="api_docs"),
    path("jobs/<uuid:pk>/", ground("job_status", "jobs.views"), name="job_status"),
    path("jobs/<uuid:pk>/cancel/", ground("job_cancel", "jobs.views"), name="job_cancel"),
    path("", include("departments.urls")),
    path("", include("mergers.urls")),
]
