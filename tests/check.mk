# SPDX-License-Identifier: GPL-2.0-or-later
# The tests: check-unit needs nothing but the libraries; check-guest needs root.

HELPERS := $(patsubst tests/tools/%.c,$(BUILD)/tests/tools/%,$(wildcard tests/tools/*.c))

# Without a libc, so that they make no call but their own.
$(BUILD)/tests/tools/enter $(BUILD)/tests/tools/asker $(BUILD)/tests/tools/caller: $(BUILD)/tests/tools/%: tests/tools/%.c
	@mkdir -p $(@D)
	$(CC) -O1 -Wall -Wextra -nostdlib -static -fno-stack-protector -o $@ $<

# One program of several files, without the libraries: it shall ask for nothing
# but what it is told to.
HELPERS += $(BUILD)/tests/tools/ask
$(BUILD)/tests/tools/ask: $(wildcard tests/tools/ask/*.c) tests/tools/ask/ask.h
	@mkdir -p $(@D)
	$(CC) -O1 -g -Wall -Wextra -o $@ $(filter %.c,$^)

HELPERS += $(BUILD)/tests/tools/ask_sites
$(BUILD)/tests/tools/ask_sites: $(wildcard tests/tools/ask_sites/*.[ch])
	@mkdir -p $(@D)
	$(CC) -O1 -g -Wall -Wextra -o $@ $(filter %.c,$^)

$(BUILD)/tests/tools/%: tests/tools/%.c
	@mkdir -p $(@D)
	$(CC) -O1 -g -Wall -Wextra -o $@ $< $(PKG_LIBS)

helpers: $(HELPERS)

check-unit: all unit-tests ## the tests that need no root, guest or network
	@sh tests/run-unit.sh $(BUILD)

check-valgrind: unit-tests ## the unit tests under valgrind
	@set -e; for t in $(UNIT_TESTS); do \
		valgrind -q --error-exitcode=99 --leak-check=full \
			--suppressions=tests/valgrind.supp $$t \
			>$(BUILD)/valgrind.log 2>&1 || \
			{ echo "FAILED $$t"; tail -30 $(BUILD)/valgrind.log; exit 1; }; done

check-guest: ## the tests in the guest (installs what they need; root)
	@sh tests/run-guest.sh

prove: ## the long proof of twelve servers, and its tables (root, three hours)
	@sh tests/prove.sh

prove-seccomp: ## the long proof of seccomp files on two releases (root, an hour)
	@sh tests/prove-seccomp.sh

prove-verify: ## the long proof of verify and --minimize (root, an hour)
	@sh tests/prove-verify.sh

mysql-tree: ## a MySQL server for a proof, from Debian's unstable suite (root)
	@sh tests/mysql/tree.sh $(BUILD)/mysql

check: ## all tests (installs what they need; root)
	@sh tests/run-all.sh

demo: ## profile rsyslogd and an nginx image in the guest (root)
	@sh tests/demo.sh

.PHONY: helpers unit-tests check-unit check-valgrind check-guest check prove prove-seccomp prove-verify mysql-tree demo
