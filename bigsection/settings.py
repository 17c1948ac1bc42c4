"""All settings of the product, in one file, each read from the environment."""

import os
import sys
from pathlib import Path
from typing import Any

import dj_database_url
import rest_framework
from csp.constants import NONE, SELF

from bigsection.launch.private_files import private_file, private_folder
from bigsection.launch.secret_key import read_or_create
from bigsection.version import read_version

BASE_DIR = Path(__file__).resolve().parent.parent


def flag(name: str, default: bool) -> bool:
    """The environment variable as a yes or no; 1, true, yes and on mean yes."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str) -> list[str]:
    """The environment variable as a list of words separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


VERSION = read_version(BASE_DIR / "CHANGELOG.md")
TESTING = "pytest" in sys.modules

# -- Where data lives -------------------------------------------------------------------------
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / "var"))
private_folder(DATA_DIR)
MEDIA_ROOT = DATA_DIR / "uploads"
FONT_DIR = Path(
    os.environ.get("FONT_DIR", BASE_DIR / "node_modules" / "@expo-google-fonts" / "noto-sans-sc")
)

# -- Security ---------------------------------------------------------------------------------
DEBUG = flag("DEBUG", default=False)
SECRET_KEY = os.environ.get("SECRET_KEY") or read_or_create(DATA_DIR / "secret_key")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS", "")
HTTPS = flag("HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = int(os.environ.get("SESSION_HOURS", "12")) * 3600
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "bigsection.web.error_pages.stale_form"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# -- Uploads: limits in size and expansion, and how long a file is kept -------------------------
UPLOAD_MAX_MB = int(os.environ.get("UPLOAD_MAX_MB", "30"))
UPLOAD_KEEP_DAYS = int(os.environ.get("UPLOAD_KEEP_DAYS", "30"))
READER_MEMORY_MB = int(os.environ.get("READER_MEMORY_MB", "1536"))
READER_SECONDS = int(os.environ.get("READER_SECONDS", "120"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# -- The region that is used when none is named ------------------------------------------------
DEFAULT_REGION_CODE = os.environ.get("DEFAULT_REGION_CODE", "990100")
DEFAULT_REGION_NAME = os.environ.get("DEFAULT_REGION_NAME", "示例市")
PLANNER_TIME_LIMIT_S = float(os.environ.get("PLANNER_TIME_LIMIT_S", "60"))
CACHE_MB = int(os.environ.get("CACHE_MB", "64"))

# -- Applications -----------------------------------------------------------------------------
INSTALLED_APPS = [
    "bigsection.accounts",
    "bigsection.audit",
    "bigsection.jobs",
    "bigsection.web",
    "departments",
    "mergers",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # its files lie compressed already
    "bigsection.web.middleware.CompressionMiddleware",  # after all that reads or writes the body
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "bigsection.web.middleware.IdNumbersMiddleware",
    "bigsection.web.middleware.UnreadMiddleware",  # before CSRF, which reads the body
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "bigsection.accounts.middleware.PasswordChangeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "bigsection.web.middleware.NoStoreMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "bigsection.web.middleware.ErrorPagesMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "bigsection.urls"
WSGI_APPLICATION = "bigsection.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "bigsection.web.templates.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bigsection.web.context.product",
                "departments.context.navigation",
                "mergers.context.waiting",
            ],
        },
    },
]

# -- Database: SQLite unless DATABASE_URL says PostgreSQL ---------------------------------------
LOCK_SECONDS = 20  # who has waited as long for another's write is told that the database is busy
PGBOUNCER = flag("PGBOUNCER", default=False)
DATABASES: dict[str, Any] = {
    "default": dj_database_url.config(
        default=f"sqlite:///{DATA_DIR / 'bigsection.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,  # a restarted server costs nobody a request
        disable_server_side_cursors=PGBOUNCER,  # they would outlive the transaction
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    private_file(Path(DATABASES["default"]["NAME"]))
    # Without IMMEDIATE a third of concurrent writes fail with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": LOCK_SECONDS,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        " PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY;",
    }
else:
    of_connection = DATABASES["default"].setdefault("OPTIONS", {})
    of_connection.setdefault("connect_timeout", 5)  # seconds
    if not PGBOUNCER:  # which takes no start-up options: its role has them
        # Compiling our queries (JIT) takes 20-35 times as long as running them (ADR 0032). What
        # DATABASE_URL says comes last and holds.
        ours = f"-c jit=off -c lock_timeout={LOCK_SECONDS * 1000}"
        of_connection["options"] = f"{ours} {of_connection.get('options', '')}".rstrip()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- Accounts ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "region_overview"
ACCOUNT_ADAPTER = "bigsection.accounts.adapter.StaffOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": None}  # axes counts these, in the database of all workers
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "bigsection.accounts.login_lock.account_tried"
AXES_RESET_ON_SUCCESS = False  # else each login of the owner gives a guesser four more tries
AXES_LOCKOUT_TEMPLATE = "account/locked.html"

# -- Background jobs --------------------------------------------------------------------------
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if TESTING
        else "django_tasks_db.DatabaseBackend",
        "QUEUES": ["short", "long"],  # bigsection/jobs/registry.py says which takes what
    }
}
JOB_LEASE_SECONDS = int(os.environ.get("JOB_LEASE_SECONDS", "60"))
# A worker is renewed after so many jobs, or when it holds so much after one; 0: never.
WORKER_JOBS = int(os.environ.get("WORKER_JOBS", "500"))
WORKER_MEMORY_MB = int(os.environ.get("WORKER_MEMORY_MB", "300"))

# -- Language and time ------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]  # another language needs a catalogue first
LOCALE_PATHS = [
    Path(rest_framework.__file__).parent / "locale"
]  # it is no app: only its API is used
TIME_ZONE = os.environ.get("TIME_ZONE", "Asia/Shanghai")
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# -- Static files -----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [("built", BASE_DIR / "static" / "built")]  # bundles, never their sources
STORAGES = {
    "default": {"BACKEND": "bigsection.web.storage.PrivateStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING

# -- API --------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": [
        "bigsection.web.api_bodies.JSONParser",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination",
    "PAGE_SIZE": 100,
    "EXCEPTION_HANDLER": "bigsection.web.api_errors.handle",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "BigSection 大科室 API",
    "VERSION": VERSION,
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "DepartmentKind": "departments.models.department.DepartmentKind",
        "SectionKind": "departments.models.section.SectionKind",
        "DutyKind": "departments.models.duty.DutyKind",
        "PlanStatus": "mergers.models.merge_plan.PlanStatus",
        "ProofStatus": ["optimal", "infeasible", "feasible", "unknown"],
    },
}

# -- Log: one line per event on stderr ----------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
