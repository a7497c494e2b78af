# SPDX-License-Identifier: GPL-2.0-or-later
# Fuzz targets: tests/fuzz/fuzz_NAME.c, the kept corpus in corpus/NAME/.
#
# make fuzz           fuzzes each for FUZZ_SECONDS with clang's libFuzzer
# make check-corpus   runs the kept corpus with the compiler at hand; with
#                     SANITIZE=address,undefined BUILD=build/asan under those

FUZZ_NAMES   := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_SECONDS ?= 60
FUZZ_BUILD   := build/fuzz
FUZZ_CHECKS  := address,undefined

.PHONY: fuzz fuzz-build check-corpus

$(BUILD)/fuzz_%: $(BUILD)/tests/fuzz/fuzz_%.o $(BUILD)/libcollectors.a \
		$(BUILD)/libpolicies.a $(BUILD)/libprofile.a
	$(CC) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(PKG_LIBS)

$(BUILD)/replay_%: $(BUILD)/tests/fuzz/fuzz_%.o $(BUILD)/tests/fuzz/replay_main.o \
		$(BUILD)/libcollectors.a $(BUILD)/libpolicies.a $(BUILD)/libprofile.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PKG_LIBS)

# Of real logs, and of many events that are nearly alike, too: what ingest
# remembers of one event must not change what it says of the next.
WHOLE_LOGS := tests/fixtures/logs tests/fixtures/forms
$(BUILD)/tests/fuzz/generated.log: $(BUILD)/tests/bench/generate
	@mkdir -p $(@D)
	$< 3M tests/fixtures/logs/program-raw.log \
		tests/fixtures/logs/nginx-podman.log \
		tests/fixtures/logs/true-runc.log >$@

check-corpus: $(FUZZ_NAMES:%=$(BUILD)/replay_%) $(BUILD)/tests/fuzz/generated.log ## run the kept fuzz corpus
	@set -e; for name in $(FUZZ_NAMES); do \
		$(BUILD)/replay_$$name tests/fuzz/corpus/$$name; done
	@$(BUILD)/replay_ingest $(WHOLE_LOGS) $(BUILD)/tests/fuzz/generated.log

fuzz-build: $(FUZZ_NAMES:%=$(BUILD)/fuzz_%)

fuzz: ## fuzz each parser for FUZZ_SECONDS (clang)
	$(MAKE) BUILD=$(FUZZ_BUILD) CC=clang \
		SANITIZE=fuzzer-no-link,$(FUZZ_CHECKS) fuzz-build
	@set -e; for name in $(FUZZ_NAMES); do \
		mkdir -p $(FUZZ_BUILD)/corpus/$$name; \
		$(FUZZ_BUILD)/fuzz_$$name -max_total_time=$(FUZZ_SECONDS) \
			-timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
			-dict=tests/fuzz/audit.dict \
			$(FUZZ_BUILD)/corpus/$$name \
			tests/fuzz/corpus/$$name; done
