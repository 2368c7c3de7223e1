# make test does everything that must hold before a change is taken; the other targets are its parts.
SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

GOLANGCI_LINT := v2.15.0
FUZZTIME ?= 30s
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
COMMIT ?= $(shell git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)

.PHONY: help test lint unit fuzz bench build prepare install-tools clean

help: ## say what can be asked for
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

test: ## everything: get what is missing, lint, build, test with the race detector, coverage floors
	@$(MAKE) prepare
	@$(MAKE) lint
	@$(MAKE) unit

lint: install-tools ## only look: modules, format, vet, fix, staticcheck, golangci-lint, dead code, static build
	@.ci/lint

unit: ## only the tests, beside a private MariaDB and with Redis where these are installed
	@.ci/unit

fuzz: ## every fuzz target for FUZZTIME (30s)
	@.ci/fuzz $(FUZZTIME)

bench: ## every benchmark
	@.ci/services go test -run '^$$' -bench . -benchmem ./...

build: ## ./yishi: static, stripped, with its version and commit
	CGO_ENABLED=0 go build -trimpath -buildvcs=false \
		-ldflags '-s -w -X main.version=$(VERSION) -X main.commit=$(COMMIT)' -o yishi .

prepare: ## Debian packages that tests use: compiler, browser, fonts, MariaDB, Redis
	@.ci/prepare

install-tools: ## golangci-lint of the pinned version into bin/, where it is not there yet
	@.ci/tools $(GOLANGCI_LINT)

clean: ## remove what was built or measured
	rm -f yishi cover.out cover.talk.out
