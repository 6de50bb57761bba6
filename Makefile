# lambdas/ -> scan -> build/app.json -> expand -> build/template.json -> push -> deploy
# One target is one program of tools/, which also runs alone. `make help` lists the targets.

# What you may say: `make deploy stage=dev`. Only there: a variable of the shell never chooses the stage.
stage   := local
name    :=
trigger :=
event   :=
port    :=
since   := 1h
follow  :=
do      := create
yes     :=
email   :=
set     :=
all     :=
delete  :=
dry     :=
dir     := site
website :=
pkg     :=
version :=
outdated :=
python  := python3

MAKEFLAGS += --no-builtin-rules --warn-undefined-variables
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Compiled once and kept, even where the shell asks Python not to: each tool starts in a fraction of the time.
export PYTHONDONTWRITEBYTECODE :=

PYTHON  := .venv/bin/python
package := $(or $(shell sed -n 's/^package:[ "]*\([A-Za-z0-9_]*\).*/\1/p' app.yaml 2>/dev/null),lambdas)
DOMAIN  := $(shell sed -n 's/^domain:[ "]*\([a-z0-9.-]*\.[a-z0-9-]*\).*/\1/p' app.yaml 2>/dev/null)
# One process, however many lambdas. The folders count too: a deleted lambda leaves no file to be newer.
STALE   := $(shell find app.yaml tools $(package) $(wildcard layers) -name __pycache__ -prune -o ! -name test.py \
	\( -type d -o -name '*.py' -o -name app.yaml \) -newer build/app.json -print 2>&1 | head -n 1)
# The local cloud, where the stage is local; the app's model, where the last one will do.
CLOUD   := $(if $(filter local,$(stage)),local)
MODEL   := $(if $(wildcard build/app.json),,build/app.json)
LAMBDA   = --stage "$(stage)" --name "$(name)"

.PHONY: deploy
deploy: push ## deploy the app; stage=dev for AWS, else here
	$(if $(DOMAIN),$(PYTHON) tools/setup_domain.py build/app.json --stage "$(stage)" --listed)
	$(PYTHON) tools/deploy_stack.py build/app.json "build/$(stage)/artifacts.json" \
		$(shell ls build/$(stage)/layers/*.json 2>/dev/null) $(DOMAIN:%=build/$(stage)/domains/%.json) --stage "$(stage)" \
		$(if $(yes),--yes) -o "build/$(stage)/stack.json"

.PHONY: test
test: build/app.json ## run the tests of what changed; all=1 for all, name=hello for one lambda's
	@$(PYTHON) tools/check_app.py build/app.json $(if $(name),,--lint)
	@$(PYTHON) tools/run_tests.py build/app.json --name "$(name)" $(if $(all),--all)

.PHONY: check
check: build/app.json ## say what is wrong without running anything: docs/checks.md
	@$(PYTHON) tools/check_app.py build/app.json

.PHONY: new-lambda
new-lambda: .venv/.ready ## begin a lambda: name=orders/refund trigger=endpoint
	$(PYTHON) tools/new_lambda.py "$(package)" --name "$(name)" --trigger "$(trigger)"

.PHONY: local
local: .venv/.ready ## start the local cloud; port=4566
	$(PYTHON) tools/run_local.py start $(if $(port),--port "$(port)")

.PHONY: stop
stop: .venv/.ready ## stop the local cloud, and forget what is in it
	$(PYTHON) tools/run_local.py stop

.PHONY: app
app: build/app.json ## read every infra: block into build/app.json
build/app.json: .venv/.ready $(if $(STALE),force) $(filter layer,$(MAKECMDGOALS))
	$(PYTHON) tools/scan_infra.py "$(package)" -o $@

.PHONY: template
template: build/template.json ## expand build/app.json into build/template.json
build/template.json: build/app.json
	$(PYTHON) tools/expand_template.py build/app.json -o $@

.PHONY: push
push: build/template.json $(CLOUD) ## upload the zips and the template that the bucket lacks
	$(PYTHON) tools/push_artifacts.py build/app.json build/template.json --stage "$(stage)" -o "build/$(stage)/artifacts.json"

.PHONY: bucket
bucket: build/app.json $(CLOUD) ## the artifacts bucket; do=create, list, empty or delete
	@$(PYTHON) tools/manage_bucket.py build/app.json "$(do)" --stage "$(stage)" $(if $(yes),--yes)

.PHONY: domain
domain: build/app.json $(CLOUD) ## have names under a domain: name=example.com; delete=1, dry=1
	@$(PYTHON) tools/setup_domain.py build/app.json $(LAMBDA) $(if $(delete),--delete) $(if $(dry),--dry-run)

.PHONY: domains
domains: build/app.json $(CLOUD) ## show the domain: zone, certificates, names and who answers there
	@$(PYTHON) tools/list_domains.py build/app.json --stage "$(stage)"

.PHONY: site
site: build/app.json ## publish the folder of a website: dir=site website=demo; delete=1, dry=1, all=1
	@$(PYTHON) tools/publish_site.py build/app.json "$(dir)" --stage "$(stage)" --website "$(website)" \
		$(if $(delete),--delete) $(if $(dry),--dry-run) $(if $(all),--all)

.PHONY: user
user: $(MODEL) ## users of private endpoints: email=a@b.cc; do=create, list, token, password, delete...
	$(if $(filter command,$(origin password)),$(error say it before make, where nobody sees it: PASSWORD=... make user))
	@$(PYTHON) tools/manage_users.py build/app.json "$(do)" --stage "$(stage)" --email "$(email)" \
		--set "$(set)" $(if $(yes),--yes)

.PHONY: layer
layer: .venv/.ready $(if $(delete),,$(CLOUD)) ## make or renew a layer: pkg=pyyaml; also name= version= delete=1
	$(PYTHON) tools/create_layer.py "$(package)" --stage "$(stage)" --pkg "$(pkg)" --name "$(name)" \
		--version "$(version)" $(if $(delete),--delete)

.PHONY: layers
layers: .venv/.ready ## list the layers, and who uses them; outdated=1 for newer pins
	@$(PYTHON) tools/list_layers.py "$(package)" --stage "$(stage)" $(if $(outdated),--outdated)

.PHONY: outputs
outputs: $(MODEL) ## print the stack's addresses and names
	@$(PYTHON) tools/print_outputs.py build/app.json --stage "$(stage)"

.PHONY: resources
resources: $(MODEL) ## list what the stack is made of; name=hello for one lambda
	@$(PYTHON) tools/list_resources.py build/app.json $(LAMBDA)

.PHONY: logs
logs: $(MODEL) ## print a lambda's logs: name=hello; since=10m follow=1
	@$(PYTHON) tools/show_logs.py build/app.json $(LAMBDA) --since "$(since)" $(if $(follow),--follow)

.PHONY: invoke
invoke: $(MODEL) ## call a lambda: name=hello event=event.json
	@$(PYTHON) tools/invoke_lambda.py build/app.json $(LAMBDA) --event "$(event)"

.PHONY: delete
delete: $(MODEL) ## delete the stack; what holds data outlives it on AWS
	@$(PYTHON) tools/delete_stack.py build/app.json --stage "$(stage)" $(if $(yes),--yes)

.PHONY: policy
policy: build/template.json ## print what a user must be allowed to deploy this; stage=dev
	@$(PYTHON) tools/print_policy.py build/app.json build/template.json --stage "$(stage)"

.PHONY: docs
docs: .venv/.ready ## write the pages of docs/ that are made from the tools
	$(PYTHON) tools/document_words.py docs
	$(PYTHON) tools/document_checks.py docs

.PHONY: bench
bench: .venv/.ready ## measure how long things take
	$(PYTHON) bench/measure_speed.py
	$(PYTHON) bench/measure_tests.py

.PHONY: bench-bugs
bench-bugs: .venv/.ready ## measure how many bugs tests find; all=1 tells which not; name=links
	$(PYTHON) bench/measure_bugs.py $(if $(name),--app "$(name)") $(if $(all),--list)

.PHONY: bench-fuzz
bench-fuzz: .venv/.ready ## read thousands of files with slips in them: no traceback, none slow
	$(PYTHON) bench/measure_fuzz.py

.PHONY: clean
clean: ## forget everything built here, nothing in the cloud; all=1 for .venv too
	$(if $(and $(wildcard build/local/cloud.json),$(wildcard $(PYTHON))),$(PYTHON) tools/run_local.py stop)
	rm -rf build $(if $(all),.venv)

.PHONY: help
help: ## show this list
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / {printf "  %-11s %s\n", $$1, $$2}' Makefile

# An environment whose Python is gone is made anew.
.venv/.ready: requirements.txt tools/create_environment.py $(if $(wildcard $(PYTHON)),,force)
	"$(python)" tools/create_environment.py requirements.txt .venv

.PHONY: force
force:
