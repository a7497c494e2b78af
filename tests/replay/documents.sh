# SPDX-License-Identifier: GPL-2.0-or-later
# The commands of the documents that need no guest. usage: documents.sh WHITTLE
PATH=$(cd "$(dirname "$1")" && pwd):$PATH exec bash tests/docs/run.sh here .
