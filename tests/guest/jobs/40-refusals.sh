# SPDX-License-Identifier: GPL-2.0-or-later
# What would spoil a run; terminals, bundles, the engine's own verbs; signals.
step signals.sh
step refuse.sh
