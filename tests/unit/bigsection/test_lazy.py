"""Lazy modules: nothing is loaded before it is used, and then it is the module itself."""

import subprocess
import sys
from fractions import Fraction

import pytest

from bigsection.launch.project import ROOT
from bigsection.lazy import LazyModule


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


def test_the_pages_can_be_loaded_without_numpy_and_scipy() -> None:
    """Half a second and 60 MB that no command and no web process pays before it needs them."""
    code = (
        "import django, sys; django.setup(); import bigsection.urls;"
        "print([name for name in ('numpy', 'scipy', 'planner.solver') if name in sys.modules])"
    )
    env = {"DJANGO_SETTINGS_MODULE": "bigsection.settings", "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=env
    )
    assert done.stdout == "[]\n", done.stderr
