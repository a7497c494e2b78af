# SPDX-License-Identifier: GPL-2.0-or-later
# A second pass that logs only news, floods that are muted, two runs at once.
step refine.sh
