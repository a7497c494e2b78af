# SPDX-License-Identifier: GPL-2.0-or-later
# make bench-ingest   ingest against the field's tools on a generated log
#   BENCH_SIZE=8G     how large (default 1G); generated in TMPDIR, removed
#   BENCH_SLOW=100M   how much of it the slow tools read (default 100M)

BENCH_SIZE ?= 1G
BENCH_SLOW ?= 100M

$(BUILD)/tests/bench/generate: tests/bench/generate.c
	@mkdir -p $(@D)
	$(CC) -O2 -Wall -Wextra -o $@ $<

.PHONY: bench bench-ingest
bench: bench-ingest ## all of them (not part of check)
bench-ingest: all $(BUILD)/tests/bench/generate ## ingest's speed against other tools (not part of check)
	@sh tests/bench/bench.sh $(BUILD) $(BENCH_SIZE) $(BENCH_SLOW)

.PHONY: compare
compare: all ## ingest's findings against audit2allow's and ausearch's (not part of check)
	@sh tests/bench/tools.sh
	@PATH="$$PATH:/usr/sbin:/sbin" python3 tests/bench/compare.py $(BUILD)/whittle \
		$(wildcard tests/fixtures/forms/audit-*.log tests/fixtures/logs/*.log)
