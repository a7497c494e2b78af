# SPDX-License-Identifier: GPL-2.0-or-later
# The small workloads: exact capabilities, the same twice, the proof.
step table.sh nothing mount read_secret own_namespace ping
