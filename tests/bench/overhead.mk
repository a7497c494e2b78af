# SPDX-License-Identifier: GPL-2.0-or-later
# make bench-overhead   what recording costs, on this machine (root; jq, strace)
#   BENCH_CALLS=300000  calls of a round
#   BENCH_ROUNDS=5      rounds, the conditions in turns
#   BENCH_MANY=10000000 records of the one long run

#
# make bench-start      a run of true, and the flip of a boolean, in the guest
# make bench-redis      redis in the guest: bare, both passes, strace (root)
#   BENCH_REQUESTS=20000

BENCH_REQUESTS ?= 20000
BENCH_CALLS  ?= 300000
BENCH_ROUNDS ?= 5
BENCH_MANY   ?= 10000000

$(BUILD)/tests/bench/calls: tests/bench/calls.c
	@mkdir -p $(@D)
	$(CC) -O2 -Wall -Wextra -o $@ $<

$(BUILD)/tests/bench/idle_reader: tests/bench/idle_reader.c
	@mkdir -p $(@D)
	$(CC) -O2 -Wall -Wextra -o $@ $< -laudit -lseccomp

.PHONY: bench-overhead bench-redis bench-start
bench: bench-overhead bench-redis bench-start
bench-overhead: all $(BUILD)/tests/bench/calls $(BUILD)/tests/bench/idle_reader ## what recording costs (root; not part of check)
	@bash tests/bench/overhead.sh $(BUILD) $(BENCH_CALLS) $(BENCH_ROUNDS) $(BENCH_MANY)

bench-redis: all ## redis in the guest: bare, recorded, traced (root; not part of check)
	@$(BUILD)/whittle lab run --timeout 20m --carry tests/guest --carry $(BUILD)/tests/tools -- \
		bash /opt/whittle/guest/bench_redis.sh $(BENCH_REQUESTS) 5 </dev/null

bench-start: all ## in the guest: the start of a run, the flip of a boolean (root; not part of check)
	@$(BUILD)/whittle lab run --timeout 20m --carry tests/guest --carry $(BUILD)/tests/tools -- \
		bash /opt/whittle/guest/bench_start.sh </dev/null
