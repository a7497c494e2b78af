# SPDX-License-Identifier: GPL-2.0-or-later
# whittle killed at several moments of a run of an image or a bundle.
step kill.sh image "0.5 2 5" 4
step kill.sh bundle "0.2 1 3" 2
