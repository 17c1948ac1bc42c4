"""The description of the API, for programs and to read, for those who are logged in."""

from django.contrib.auth.decorators import login_required
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

# The framework lets anybody in, unlike our own views. The script of the docs comes from an address
# of its own: the security policy allows none within the page.
api_schema = login_required(SpectacularAPIView.as_view())
api_docs = login_required(
    SpectacularSwaggerSplitView.as_view(url_name="api_schema", template_name="api_docs.html")
)
