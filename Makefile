# Two commands are enough: `make run` and `make test`. Both install what the build needs first.

SWIFT ?= swift
SWIFTFLAGS ?=
PREFIX ?= /usr/local
# For packagers: a folder to install under, as in `make install DESTDIR=/tmp/package PREFIX=/usr`.
DESTDIR ?=
SWEEP ?= sweeps/quickstart.yaml
# For `make bench`: the interpreter that has torch and numpy.
PYTHON ?= python3

PROGRAM := .build/release/sweep

# For `make test-slurm`: a program that is built already.
SLURM_TEST_PROGRAM ?=

.PHONY: run test test-slurm soak fuzz bench paper build install setup clean help

run: build
	$(PROGRAM) run "$(SWEEP)"

# Release mode: training in a debug build is too slow to test. A folder of its own: testable
# imports compile every module another way, and `run` and `test` would make each other build anew.
test: setup
	$(SWIFT) test -c release --scratch-path .build-tests $(SWIFTFLAGS)

# On a real Slurm of one node, which is installed (apt) and set up on loopback for it, and ended afterwards: some minutes.
# Skipped with a notice where the packages cannot be had.
test-slurm: $(if $(SLURM_TEST_PROGRAM),,build)
	bash Tests/Slurm/run.sh "$(or $(SLURM_TEST_PROGRAM),$(PROGRAM))"

# The long form of the tests of faults: more kills, more damage, 100,000 strange inputs for every format,
# then libFuzzer. About an hour; docs/reliability.md has its figures.
soak: setup
	SWEEP_SOAK=1 $(SWIFT) test -c release --scratch-path .build-tests $(SWIFTFLAGS) \
	  --filter 'FuzzTests|KillTests|DamageTests|CrashTests|HangTests|FullDiskTests|EndingTests|SignalTests|MeasuringKillTests|JournalDamageTests|CheckpointFileTests|MeasuringFileTests|AnalysisFileTests|AnalysisFaultTests|RestartTests|ClockTests|OnFinishTests'
	$(MAKE) fuzz

# The whole paper, and what lies beyond it, on real data: hours. SWEEP_DATA names a folder with MNIST and Fashion-MNIST;
# otherwise they are downloaded. `make paper PAPER="table1 drift"` runs some of the sweeps.
PAPER ?=
paper: build
	sh Scripts/paper.sh $(PROGRAM) results/paper $(PAPER)

fuzz: setup
	SWIFT="$(SWIFT)" sh Scripts/fuzz.sh

# The program beside its bounds, then beside its rivals where they are installed. They choose their
# kernels themselves: a variable set for another purpose must not slow a rival down.
bench: build
	$(PROGRAM) bench
	@if pkg-config --exists openblas; then \
	  env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE \
	    $(SWIFT) run -c release --package-path Benchmarks OpenBLASRival; \
	else echo 'OpenBLAS: not measured; it needs libopenblas-dev'; fi
	@if $(PYTHON) -c 'import torch, numpy' 2>/dev/null; then \
	  env -u ATEN_CPU_CAPABILITY -u MKL_CBWR -u MKL_ENABLE_INSTRUCTIONS -u ONEDNN_MAX_CPU_ISA \
	    $(PYTHON) Benchmarks/pytorch/rival.py --sweep $(PROGRAM); \
	else echo 'PyTorch: not measured; it needs torch and numpy, as in make bench PYTHON=/path/to/python'; fi

build: setup
	$(SWIFT) build -c release --product sweep $(SWIFTFLAGS)

install: build
	sh Scripts/install.sh "$(PROGRAM)" "$(DESTDIR)$(PREFIX)"

setup:
	@SWIFT="$(SWIFT)" sh Scripts/setup.sh

clean:
	rm -rf .build .build-tests Benchmarks/.build Fuzz/.build

help:
	@echo 'make run      build and run sweeps/quickstart.yaml (another: make run SWEEP=sweeps/x.yaml)'
	@echo 'make test     build and run all tests'
	@echo 'make test-slurm  the tests on a real Slurm, set up for them'
	@echo 'make soak     the long tests of faults, about an hour'
	@echo 'make fuzz     let libFuzzer look for inputs that crash a reader'
	@echo 'make bench    measure the program beside its bounds and its rivals (OpenBLAS, PyTorch)'
	@echo 'make paper    every sweep of the paper in full, into results/paper: hours'
	@echo 'make build    build .build/release/sweep'
	@echo 'make install  install program, shell completion and manual page under PREFIX ($(PREFIX))'
	@echo 'make clean    delete what was built'
