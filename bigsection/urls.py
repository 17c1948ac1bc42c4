"""Every address of the product."""

from django.contrib.auth.decorators import login_not_required, login_required
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from bigsection.jobs.views import job_cancel, job_status
from bigsection.web.views import health

# The framework lets anybody in, unlike our own views. The script of the docs comes from an address
# of its own: the security policy allows none within the page.
api_schema = login_required(SpectacularAPIView.as_view())
api_docs = login_required(
    SpectacularSwaggerSplitView.as_view(url_name="api_schema", template_name="api_docs.html")
)

handler400 = "bigsection.web.error_pages.bad_request"
handler403 = "bigsection.web.error_pages.forbidden"
handler404 = "bigsection.web.error_pages.not_found"
handler429 = "bigsection.web.error_pages.too_often"  # allauth's
handler500 = "bigsection.web.views.failure"
urlpatterns = [
    path("accounts/", include("bigsection.accounts.urls")),
    path("health/", login_not_required(health), name="health"),
    path("api/schema/", api_schema, name="api_schema"),
    path("api/docs/", api_docs, name="api_docs"),
    path("jobs/<uuid:pk>/", job_status, name="job_status"),
    path("jobs/<uuid:pk>/cancel/", job_cancel, name="job_cancel"),
    path("", include("departments.urls")),
    path("", include("mergers.urls")),
]
