# SPDX-License-Identifier: GPL-2.0-or-later
# Runs one job of the guest tests, in a guest of its own. Argument: its name.
cd /root || exit 1

# step SCRIPT [ARGUMENT...]: a script that breaks off is a failure of its own
step() {
	bash /opt/whittle/guest/"$@" ||
		echo "not ok $*: it broke off with status $?"
}

. "/opt/whittle/guest/jobs/$1.sh"
echo "end of job $1"
