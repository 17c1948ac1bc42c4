# make help says what there is. The set-up itself is bigsection/launch/.
PYTHON ?= python3
LAUNCH = command -v $(PYTHON) >/dev/null || { echo "✗ 未找到 $(PYTHON) · $(PYTHON) is missing, run: sudo apt-get install python3 python3-venv"; exit 1; }; exec $(PYTHON) -m bigsection.launch
IN_VENV = .venv/bin/python -m
# As an installation behind HTTPS would have them; the checks look at nothing else.
DEPLOYED = DEBUG=off HTTPS=on ALLOWED_HOSTS=localhost SECRET_KEY=checks-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH

.PHONY: help run setup test fast check tools style types arrows templates-format migrations-written deployment fix bench worker clean

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /  make \1\t/' | expand -t 16

run:  ## set up what is missing, show the main job on the sample, serve (HOST, PORT, SAMPLE=no)
	@$(LAUNCH) run

setup:  ## everything a developer needs, without starting anything
	@$(LAUNCH) setup

test:  ## the whole suite: SQLite, PostgreSQL, browser (WITHOUT=browser,postgres leaves parts out)
	@$(LAUNCH) test

fast:  ## in a minute: the quick unit tests, and every page opened once
	@$(LAUNCH) fast

check: tools style types arrows templates-format migrations-written deployment documents  ## style, types, import arrows, templates, migrations, deployment settings, generated docs

tools:
	@$(LAUNCH) tools

style: tools
	$(IN_VENV) ruff check .
	$(IN_VENV) ruff format --check .

types: tools
	$(IN_VENV) mypy .

arrows: tools
	.venv/bin/lint-imports

templates-format: tools
	find templates -name '*.html' -exec .venv/bin/djade --check --target-version 5.2 {} +

migrations-written: tools
	.venv/bin/python manage.py makemigrations --check --dry-run

deployment: tools
	$(DEPLOYED) .venv/bin/python manage.py check --deploy --fail-level WARNING

documents: tools
	.venv/bin/python manage.py write_plan_states --check

fix: tools  ## let the tools correct what they can
	$(IN_VENV) ruff check --fix .
	$(IN_VENV) ruff format .
	find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} +

bench:  ## the measurements of benchmarks/
	@$(LAUNCH) bench

worker:  ## one more worker for background jobs (QUEUE=short, long or all)
	@$(LAUNCH) worker

clean:  ## remove what was installed and built; the data in var/ stays
	rm -rf .venv node_modules static/built staticfiles .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
