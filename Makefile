SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

sqlc := go tool -modfile=tools.mod sqlc

.PHONY: help demo ui dev test soak bench generate release clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## build what is stale, then run console and sandbox with sample accounts (ARGS="--fresh" starts anew)
	@scripts/demo $(ARGS)

ui: ## build the console's screens where something changed
	@scripts/ui

dev: ## screens with hot reload on port 5173 over a demo server on 8080
	@scripts/dev $(ARGS)

test: bin/test ## everything that must hold; ONLY=go, ui or lint runs a part
	@bin/test

# Kills, and a database that is away for as long as WeChat repeats a push.
soaked := Kill|DatabaseIsAway|OutlastsItsRepeats|DidNotWaitFor

soak: bin/test ## the random kill tests in full numbers; takes long (RUN=regexp, PKG=package choose)
	@TUWEN_SOAK=1 bin/test with-postgres go test -v -count=1 -timeout 3h -run '$(or $(RUN),$(soaked))' $(or $(PKG),./...)

bench: bin/test ## measure the promises; each prints our figure, its floor, the ratio
	@bin/test with-durable-postgres go run ./bench $(ARGS)

generate: ## rewrite what is generated: queries, api/openapi.yaml, the client's types
	$(sqlc) generate
	go run ./cmd/tuwen openapi >api/openapi.yaml.new
	mv api/openapi.yaml.new api/openapi.yaml
	scripts/ui deps
	cd ui && npm run --silent generate

release: ui ## static binaries for the usual systems, with checksums, in bin/release
	@scripts/release

clean: ## remove what was built and installed here; data stays
	rm -rf bin ui/node_modules ui/test-results ui/playwright-report
	find ui/dist -mindepth 1 ! -name .gitkeep -delete

# Go knows best whether the program is up to date.
.PHONY: bin/test
bin/test:
	@go build -o $@ ./scripts/test
