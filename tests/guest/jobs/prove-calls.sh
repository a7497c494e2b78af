# SPDX-License-Identifier: GPL-2.0-or-later
# make prove-verify: two servers, as programs and as containers: which system
# calls their exercises go without, in how many runs and seconds; a container
# for which no nearer type does.
step verify.sh calls_go redis redis_image nginx nginx_image -- insists
