"""Addresses of the departments application."""

from django.urls import URLPattern, path

from bigsection.lazy import lazy_views

page, api = lazy_views("departments.views"), lazy_views("departments.api")

urlpatterns: list[URLPattern] = [
    path("departments/", page("department_list"), name="department_list"),
    path("departments/options/", page("department_options"), name="department_options"),
    path("departments/<int:pk>/", page("department_detail"), name="department_detail"),
    path(
        "departments/<int:pk>/chart.<str:as_format>",
        page("department_chart"),
        name="department_chart",
    ),
    path("sections/<int:pk>/", page("section_detail"), name="section_detail"),
    path("imports/", page("import_list"), name="import_list"),
    path("imports/present.xlsx", page("present_data"), name="present_data"),
    path("imports/template.xlsx", page("import_template"), name="import_template"),
    path("imports/<uuid:pk>/", page("import_detail"), name="import_detail"),
    path("imports/<uuid:pk>/mapping/", page("import_mapping"), name="import_mapping"),
    path("imports/<uuid:pk>/choose/", page("import_choose"), name="import_choose"),
    path("imports/<uuid:pk>/mark/", page("import_mark"), name="import_mark"),
    path("imports/<uuid:pk>/marked.xlsx", page("import_marked"), name="import_marked"),
    path(
        "imports/<uuid:pk>/confirm/", page("import_confirm", "import_steps"), name="import_confirm"
    ),
    path(
        "imports/<uuid:pk>/abandon/", page("import_abandon", "import_steps"), name="import_abandon"
    ),
    path("imports/<uuid:pk>/undo/", page("import_undo", "import_steps"), name="import_undo"),
    path("data-health/", page("data_health"), name="data_health"),
    path("data-health/check/", page("data_health_check"), name="data_health_check"),
    path("data-health/export.xlsx", page("data_health_export"), name="data_health_export"),
    path("audit/", page("audit_trail"), name="audit_trail"),
    path("audit/export.xlsx", page("audit_export"), {"as_format": "xlsx"}, name="audit_export"),
    path("audit/export.csv", page("audit_export"), {"as_format": "csv"}, name="audit_export_csv"),
    path("audit/head/", page("audit_head"), name="audit_head"),
    path("audit/head.json", page("audit_head_file", "audit_head"), name="audit_head_file"),
    path("search/", page("search"), name="search"),
    path("settings/", page("settings_index"), name="settings_index"),
    path("columns/", page("column_mappings"), name="column_mappings"),
    path(
        "columns/<int:pk>/forget/",
        page("column_mapping_forget", "column_mappings"),
        name="column_mapping_forget",
    ),
    path("regions/<int:pk>/rules/", page("rule_set"), name="rule_set"),
    path("api/search/", api("search"), name="api_search"),
    path("api/departments/", api("department_list", "departments"), name="api_department_list"),
    path(
        "api/departments/<int:pk>/",
        api("department_detail", "departments"),
        name="api_department_detail",
    ),
]
