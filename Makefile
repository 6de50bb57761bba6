# lambdas/ -> scan -> build/app.json -> expand -> build/template.json -> push -> deploy
# One target is one program of tools/, which also runs alone. `make help` lists the targets and their variables.

# Values are data. Make expands a value of the command line whenever it uses or exports the variable. So the Makefile
# uses no value before check_variables.py has checked the names. Then it freezes each value as typed, and exports it:
# the tools get it from the environment. A recipe writes --name="$$name", never $(name). Each variable has `override`:
# else SHELL=... after make would run a program, and with -e each variable of the shell.
override TYPED := $(foreach each,$(.VARIABLES),$(if $(filter command,$(origin $(each))),$(each))) \
	$(if $(filter command,$(origin each)),each)
unexport $(TYPED)
override SHELL := /bin/sh
override .SHELLFLAGS := -c
# The variables of the command line, with their defaults: `make deploy stage=dev`. A variable of the shell has no effect:
# it never chooses the stage. The help of a target lists its variables after the |.
override VARIABLES := stage=local dir=site do=create since=1h python=python3 name= trigger= event= port= follow= \
	yes= lose= full= empty= email= set= all= delete= dry= drift= resource= website= pkg= version= outdated= verbose= from= app= json= out= \
	id= test= errors= request= query= pool=
override NAMES := $(foreach each,$(VARIABLES),$(firstword $(subst =, ,$(each))))
override quoted = '$(subst ','\'',$1)'
# A program that is no Python is reported; exec, as for the shell `.`, `true` and others are commands of its own.
override IS_PYTHON = [ "$$(exec $1 -c 'print(3)' 2>&1)" = 3 ]
override NO_PYTHON = { $(IS_PYTHON) || printf '%s\n  hint: %s\n' $1" is no Python" \
	"install Python 3.11 or newer, or name one: python=/path/to/python3" >&2; exit 1; }
override brief = $(if $(value $1),$(if $(filter-out 1 local,$(value $1)),text,$(or $(firstword $(value $1)),1)))
# Variables of the shell that change what Python, or moto, does: with PYTHONSAFEPATH no tool finds its packages, and
# with TEST_SERVER_MODE moto empties another server. Before version 4.4 make exports to $(shell) what it unexports.
override FOREIGN := PYTHONPATH PYTHONHOME PYTHONSAFEPATH PYTHONPLATLIBDIR PYTHONEXECUTABLE PYTHONCASEOK PYTHONINSPECT \
	PYTHONOPTIMIZE PYTHONDEVMODE PYTHONWARNINGS PYTHONVERBOSE PYTHONTRACEMALLOC PYTHONPROFILEIMPORTTIME PYTHONINTMAXSTRDIGITS \
	PYTHONHASHSEED PYTHONMALLOC TEST_SERVER_MODE TEST_PROXY_MODE
override PLAIN_PYTHON := unset $(FOREIGN)
$(if $(wildcard Makefile),,$(error `make` reads the files of its folder: cd to that of the Makefile, or make -C folder))
# A word that is no target, as in `make deploy dev`, is reported before anything runs.
override GOALS := $(if $(filter MAKECMDGOALS,$(TYPED)),,$(MAKECMDGOALS))
override UNKNOWN := $(if $(GOALS),$(filter-out $(shell sed -n 's/^\([a-z.][a-z./-]*\):.*/\1/p' Makefile),$(GOALS)))
ifneq ($(strip $(TYPED) $(UNKNOWN)),)
# Ctrl-C is ignored here: while Python starts, it would print a traceback; the check is short.
override PROGRAM := $(or $(wildcard .venv/bin/python),$(call quoted,$(or $(value python),python3)))
override CHECKED := $(shell trap '' INT; $(PLAIN_PYTHON); (exec $(PROGRAM) -S tools/check_variables.py Makefile $(call quoted,$(GOALS)) \
	$(call quoted,$(foreach each,$(TYPED),$(each)=$(call brief,$(each))))) || $(call NO_PYTHON,$(PROGRAM)))
$(if $(filter ok,$(CHECKED)),,$(error nothing was done))
endif
override frozen = $(if $(filter command,$(origin $1)),$(value $1),$(patsubst $1=%,%,$(filter $1=%,$(VARIABLES))))
$(foreach each,$(NAMES),$(eval override $(each) := $$(call frozen,$(each))))
# stage=auto is the stage of the git branch; the tools get the branch as well, and refuse the stage of another branch.
override PARETO_BRANCH :=
ifeq ($(stage),auto)
override PARETO_BRANCH := $(shell $(PLAIN_PYTHON); $(or $(wildcard .venv/bin/python),python3) tools/name_stage.py)
override stage := $(firstword $(PARETO_BRANCH))
$(if $(stage),,$(error nothing was done))
override PARETO_BRANCH := $(lastword $(PARETO_BRANCH))
endif
override PARETO_VARIABLES := $(NAMES)
export $(NAMES) PARETO_BRANCH PARETO_VARIABLES

MAKEFLAGS += --no-builtin-rules --warn-undefined-variables
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
ifeq ($(verbose),)
.SILENT:
endif
# Python keeps the compiled tools, even where the shell forbids it: each tool then starts in a fraction of the time.
export PYTHONDONTWRITEBYTECODE :=
# Modules of another project must not replace the tools' packages; a lambda would find them here, and not on AWS.
unexport $(FOREIGN) $(filter MOTO_%,$(.VARIABLES))

override VENV := .venv/bin/python
# Ctrl-C waits until Python has started, which would print a traceback (quiet_interrupt.pth); where env is not GNU's, not.
override PYTHON := $(strip $(shell env --block-signal=INT echo env --block-signal=INT 2>/dev/null) $(VENV))
# One process for any number of lambdas. Folders are compared too: a deleted lambda leaves no newer file. build/package
# holds the app's folder, and resources.yaml if there was one, written by the last scan: find reports what is gone. It is
# right as long as app.yaml is unchanged. -cnewer: `cp -p` writes an earlier version with its earlier time.
override STALE  := $(shell find app.yaml $(wildcard resources.yaml resources.yml resources.json) tools \
	"./$$(head -n 1 build/package 2>&1)" "./$$(tail -n 1 build/package 2>&1)" $(wildcard layers words) -name __pycache__ -prune -o \
	! -name test.py \( -type d ! -path 'tools*' -o -name '*.py' -o -name app.yaml -o -name Dockerfile -o -path 'resources.*' \) \
	\( -newer build/app.json -o -cnewer build/app.json \) -print 2>&1 | head -n 1)
# PROGRAMS: several tools in one process, with + between them, as the start of Python takes most of their time. START is
# the first of them where the stage is local: it starts the local cloud. START_IF: unless the tool would reject the values.
override PROGRAMS := $(PYTHON) tools/run_programs.py
override START  := $(if $(filter local,$(stage)),tools/run_local.py start $(if $(port),--port="$$port") +)
override START_IF = $(if $1,$(START))
override SCAN   := tools/scan_infra.py -o build/app.json
override EXPAND := tools/expand_template.py build/app.json -o build/template.json
# Where both files are stale, one process writes them: that of the only target on the command line, with BUILD, else that of
# template.json's rule, as make would expand again after a rule of app.json that does both.
override BUILD  := $(if $(and $(STALE),$(filter deploy push diff adopt,$(GOALS))),$(if $(word 2,$(GOALS)),,$(SCAN) + $(EXPAND) +))
override BUILT  := $(if $(BUILD),.venv/.ready,build/template.json)
override MODEL_FIRST := $(if $(and $(STALE),$(filter build/template.json template push deploy diff adopt policy ci,$(GOALS))),,1)
# MODEL: the app model, where no older one exists; else only .venv, where it is missing.
override MODEL  := $(if $(wildcard build/app.json),$(if $(wildcard $(VENV)),,.venv/.ready),build/app.json)
override STAGE  := --stage="$$stage"
override DOMAIN := $(if $(wildcard domains/*.y*ml),tools/setup_domain.py build/app.json $(STAGE) --listed +)
override YES    := $(if $(yes),--yes)
override AGREED := $(YES)$(if $(lose), --lose="$$lose")
override ALL    := $(if $(all),--all)
override FULL   := $(if $(full),--full)
override EMPTY  := $(if $(empty),--empty)
override JSON   := $(if $(json),--json)
override ACTION := $(if $(filter do,$(TYPED)),"$$do",list)
override SINCE  := $(if $(filter since,$(TYPED)),--since="$$since")

.PHONY: deploy
deploy: $(BUILT) ## deploy the app, locally or to AWS | stage=dev yes=1 lose=DemoTable all=1 full=1 dry=1 empty=1 port=4567
	$(PROGRAMS) $(BUILD) $(START) $(if $(dry),tools/diff_stack.py build/app.json build/template.json $(STAGE) $(FULL) $(EMPTY) --calls,\
		tools/check_app.py build/app.json --before-deploy $(STAGE) $(YES) + $(DOMAIN) tools/deploy_stack.py build/app.json \
		"build/$$stage/artifacts.json" --push $(STAGE) $(AGREED) $(ALL) $(FULL) $(EMPTY) -o "build/$$stage/stack.json")

.PHONY: watch
watch: $(MODEL) ## test and deploy at each save | stage=dev dir=site port=4567
	$(PROGRAMS) $(START) tools/watch_app.py build/app.json $(STAGE) $(if $(filter dir,$(TYPED)),--site="$$dir")

.PHONY: test
test: build/app.json ## test the app; all=1 also tests Pareto | name=hello all=1
	$(PYTHON) tools/check_app.py build/app.json --name="$$name" $(if $(name),,--lint) -o build/tests/findings.json
	$(PYTHON) tools/run_tests.py build/app.json --name="$$name" $(ALL) --findings=build/tests/findings.json

.PHONY: check
check: build/app.json ## find problems without running the code | json=1
	$(PYTHON) tools/check_app.py build/app.json $(JSON)

.PHONY: new-lambda
new-lambda: .venv/.ready ## create a lambda | name=orders/refund trigger=queue
	$(PYTHON) tools/new_lambda.py --name="$$name" --trigger="$$trigger"

.PHONY: local
local: .venv/.ready ## start the local cloud | port=4567
	$(PYTHON) tools/run_local.py start $(if $(port),--port="$$port")

.PHONY: stop
stop: $(if $(wildcard $(VENV) build),.venv/.ready) ## stop the local cloud; its data is lost
	$(if $(wildcard $(VENV) build),$(PYTHON) tools/run_local.py stop,echo "No local cloud runs." >&2)

.PHONY: new-app
new-app: .venv/.ready ## replace the example by an app of your own | name=shorty yes=1
	$(PYTHON) tools/new_app.py --name="$$name" $(YES)

.PHONY: app
app: build/app.json ## scan the lambdas into build/app.json
.PHONY: template
template: build/template.json ## expand build/app.json into build/template.json
ifneq ($(MODEL_FIRST),)
build/app.json: .venv/.ready $(if $(STALE),force) $(filter layer,$(GOALS))
	$(PYTHON) $(SCAN)
build/template.json: build/app.json
	$(PYTHON) $(EXPAND)
else
build/template.json: .venv/.ready force $(filter layer,$(GOALS))
	$(PROGRAMS) $(SCAN) + $(EXPAND)
build/app.json: build/template.json ;
endif

.PHONY: push
push: $(BUILT) ## upload missing zips and templates | stage=dev port=4567
	$(PROGRAMS) $(BUILD) $(START) tools/push_artifacts.py build/app.json build/template.json $(STAGE) -o "build/$$stage/artifacts.json"

.PHONY: diff
diff: $(BUILT) ## print what a deploy would do, and do nothing | stage=dev drift=1 json=1 port=4567
	$(PROGRAMS) $(BUILD) $(START) tools/diff_stack.py build/app.json build/template.json $(STAGE) $(if $(drift),--drift) $(JSON)

.PHONY: bucket
bucket: build/app.json ## artifacts: create, list, prune, empty, delete, download | do=list yes=1 json=1 stage=dev port=4567
	$(PROGRAMS) $(call START_IF,$(filter create list prune empty delete download,$(do))) tools/manage_bucket.py build/app.json $(STAGE) $(YES) $(JSON) -- "$$do"

.PHONY: domain
domain: build/app.json ## set up a domain of your own | name=example.com delete=1 dry=1 stage=prod port=4567
	$(PROGRAMS) $(call START_IF,$(if $(name),$(findstring .,$(filter-out -%,$(name))),1)) tools/setup_domain.py \
		build/app.json $(STAGE) --name="$$name" $(if $(delete),--delete) $(if $(dry),--dry-run)

.PHONY: domains
domains: build/app.json ## list zones, certificates, names | json=1 stage=prod port=4567
	$(PROGRAMS) $(START) tools/list_domains.py build/app.json $(STAGE) $(JSON)

.PHONY: site
site: build/app.json ## publish a folder on a website | dir=site website=demo delete=1 dry=1 all=1 stage=prod
	$(PYTHON) tools/publish_site.py build/app.json $(STAGE) --website="$$website" \
		$(if $(delete),--delete) $(if $(dry),--dry-run) $(ALL) -- "$$dir"

.PHONY: user
user: $(MODEL) ## manage the users of private endpoints | email=a@b.cc do=list set=plan=gold pool=staff yes=1 json=1 stage=dev
	$(PYTHON) tools/manage_users.py build/app.json $(STAGE) --email="$$email" --set="$$set" --pool="$$pool" $(YES) $(JSON) -- "$$do"

.PHONY: secret
secret: $(MODEL) ## set, list, rotate or delete secrets that lambdas read | name=stripe do=list yes=1 json=1 stage=dev
	$(PYTHON) tools/manage_secrets.py build/app.json $(STAGE) --name="$$name" $(YES) $(JSON) -- "$$do"

.PHONY: layer
layer: .venv/.ready ## create or update a layer | pkg=flask version=3.1 name=web delete=1 stage=dev port=4567
	$(PROGRAMS) $(call START_IF,$(if $(delete)$(filter -%,$(pkg) $(name)),,$(pkg)$(name))) tools/create_layer.py $(STAGE) \
		--pkg="$$pkg" --name="$$name" --version="$$version" $(if $(delete),--delete)

.PHONY: layers
layers: .venv/.ready ## list the layers, and their lambdas | outdated=1 json=1 stage=dev
	$(PYTHON) tools/list_layers.py $(STAGE) $(if $(outdated),--outdated) $(JSON)

.PHONY: outputs
outputs: $(MODEL) ## print the addresses and names of a stack | json=1 stage=dev
	$(PYTHON) tools/print_outputs.py build/app.json $(STAGE) $(JSON)

.PHONY: keys
keys: $(MODEL) ## list, create, replace and delete API keys | do=create name=partner yes=1 json=1 stage=dev
	$(PYTHON) tools/manage_keys.py build/app.json $(STAGE) --name="$$name" $(YES) $(JSON) -- $(ACTION)

.PHONY: account
account: $(MODEL) ## permit API Gateway to write access logs, once for an account and region | yes=1 stage=dev
	$(PYTHON) tools/setup_account.py build/app.json $(STAGE) $(YES)

.PHONY: dashboard
dashboard: $(MODEL) ## print the address of the app's dashboard in CloudWatch | json=1 stage=dev
	$(PYTHON) tools/print_dashboard.py build/app.json $(STAGE) $(JSON)

.PHONY: resources
resources: $(MODEL) ## list the resources of the stack | name=hello json=1 stage=dev
	$(PYTHON) tools/list_resources.py build/app.json $(STAGE) --name="$$name" $(JSON)

.PHONY: logs
logs: $(MODEL) ## print the logs of all lambdas, or of one | name=hello since=10m follow=1 errors=1 request=6f1c query=... json=1 stage=dev
	$(PYTHON) tools/show_logs.py build/app.json $(STAGE) --name="$$name" --since="$$since" $(if $(follow),--follow) \
		$(if $(errors),--errors) --request="$$request" --query="$$query" $(JSON)

.PHONY: errors
errors: $(MODEL) ## print failed invocations, or one failure with its event | since=7d name=hello id=6f1c9d2e test=1 json=1 stage=dev
	$(PYTHON) tools/show_errors.py build/app.json $(STAGE) $(SINCE) --name="$$name" --id="$$id" $(if $(test),--test) $(JSON)

.PHONY: queue
queue: $(MODEL) ## list queues; show, move into a file or delete the messages of one | do=peek name=orders-dlq yes=1 json=1 stage=dev
	$(PYTHON) tools/manage_queues.py build/app.json $(STAGE) --name="$$name" $(YES) $(JSON) -- $(ACTION)

.PHONY: replay
replay: $(MODEL) ## send failed messages again, after showing them | name=orders id=6f1c9d2e dry=1 yes=1 json=1 stage=dev
	$(PYTHON) tools/replay_messages.py build/app.json $(STAGE) --name="$$name" --id="$$id" $(if $(dry),--dry-run) $(YES) $(JSON)

.PHONY: invoke
invoke: $(MODEL) ## invoke a lambda | name=hello event=event.json stage=dev
	$(PYTHON) tools/invoke_lambda.py build/app.json $(STAGE) --name="$$name" --event="$$event"

.PHONY: ping
ping: $(MODEL) ## write a row, an object, a message, a record or an event that invokes a lambda | name=hello event=event.json yes=1 stage=dev
	$(PYTHON) tools/ping_lambda.py build/app.json $(STAGE) --name="$$name" --event="$$event" $(YES)

.PHONY: match
match: $(MODEL) ## print which rules match an event, and why others do not | event=event.json name=hello json=1 stage=dev
	$(PYTHON) tools/match_event.py build/app.json $(STAGE) --name="$$name" --event="$$event" $(JSON)

.PHONY: delete
delete: $(MODEL) ## delete the stack; on AWS its data is kept | stage=dev yes=1 app=demo lose=prod
	$(PYTHON) tools/delete_stack.py build/app.json $(STAGE) $(if $(app),--name="$$app") $(AGREED)

.PHONY: stages
stages: build/app.json ## list the stages, or delete the expired ones | do=sweep yes=1 json=1 stage=dev port=4567
	$(PROGRAMS) $(call START_IF,$(if $(filter do,$(TYPED)),$(filter list sweep,$(do)),1)) tools/manage_stages.py build/app.json $(STAGE) $(YES) $(JSON) -- $(ACTION)

.PHONY: adopt
adopt: $(BUILT) ## deploy with tables and buckets that were kept on AWS | stage=dev name=DEMO_TABLE resource=old-table yes=1 lose=DemoTable port=4567
	$(PROGRAMS) $(BUILD) $(START) $(DOMAIN) tools/adopt_resources.py build/app.json build/template.json $(STAGE) --name="$$name" \
		--resource="$$resource" + tools/deploy_stack.py build/app.json "build/$$stage/artifacts.json" --push $(STAGE) $(AGREED) -o "build/$$stage/stack.json"

.PHONY: rollback
rollback: $(MODEL) ## restore the code that ran before the last deploy | stage=dev
	$(PYTHON) tools/rollback_code.py build/app.json $(STAGE)

.PHONY: permissions
permissions: build/app.json ## print each lambda's role, with the lines of code that need it | name=hello json=1
	$(PYTHON) tools/print_permissions.py --name="$$name" $(JSON) -- build/app.json

.PHONY: policy
policy: build/template.json ## print the IAM policies needed to deploy | json=1 stage=dev
	$(PYTHON) tools/print_policy.py build/app.json build/template.json $(STAGE) $(JSON)

.PHONY: ci
ci: build/template.json ## write the files with which GitHub Actions or CodeBuild deploys, and its roles | stage=dev do=codebuild
	$(PYTHON) tools/write_ci.py build/app.json build/template.json $(if $(filter stage,$(TYPED)),$(STAGE)) --do="$$do"

.PHONY: openapi
openapi: build/app.json ## print the OpenAPI document of the endpoints | out=openapi.json json=1 stage=dev
	$(PYTHON) tools/print_openapi.py build/app.json $(STAGE) --out="$$out" $(JSON)

.PHONY: docs
docs: .venv/.ready ## write the pages of docs/ that are generated from tools/
	$(PYTHON) tools/document_words.py docs
	$(PYTHON) tools/document_checks.py docs

.PHONY: upgrade
upgrade: .venv/.ready ## upgrade Pareto; the app is unchanged | from=../pareto dry=1 yes=1
	$(PYTHON) tools/upgrade_pareto.py --from="$$from" $(if $(dry),--dry-run) $(YES)

.PHONY: test-pareto
test-pareto: .venv/.ready ## run the tests of Pareto itself
	$(PYTHON) -m pytest -q --junitxml=build/tests/junit.xml -n auto --dist loadfile tests

.PHONY: bench
bench: .venv/.ready ## measure the speed of the tools and of the tests
	$(PYTHON) bench/measure_speed.py
	$(PYTHON) bench/measure_tests.py

.PHONY: bench-load
bench-load: .venv/.ready ## measure how often the tests of a fresh clone pass while 16 processes are busy
	$(PYTHON) bench/measure_steadiness.py

.PHONY: bench-bugs
bench-bugs: .venv/.ready ## measure how many bugs are found | name=links all=1
	$(PYTHON) bench/measure_bugs.py $(if $(name),--app="$$name") $(if $(all),--list)

.PHONY: bench-permissions
bench-permissions: .venv/.ready ## measure whether roles are as wide as their code | name=plain all=1
	$(PYTHON) bench/measure_permissions.py $(if $(name),--only="$$name") $(if $(all),--list)

.PHONY: bench-roles
bench-roles: .venv/.ready ## measure that no role of the example allows too much | name=alarms port=4812
	$(PYTHON) bench/measure_least_privilege.py $(if $(name),--only="$$name") $(if $(port),--port="$$port")

.PHONY: bench-fuzz
bench-fuzz: .venv/.ready ## scan thousands of faulty files: no traceback, none slow
	$(PYTHON) bench/measure_fuzz.py

.PHONY: bench-faults
bench-faults: .venv/.ready ## inject faults into deploys, adoptions and replays, and flood an app: nothing is lost | name=replay all=1
	$(PYTHON) bench/measure_faults.py $(ALL) $(if $(name),--kinds="$$name" --no-floods)

.PHONY: bench-walks
bench-walks: .venv/.ready ## make random edits, faults and changes by hand: each deploy recovers, nothing is lost
	$(PYTHON) bench/measure_walks.py

.PHONY: bench-deploy
bench-deploy: .venv/.ready ## measure deploys of 20, 200 and 1,000 lambdas, and saves under make watch
	$(PYTHON) bench/measure_deploys.py

.PHONY: bench-apps
bench-apps: .venv/.ready ## scan, deploy and invoke the apps of other projects | name=tasks port=4810
	$(PYTHON) bench/measure_apps.py $(if $(name),--app="$$name") $(if $(port),--port="$$port")

.PHONY: bench-moto
bench-moto: .venv/.ready ## run moto's own tests on moto and on the local cloud: an hour, downloads them | name=sqs all=1
	$(PYTHON) bench/measure_moto.py $(if $(name),--services="$$name") $(if $(all),--list)

.PHONY: clean
clean: override REMOVED = $(addsuffix /,$(wildcard build) $(if $(all),$(wildcard .venv)))
clean: ## stop the local cloud, remove build/ | all=1
	$(if $(wildcard $(VENV)),$(PYTHON) tools/run_local.py stop --forget)
	rm -rf build $(if $(all),.venv) && echo "$(if $(REMOVED),Removed: $(REMOVED),There was nothing to remove); nothing on AWS." >&2

.PHONY: help
help: ## list the targets; every target accepts | verbose=1 python=python3.13
	awk -F ':.*## | \\| ' '/^[a-z][a-z-]*:.*## / {printf "  %-17s %s\n", $$1, $$2; if ($$3) printf "%20s%s\n", "", $$3}' Makefile 2>/dev/null || \
		[ $$? = 141 ] || { echo "the list of targets cannot be written: is the disk full?" >&2; exit 1; }  # 141: make help | head

# If the Python of .venv is gone, the environment is created again. With python=, that of .venv must be the same.
.venv/.ready: requirements.txt tools/create_environment.py $(if $(wildcard $(VENV)),$(if $(filter python,$(TYPED)),force),force)
	$(call IS_PYTHON,"$${python:-python3}") && (exec "$${python:-python3}" tools/create_environment.py requirements.txt .venv) || \
		$(call NO_PYTHON,"$${python:-python3}")

.PHONY: force
force:
