# SPDX-License-Identifier: GPL-2.0-or-later
# make: deb
# carry: build/package
# The Debian package, installed, used and purged.
step package.sh
