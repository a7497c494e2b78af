# SPDX-License-Identifier: GPL-2.0-or-later
# The documents' commands, as a reader types them, in the guest.
. /opt/whittle/tests/guest/lib.sh
bash /opt/whittle/tests/docs/run.sh guest /opt/whittle
bash /opt/whittle/tests/docs/examples.sh /opt/whittle
exit 0
