# SPDX-License-Identifier: GPL-2.0-or-later
$(BUILD)/tests/bench/bench_profiles: tests/bench/bench_profiles.c
	@mkdir -p $(@D)
	$(CC) -O2 -g -Wall -Wextra -o $@ $< $(PKG_LIBS)

bench-merge: all $(BUILD)/tests/bench/bench_profiles ## merge and diff against the JSON library
	@bash tests/bench/merge.sh $(BUILD)

.PHONY: bench-merge
bench: bench-merge
