/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nothing - a program that does nothing. */
int main(void)
{
	return 0;
}
