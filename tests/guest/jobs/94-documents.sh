# SPDX-License-Identifier: GPL-2.0-or-later
# carry: README.md
# carry: docs
# carry: man
# carry: tests
# The commands of the README, the guides and the manual's examples.
step documents.sh
