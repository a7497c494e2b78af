# SPDX-License-Identifier: GPL-2.0-or-later
# Seccomp files start their containers, with every runtime of this release.
step seccomp-record.sh nginx_image
step seccomp-notify.sh
