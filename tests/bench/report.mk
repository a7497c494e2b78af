# SPDX-License-Identifier: GPL-2.0-or-later
bench-report: all $(BUILD)/tests/bench/bench_profiles ## report in every format against jq reading the profile
	@bash tests/bench/report.sh $(BUILD)

.PHONY: bench-report
bench: bench-report
