"""Addresses of the mergers application."""

from django.urls import URLPattern, path

from mergers.api.views import plan_detail as api_plan_detail
from mergers.api.views import plan_list as api_plan_list
from mergers.views.big_section_rename import big_section_rename
from mergers.views.overlap_matrix import overlap_matrix
from mergers.views.overlap_pair import overlap_pair
from mergers.views.plan_approve import plan_approve
from mergers.views.plan_certificate import plan_certificate
from mergers.views.plan_chart import plan_chart
from mergers.views.plan_create import plan_create
from mergers.views.plan_detail import plan_detail
from mergers.views.plan_found import plan_found
from mergers.views.plan_list import plan_list
from mergers.views.plan_pair import plan_pair
from mergers.views.plan_recall import plan_recall
from mergers.views.plan_return import plan_return
from mergers.views.plan_submit import plan_submit
from mergers.views.plan_withdraw import plan_withdraw
from mergers.views.region_overview import region_overview
from mergers.views.todo import todo

urlpatterns: list[URLPattern] = [
    path("", region_overview, name="region_overview"),
    path("departments/<int:pk>/overlap/", overlap_matrix, name="overlap_matrix"),
    path("departments/<int:pk>/overlap/<int:a>/<int:b>/", overlap_pair, name="overlap_pair"),
    path("departments/<int:pk>/plans/new/", plan_create, name="plan_create"),
    path("plans/found/<uuid:pk>/", plan_found, name="plan_found"),
    path("plans/", plan_list, name="plan_list"),
    path("plans/<int:pk>/", plan_detail, name="plan_detail"),
    path("plans/<int:pk>/chart/<slug:view>.<slug:as_format>", plan_chart, name="plan_chart"),
    path("plans/<int:pk>/pairs/<int:a>/<int:b>/", plan_pair, name="plan_pair"),
    path("plans/<int:pk>/certificate.json", plan_certificate, name="plan_certificate"),
    path("plans/<int:pk>/submit/", plan_submit, name="plan_submit"),
    path("plans/<int:pk>/recall/", plan_recall, name="plan_recall"),
    path("plans/<int:pk>/withdraw/", plan_withdraw, name="plan_withdraw"),
    path("plans/<int:pk>/approve/", plan_approve, name="plan_approve"),
    path("plans/<int:pk>/return/", plan_return, name="plan_return"),
    path(
        "plans/<int:pk>/big-sections/<int:big_section_pk>/rename/",
        big_section_rename,
        name="big_section_rename",
    ),
    path("todo/", todo, name="todo"),
    path("api/plans/", api_plan_list, name="api_plan_list"),
    path("api/plans/<int:pk>/", api_plan_detail, name="api_plan_detail"),
]
