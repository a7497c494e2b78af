/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profiler/lab_session.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <time.h>

#include "profile/text.h"
#include "profiler/lab_machine.h"
#include "profiler/lab_pump.h"
#include "profiler/lab_terminal.h"
#include "profiler/progress.h"

enum {
	START_TIMEOUT_MS = 5 * 60 * 1000,
	CONSOLE_LINES = 20,
	EXIT_BROKEN_PIPE = 128 + SIGPIPE,
};

/* Where bytes go: the pumps of a session. */
#define PROGRESS_MS 1000

enum pump_role { PUMP_FILES, PUMP_IN, PUMP_OUT, PUMP_ERR, PUMP_COUNT };

struct session {
	const struct invocation *invocation;
	const struct lab_request *request;
	struct lab_machine machine;
	struct lab_pump *pumps[PUMP_COUNT];
	char line[256]; /* of the control port, so far */
	size_t line_length;
	int64_t started_ms;
	struct progress progress;
	bool is_ready;
	bool has_exited;
	bool has_stopped; /* QEMU has ended by itself */
	int exit_status;
	uint64_t out_bytes, err_bytes; /* what the guest says it has sent */
	int signals;		       /* a signalfd */
	int caught;		       /* the signal to die of; 0: none */
	sigset_t old_mask;
	struct sigaction old_pipe;
	struct lab_terminal terminal;
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool is_shell(const struct session *session)
{
	return !session->request->command;
}

/* Is standard input something that the command should read? */
static bool has_input(void)
{
	return fcntl(STDIN_FILENO, F_GETFD) >= 0 && !isatty(STDIN_FILENO);
}

static enum status carry_request(const struct session *session,
				 struct lab_carry *carry, struct error *err)
{
	struct winsize size = lab_terminal_size();
	struct text settings AUTO_TEXT = {0};
	struct text command AUTO_TEXT = {0};
	enum status status;

	text_addf(&settings,
		  "is_shell=%d has_stdin=%d rows=%u columns=%u term='%s'\n",
		  is_shell(session), has_input(), size.ws_row, size.ws_col,
		  lab_terminal_name());
	for (const char *const *word = session->request->command; word && *word;
	     word++)
		text_add_bytes(&command, *word, strlen(*word) + 1);
	if (settings.failed || command.failed)
		return error_no_memory(err);
	status = lab_carry_add_bytes(carry, ".lab/settings", settings.data,
				     settings.length, err);
	if (status == STATUS_OK)
		status = lab_carry_add_bytes(carry, ".lab/command",
					     text_string(&command),
					     command.length, err);
	if (status == STATUS_OK)
		status = lab_carry_finish(carry, err);
	return status;
}

static void choose_ports(struct session *session)
{
	int *ports = session->machine.ports;

	for (int i = 0; i < LAB_PORT_COUNT; i++)
		ports[i] = -1;
	ports[LAB_PORT_CONTROL] = 0;
	ports[LAB_PORT_FILES] = 0;
	if (is_shell(session)) {
		ports[LAB_PORT_TERMINAL] = 0;
		return;
	}
	if (has_input())
		ports[LAB_PORT_STDIN] = 0;
	ports[LAB_PORT_STDOUT] = 0;
	ports[LAB_PORT_STDERR] = 0;
}

static enum status make_pumps(struct session *session,
			      const struct lab_carry *carry, struct error *err)
{
	const int *ports = session->machine.ports;
	bool shell = is_shell(session);
	int in = shell ? ports[LAB_PORT_TERMINAL] : ports[LAB_PORT_STDIN];
	int out = shell ? ports[LAB_PORT_TERMINAL] : ports[LAB_PORT_STDOUT];
	const int ends[PUMP_COUNT][2] = {
		[PUMP_FILES] = {carry->fd, ports[LAB_PORT_FILES]},
		[PUMP_IN] = {in >= 0 ? STDIN_FILENO : -1, in},
		[PUMP_OUT] = {out, STDOUT_FILENO},
		[PUMP_ERR] = {ports[LAB_PORT_STDERR], STDERR_FILENO},
	};

	for (int i = 0; i < PUMP_COUNT; i++) {
		session->pumps[i] = lab_pump_new(ends[i][0], ends[i][1]);
		if (!session->pumps[i])
			return error_no_memory(err);
	}
	return STATUS_OK;
}

/* Signals come through a descriptor: whatever ends us, we clean up. */
static enum status catch_signals(struct session *session, struct error *err)
{
	const struct sigaction ignore = {.sa_handler = SIG_IGN};
	sigset_t mask;

	sigemptyset(&mask);
	sigaddset(&mask, SIGHUP);
	sigaddset(&mask, SIGINT);
	sigaddset(&mask, SIGTERM);
	if (is_shell(session))
		sigaddset(&mask, SIGWINCH);
	sigprocmask(SIG_BLOCK, &mask, &session->old_mask);
	sigaction(SIGPIPE, &ignore, &session->old_pipe);
	session->signals = signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);
	if (session->signals >= 0)
		return STATUS_OK;
	return error_set_errno(err, STATUS_INTERNAL, errno, NULL,
			       "catch signals");
}

static void tell_window_size(const struct session *session)
{
	struct winsize size = lab_terminal_size();
	char line[64];
	int length = snprintf(line, sizeof(line), "size %u %u\n", size.ws_row,
			      size.ws_col);

	send(session->machine.ports[LAB_PORT_CONTROL], line, (size_t)length,
	     MSG_DONTWAIT | MSG_NOSIGNAL);
}

static void take_signals(struct session *session)
{
	struct signalfd_siginfo info;

	while (read(session->signals, &info, sizeof(info)) == sizeof(info)) {
		if (info.ssi_signo == SIGWINCH)
			tell_window_size(session);
		else
			session->caught = (int)info.ssi_signo;
	}
}

static void become_ready(struct session *session)
{
	session->is_ready = true;
	say_detail(session->invocation, "the guest is up after %.1f s",
		   (double)(now_ms() - session->started_ms) / 1000);
	if (is_shell(session))
		lab_terminal_make_raw(&session->terminal);
}

static enum status take_line(struct session *session, struct error *err)
{
	unsigned long long out_bytes, err_bytes;
	const char *line = session->line;
	const char *reason;
	int code;

	if (has_prefix(line, "fail ", &reason))
		return error_set(err, STATUS_INTERNAL, NULL, "the guest: %s",
				 printable(reason));
	if (strcmp(line, "ready") == 0)
		become_ready(session);
	if (sscanf(line, "exit %d %llu %llu", &code, &out_bytes, &err_bytes) ==
	    3) {
		session->has_exited = true;
		session->exit_status = code;
		session->out_bytes = out_bytes;
		session->err_bytes = err_bytes;
	}
	return STATUS_OK;
}

static enum status read_control(struct session *session, struct error *err)
{
	char bytes[256];
	ssize_t got = recv(session->machine.ports[LAB_PORT_CONTROL], bytes,
			   sizeof(bytes), MSG_DONTWAIT);
	enum status status = STATUS_OK;

	for (ssize_t i = 0; i < got && status == STATUS_OK; i++) {
		if (bytes[i] != '\n') {
			if (session->line_length < sizeof(session->line) - 1)
				session->line[session->line_length++] =
					bytes[i];
			continue;
		}
		session->line[session->line_length] = '\0';
		session->line_length = 0;
		status = take_line(session, err);
	}
	return status;
}

/* Everything that the command wrote has arrived here. */
static bool is_complete(const struct session *session)
{
	const struct lab_pump *out = session->pumps[PUMP_OUT];
	const struct lab_pump *errors = session->pumps[PUMP_ERR];

	return session->has_exited && out->length == 0 && errors->length == 0 &&
	       (out->error || out->total >= session->out_bytes) &&
	       (errors->error || errors->total >= session->err_bytes);
}

/* Milliseconds until the nearest deadline; *RET_OVER says it has passed. */
static int until_deadline(const struct session *session, bool *ret_over)
{
	int64_t elapsed = now_ms() - session->started_ms;
	int64_t limit = (int64_t)session->request->timeout_ms;
	int64_t left;

	if (!session->is_ready && (!limit || limit > START_TIMEOUT_MS))
		limit = START_TIMEOUT_MS;
	*ret_over = limit && elapsed >= limit;
	if (!limit)
		return -1;
	left = limit - elapsed;
	return left > 60000 ? 60000 : (int)(left > 0 ? left : 0);
}

static enum status time_is_over(const struct session *session,
				struct error *err)
{
	if (!session->is_ready)
		return error_set(err, STATUS_INTERNAL,
				 "whittle -v lab run -- true tells more",
				 "the guest did not start in time");
	return error_set(err, STATUS_INTERNAL, "--timeout sets the deadline",
			 "the command did not end within %.0f s",
			 (double)session->request->timeout_ms / 1000);
}

enum { SLOT_CONTROL = PUMP_COUNT, SLOT_SIGNALS, SLOT_QEMU, SLOT_COUNT };

static void prepare(const struct session *session, struct pollfd *slots)
{
	for (int i = 0; i < PUMP_COUNT; i++)
		lab_pump_prepare(session->pumps[i], &slots[i]);
	/* Input is for the command, not for a guest that still starts. */
	if (!session->is_ready)
		slots[PUMP_IN].fd = -1;
	slots[SLOT_CONTROL] =
		(struct pollfd){.fd = session->machine.ports[LAB_PORT_CONTROL],
				.events = POLLIN};
	slots[SLOT_SIGNALS] =
		(struct pollfd){.fd = session->signals, .events = POLLIN};
	slots[SLOT_QEMU] = (struct pollfd){.fd = session->machine.pid_fd,
					   .events = POLLIN};
}

/* A guest without KVM takes its time: is it still at it? */
static void tell_progress(struct session *session)
{
	char words[96];

	if (!progress_is_due(&session->progress))
		return;
	snprintf(words, sizeof(words), "whittle: %s: %lld s",
		 session->is_ready ? "running in the guest"
				   : "the guest is starting",
		 (long long)(now_ms() - session->started_ms) / 1000);
	progress_show_words(&session->progress, words);
}

static enum status step(struct session *session, struct error *err)
{
	struct pollfd slots[SLOT_COUNT];
	enum status status = STATUS_OK;
	bool is_over;
	int wait_ms = until_deadline(session, &is_over);

	if (is_over)
		return time_is_over(session, err);
	if (session->progress.is_on && (wait_ms < 0 || wait_ms > PROGRESS_MS))
		wait_ms = PROGRESS_MS;
	prepare(session, slots);
	if (poll(slots, SLOT_COUNT, wait_ms) < 0)
		return STATUS_OK;
	/* What comes from the guest begins its own line. */
	if (slots[PUMP_OUT].revents || slots[PUMP_ERR].revents)
		progress_wipe();
	else
		tell_progress(session);
	for (int i = 0; i < PUMP_COUNT; i++)
		lab_pump_move(session->pumps[i], &slots[i]);
	if (slots[SLOT_SIGNALS].revents)
		take_signals(session);
	if (slots[SLOT_CONTROL].revents)
		status = read_control(session, err);
	if (status != STATUS_OK || !slots[SLOT_QEMU].revents ||
	    is_complete(session))
		return status;
	session->has_stopped = true;
	return error_set(err, STATUS_INTERNAL, NULL,
			 "the guest stopped before its command did");
}

/* A reader of our output that has gone ends the session, as it would end a
   program at the other end of a pipe. */
static bool is_unread(struct session *session)
{
	if (session->pumps[PUMP_OUT]->error != EPIPE)
		return false;
	session->exit_status = EXIT_BROKEN_PIPE;
	return true;
}

static enum status relay(struct session *session, struct error *err)
{
	enum status status = STATUS_OK;
	int errnum;

	while (status == STATUS_OK && !session->caught &&
	       !is_complete(session)) {
		status = step(session, err);
		if (is_unread(session))
			return STATUS_OK;
	}
	progress_wipe();
	errnum = session->pumps[PUMP_OUT]->error;
	if (status == STATUS_OK && errnum)
		status = error_set_errno(err, STATUS_INTERNAL, errnum, NULL,
					 "write standard output");
	return status;
}

static void show_console(const struct session *session)
{
	AUTO_FREE char *tail =
		lab_machine_console_tail(&session->machine, CONSOLE_LINES);

	if (tail && (!session->is_ready || session->has_stopped))
		fprintf(stderr, "whittle: the guest's console:\n%s", tail);
}

/* Nothing is left running, and the terminal is as it was. */
static void end_session(struct session *session)
{
	lab_machine_done(&session->machine);
	for (int i = 0; i < PUMP_COUNT; i++)
		free(session->pumps[i]);
	lab_terminal_restore(&session->terminal);
	if (session->signals >= 0)
		close(session->signals);
	sigaction(SIGPIPE, &session->old_pipe, NULL);
	sigprocmask(SIG_SETMASK, &session->old_mask, NULL);
	if (session->caught)
		raise(session->caught);
}

static enum status tell_and_start(struct session *session,
				  const struct lab_place *place,
				  struct error *err)
{
	say_detail(session->invocation, "guest %s %s, %s%s%s%s", place->suite,
		   place->key,
		   place->has_kvm ? "with KVM" : "emulated, without KVM",
		   place->why[0] ? " (" : "", place->why,
		   place->why[0] ? ")" : "");
	return lab_machine_start(&session->machine, place, err);
}

enum status lab_session_run(const struct invocation *invocation,
			    const struct lab_place *place,
			    const struct lab_request *request,
			    struct lab_carry *carry, int *ret_exit,
			    struct error *err)
{
	struct session session = {
		.invocation = invocation,
		.request = request,
		.started_ms = now_ms(),
		.signals = -1,
	};
	enum status status;

	choose_ports(&session);
	progress_init(&session.progress,
		      request->has_progress && request->command, false,
		      invocation);
	session.machine.pid_fd = session.machine.console = -1;
	status = catch_signals(&session, err);
	if (status == STATUS_OK)
		status = carry_request(&session, carry, err);
	if (status == STATUS_OK)
		status = tell_and_start(&session, place, err);
	if (status == STATUS_OK)
		status = make_pumps(&session, carry, err);
	if (status == STATUS_OK)
		status = relay(&session, err);
	if (status != STATUS_OK)
		show_console(&session);
	if (request->console && session.machine.console >= 0)
		status = status_worse(status, lab_machine_save_console(
						      &session.machine,
						      request->console, err));
	end_session(&session);
	if (status == STATUS_OK)
		*ret_exit = session.exit_status;
	return status;
}
