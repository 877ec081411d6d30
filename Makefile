# Everything runs in .venv, which is made on first need and brought up to date when a lock file changes.
# PYTHON=...    the interpreter to make .venv with (default: the first suitable python3)
# ARTICLES=...  file or folder of articles for `make report`    ARGS="..."  further options

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help report test test-all lint lab fuzz audit bench bench-quality setup lock clean

AUDIT_VERSION := 2.10.1
UV_VERSION := 0.13.9
PY := .venv/bin/python
TOOLS := .venv/tools-ready
READY := .venv/ready
RIVALS := .venv-rivals/ready

# A folder that was moved or copied needs its package linked again.
$(shell [ "$$(cat $(READY) 2>/dev/null)" = "$(CURDIR)" ] || rm -f $(READY))

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo '  make report ARTICLES=my-articles ARGS="--lang ru --period last-week"'

report: $(READY) ## make a report of seeds/articles, or of ARTICLES=folder; prints its path
	@$(PY) -P -m tematika.cli report --progress $(ARGS) -- "$(or $(ARTICLES),seeds/articles)"

test: $(TOOLS) ## run the tests that take seconds
	@$(PY) -m pytest -q -n auto --dist loadgroup -m "not slow"

test-all: $(TOOLS) ## run all tests
	@$(PY) -m pytest -q -n auto --dist loadgroup

lint: $(TOOLS) ## check style, formatting, types and import contracts
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports --no-logo

lab: $(READY) ## open the desk in JupyterLab, on this machine alone
	@$(PY) -P -m tematika.cli lab $(ARGS)

bench: $(TOOLS) ## print speed and growth, the tables of docs/benchmarks.md (BENCH=--million: up to a million articles)
	@for script in tfidf_warm ingest _generate "growth --plot docs/images/growth.png $(BENCH)" \
	    themes_ria clusters steadiness; do set -- $$script; name=$$1; shift; \
	    echo "== $$name"; $(PY) "benchmarks/$$name.py" "$$@" || exit 1; done

bench-quality: $(READY) $(RIVALS) ## print quality beside rivals, the tables of docs/methods.md
	@cd benchmarks && "$(CURDIR)/$(PY)" -m quality --rivals "$(CURDIR)/.venv-rivals/bin/python" $(ARGS)

fuzz: $(TOOLS) ## pass 10,000 mutated files through reading and cleaning
	@PYTHONPATH=tests $(PY) -m hostile.fuzz

audit: $(READY) ## ask pip-audit about known vulnerabilities; needs the network
	@[ -x .venv/audit/bin/pip-audit ] || { $(PY) -m venv .venv/audit && .venv/audit/bin/python -m pip install -q pip-audit==$(AUDIT_VERSION); }
	@.venv/audit/bin/pip-audit --strict --disable-pip --require-hashes -r requirements.lock

setup: $(READY) ## install everything that a report needs into .venv

# What is locked stays as it is while the requirements allow it; `make lock ARGS=--upgrade` takes the newest.
COMPILE := pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url \
  --no-emit-find-links --custom-compile-command "make lock"

lock: $(PY) ## write requirements.lock and requirements-dev.lock anew; needs the network (ARGS=--upgrade: the newest)
	$(get_uv)
	@$(PY) -m uv $(COMPILE) $(ARGS) requirements.txt requirements-dev.txt -o requirements-dev.lock
	@$(PY) -m uv $(COMPILE) $(ARGS) requirements.txt -c requirements-dev.lock -o requirements.lock

clean: ## remove .venv and caches; reports stay
	@rm -rf .venv .venv-rivals .pytest_cache .mypy_cache .ruff_cache .hypothesis build lib/tematika.egg-info
	@find lib tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# The first interpreter that runs (a pyenv name may not), is new enough and can make virtual environments.
$(PY):
	@new= ; for python in "$(PYTHON)" python3 python3.14 python3.13 python3.12 python3.11; do \
	  [ -n "$$python" ] && "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  new="$$python"; "$$python" -c 'import venv, ensurepip' 2>/dev/null || continue; \
	  echo "Making .venv with $$("$$python" --version) ..." >&2; exec "$$python" -m venv .venv; \
	done; \
	if [ -n "$$new" ]; then \
	  echo "make: $$new has no venv module; install it (Debian, Ubuntu: apt-get install python3-venv) and repeat" >&2; \
	else \
	  echo "make: no Python 3.11 or newer found; install one, or name it: make PYTHON=/path/to/python3" >&2; \
	fi; exit 1

# uv installs in a quarter of pip's time; where it cannot be had or fails, pip does it.
get_uv = @$(PY) -m uv --version >/dev/null 2>&1 || $(PY) -m pip install -q --disable-pip-version-check uv==$(UV_VERSION) || true

define install
	$(get_uv)
	@echo "Installing $(1) ..." >&2
	@{ $(PY) -m uv --version >/dev/null 2>&1 && $(PY) -m uv pip install -q --python $(PY) $(1); } || \
	  $(PY) -m pip install -q --disable-pip-version-check $(1)
endef

$(READY): requirements.lock pyproject.toml | $(PY)
	$(call install,--require-hashes -r requirements.lock)
	$(call install,--no-deps -e .)
	@printf '%s' "$(CURDIR)" > $@

$(TOOLS): requirements-dev.lock $(READY)
	$(call install,--require-hashes -r requirements-dev.lock)
	@touch $@

# Rivals have an environment of their own: this project needs none of their packages. Embeddings are kept in its cache.
$(RIVALS): benchmarks/quality/requirements.txt $(READY)
	@[ -x .venv-rivals/bin/python ] || $(PY) -m venv .venv-rivals
	@echo "Installing the rivals ..." >&2
	@$(PY) -m uv pip install -q --python .venv-rivals/bin/python --no-deps -r benchmarks/quality/requirements.txt || \
	  .venv-rivals/bin/python -m pip install -q --disable-pip-version-check --no-deps -r benchmarks/quality/requirements.txt
	@touch $@
