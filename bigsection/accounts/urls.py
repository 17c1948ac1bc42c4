"""Addresses of one's own account: those of allauth that work without mail, which nobody has set up.

Left out are its pages for addresses of mail, and all that would send a letter.
"""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import TemplateView

from bigsection.lazy import lazy_views

forgotten = login_not_required(TemplateView.as_view(template_name="account/password_reset.html"))

page, mfa = lazy_views("allauth.account"), lazy_views("allauth.mfa")
codes = lazy_views("allauth.mfa.recovery_codes")

urlpatterns = [
    path("login/", page("login", "views"), name="account_login"),
    path("logout/", page("logout", "views"), name="account_logout"),
    path("inactive/", page("account_inactive", "views"), name="account_inactive"),
    path("signup/", page("signup", "views"), name="account_signup"),
    path("reauthenticate/", page("reauthenticate", "views"), name="account_reauthenticate"),
    path("password/change/", page("password_change", "views"), name="account_change_password"),
    path("password/set/", page("password_set", "views"), name="account_set_password"),
    path("password/reset/", forgotten, name="account_reset_password"),
    path("2fa/", mfa("index", "base.views"), name="mfa_index"),
    path("2fa/authenticate/", mfa("authenticate", "base.views"), name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa("reauthenticate", "base.views"), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", mfa("activate_totp", "totp.views"), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", mfa("deactivate_totp", "totp.views"), name="mfa_deactivate_totp"),
    path(
        "2fa/recovery-codes/", codes("view_recovery_codes", "views"), name="mfa_view_recovery_codes"
    ),
    path(
        "2fa/recovery-codes/generate/",
        codes("generate_recovery_codes", "views"),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        codes("download_recovery_codes", "views"),
        name="mfa_download_recovery_codes",
    ),
]
