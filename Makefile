# Two commands are enough: `make run` and `make test`. Both install what the build needs first.

SWIFT ?= swift
SWIFTFLAGS ?=
PREFIX ?= /usr/local
# For packagers: a folder to install under, as in `make install DESTDIR=/tmp/package PREFIX=/usr`.
DESTDIR ?=
SWEEP ?= sweeps/quickstart.yaml

PROGRAM := .build/release/sweep

.PHONY: run test build install setup clean help

run: build
	$(PROGRAM) run "$(SWEEP)"

# Release mode: training in a debug build is too slow to test. A folder of its own: testable
# imports compile every module another way, and `run` and `test` would make each other build anew.
test: setup
	$(SWIFT) test -c release --scratch-path .build-tests $(SWIFTFLAGS)

build: setup
	$(SWIFT) build -c release --product sweep $(SWIFTFLAGS)

install: build
	sh Scripts/install.sh "$(PROGRAM)" "$(DESTDIR)$(PREFIX)"

setup:
	@SWIFT="$(SWIFT)" sh Scripts/setup.sh

clean:
	rm -rf .build .build-tests

help:
	@echo 'make run      build and run sweeps/quickstart.yaml (another: make run SWEEP=sweeps/x.yaml)'
	@echo 'make test     build and run all tests'
	@echo 'make build    build .build/release/sweep'
	@echo 'make install  install program, shell completion and manual page under PREFIX ($(PREFIX))'
	@echo 'make clean    delete what was built'
