# SPDX-License-Identifier: GPL-2.0-or-later
# Some of what make prove runs.
step table.sh memcached redis tcpdump rsyslogd
