# SPDX-License-Identifier: GPL-2.0-or-later
# make prove-verify: all that nginx is granted is proven, as a program and as a
# container; killed at ten random moments nothing is left; twenty seeds of
# operations of which some may fail.
nginx=$(printf '%s proven\n' CAP_CHOWN CAP_DAC_OVERRIDE CAP_NET_BIND_SERVICE \
	CAP_SETGID CAP_SETUID)
step verify.sh minimizes nginx "$nginx" -- \
	killed_at_random nginx_image 10 7 40 -- resumes nginx_image "$nginx" -- \
	tolerant 1 20
