#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The main job on real programs: rsyslogd, and an nginx image, in the guest.
set -eu
cd "$(dirname "$0")/.."
make -s deps
make -s all
build/whittle lab build
echo
echo "The guest starts (SELinux enforcing); two runs, then their reports."
exec build/whittle lab run --carry tests/guest -- \
	bash /opt/whittle/guest/demo.sh </dev/null
