# SPDX-License-Identifier: GPL-2.0-or-later
# ingest against run, whittle killed at several moments of a program, and
# others who meddle with what it uses.
step ingest.sh
step kill.sh program "0.02 0.1 0.3 1" "0.1 1"
step meddle.sh
