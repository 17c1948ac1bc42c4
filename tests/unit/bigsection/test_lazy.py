"""Lazy modules and functions: nothing is loaded before it is used, and then it is the module itself."""

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from django.urls import get_resolver

from bigsection.launch import commands
from bigsection.launch.project import ROOT
from bigsection.lazy import LazyFunction, LazyModule
from bigsection.wsgi import load_views
from mergers import urls
from mergers.views.plan_edit import EDITS

HEAVY = (
    "numpy",
    "scipy",
    "planner.solver",
    "similarity.overlap",
    "fido2",
    "cryptography",
    "drf_spectacular.utils",
    "rest_framework.serializers",
    "xlsxwriter",
    "openpyxl",
    "python_calamine",
    "fontTools",
    "departments.importing",
    "departments.views",
    "departments.health",
    "mergers.actions.approvals",
    "mergers.api",
    "mergers.planning",
    "mergers.questions.registry",
    "mergers.views",
)


def test_an_attribute_is_the_modules_own() -> None:
    """Classes compare equal to those imported plainly."""
    assert LazyModule("fractions").Fraction is Fraction


def test_modules_of_a_package_are_found_however_deep() -> None:
    """`planner.questions.curve.k_curve` without any import before it."""
    from planner.questions.curve import k_curve

    assert LazyModule("planner").questions.curve.k_curve is k_curve


def test_what_a_module_does_not_have_is_an_attribute_error() -> None:
    """As of any module, with the name of both."""
    with pytest.raises(AttributeError, match=r"fractions.*nothing_of_the_kind"):
        LazyModule("fractions").nothing_of_the_kind  # noqa: B018


def test_a_lazy_function_is_called_and_asked_like_the_function() -> None:
    """With its attributes, among them those that decorators leave; one of a table by its key."""
    lazy = LazyFunction("fractions", "Fraction")
    assert (lazy(1, 2), lazy.numerator) == (Fraction(1, 2), Fraction.numerator)
    assert LazyFunction("bigsection.launch.commands", "COMMANDS", "run").load() is commands.run


def test_every_address_has_its_view() -> None:
    """What a table of addresses names is there; no other name passes."""
    load_views(get_resolver())
    with pytest.raises(AttributeError, match="nobody"):
        LazyFunction("mergers.views.plan_list", "nobody").load()


def test_the_addresses_of_edits_are_the_edits() -> None:
    """Both list them, so that the table of addresses need not load them."""
    assert set(urls.EDITS) == set(EDITS)


def test_checking_and_starting_load_none_of_the_heavy_modules(tmp_path: Path) -> None:
    """Each costs tenths of a second and tens of MB that no command pays before it needs them, and
    `manage.py check` is to take a second.
    """
    code = (
        "import sys; from django.core.management import execute_from_command_line;"
        "execute_from_command_line(['manage.py', 'check']);"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    env = {"DJANGO_SETTINGS_MODULE": "bigsection.settings", "PATH": "", "DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=env
    )
    assert done.stdout.splitlines()[-1:] == ["[]"], done.stderr
