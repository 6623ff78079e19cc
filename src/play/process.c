/* Process: this program run again, for a scenario. See process.h. */
#include "play/process.h"

#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t ending;

static void on_signal(int signal)
{
    (void)signal;
    ending = 1;
}

void process_catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal};
    static const int caught[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof caught / sizeof *caught; i++)
        sigaction(caught[i], &action, NULL);
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, NULL);
}

/* In the child: takes its place and becomes the program; never returns. */
static void become(const struct place *place, const char *const *words, const int fds[3])
{
    enum { WORDS_MAX = 512 };
    const char *argv[WORDS_MAX + 2] = {"liaison"};
    struct sigaction action = {.sa_handler = SIG_DFL};
    for (size_t n = 0; words[n] && n < WORDS_MAX; n++)
        argv[n + 1] = words[n];
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    sigaction(SIGPIPE, &action, NULL);
    for (int fd = 0; fd < 3; fd++)
        if (dup2(fds[fd], fd) < 0)
            _exit(126);
    if ((place->directory && chdir(place->directory) != 0) ||
        (place->desk && setenv("LIAISON_DESK", place->desk, 1) != 0) ||
        (place->person && setenv("LIAISON_PERSON", place->person, 1) != 0))
        _exit(126);
    execv("/proc/self/exe", (char *const *)(uintptr_t)argv);
    _exit(127);
}

static pid_t start(const struct place *place, const char *const *words, const int fds[3])
{
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0)
        become(place, words, fds);
    return pid;
}

static enum err cannot(struct fault *fault, const char *what)
{
    return fault_set(fault, ERR_IO, "a process of the scenario %s: %s", what, strerror(errno));
}

static void close_all(int *fds, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (fds[i] >= 0)
            close(fds[i]);
        fds[i] = -1;
    }
}

/* Waits for its end; gives the exit status, 128 and the signal's number. */
static int reap(pid_t pid)
{
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Reads what there is at fd into buf (beyond its maximum it is dropped); false at the end. */
static bool drain(int fd, struct buf *buf)
{
    char bytes[16384];
    ssize_t n = read(fd, bytes, sizeof bytes);
    if (n > 0)
        buf_add(buf, bytes, (size_t)n);
    return n > 0 || (n < 0 && (errno == EINTR || errno == EAGAIN));
}

/* Reads both pipes until the process has closed them. */
static enum err collect(int fds[2], struct buf *output, struct buf *errors, struct fault *fault)
{
    struct buf *bufs[2] = {output, errors};
    while (fds[0] >= 0 || fds[1] >= 0) {
        struct pollfd polled[2] = {{fds[0], POLLIN, 0}, {fds[1], POLLIN, 0}};
        int n = poll(polled, 2, PROCESS_SECONDS * 1000);
        if (ending)
            return fault_set(fault, ERR_BUSY, "stopped by a signal");
        if (n == 0)
            return fault_set(fault, ERR_IO, "a command of the scenario says nothing for %d seconds",
                             PROCESS_SECONDS);
        for (int i = 0; i < 2; i++)
            if (polled[i].revents && !drain(fds[i], bufs[i]))
                close_all(&fds[i], 1);
    }
    return ERR_OK;
}

enum err process_run(const struct place *place, const char *const *words, int *status, struct buf *output,
                     struct buf *errors, struct fault *fault)
{
    int out[2] = {-1, -1}, err_pipe[2] = {-1, -1};
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    enum err err = ERR_OK;
    pid_t pid = -1;
    if (null < 0 || pipe2(out, O_CLOEXEC) != 0 || pipe2(err_pipe, O_CLOEXEC) != 0)
        err = cannot(fault, "has no pipe");
    else if ((pid = start(place, words, (const int[3]){null, out[1], err_pipe[1]})) < 0)
        err = cannot(fault, "cannot be started");
    close_all(&out[1], 1);
    close_all(&err_pipe[1], 1);
    close_all(&null, 1);
    int reading[2] = {out[0], err_pipe[0]};
    if (!err)
        err = collect(reading, output, errors, fault);
    if (err && pid > 0)
        kill(pid, SIGKILL);
    if (pid > 0)
        *status = reap(pid);
    close_all(reading, 2);
    return err;
}

enum err served_start(struct served *served, const struct place *place, const char *const *words,
                      const char *log, struct fault *fault)
{
    int in[2] = {-1, -1}, out[2] = {-1, -1};
    int log_fd = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    enum err err = ERR_OK;
    *served = (struct served){.to = -1, .from = -1};
    buf_init(&served->heard, 65536);
    if (log_fd < 0 || pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0)
        err = cannot(fault, "has no pipe or log");
    else if ((served->pid = start(place, words, (const int[3]){in[0], out[1], log_fd})) < 0)
        err = cannot(fault, "cannot be started");
    close_all(&in[0], 1);
    close_all(&out[1], 1);
    close_all(&log_fd, 1);
    served->to = in[1];
    served->from = out[0];
    if (err) {
        served->pid = 0;
        served_stop(served, SIGKILL);
    }
    return err;
}

/* Takes the first whole line of what was heard; false where there is none yet. */
static bool take_line(struct buf *heard, struct buf *answer)
{
    struct str rest = buf_str(heard);
    struct str line = str_cut(&rest, '\n');
    if (!rest.p)
        return false;
    buf_clear(answer);
    buf_add_str(answer, line);
    memmove(heard->bytes, rest.p, rest.n);
    heard->n = rest.n;
    heard->bytes[heard->n] = '\0';
    return true;
}

enum err served_ask(struct served *served, const char *line, struct buf *answer, struct fault *fault)
{
    struct str text = str_of(line);
    if (text.n && write(served->to, text.p, text.n) != (ssize_t)text.n)
        return cannot(fault, "does not listen");
    while (!take_line(&served->heard, answer)) {
        struct pollfd polled = {served->from, POLLIN, 0};
        int n = poll(&polled, 1, PROCESS_SECONDS * 1000);
        if (ending)
            return fault_set(fault, ERR_BUSY, "stopped by a signal");
        if (n == 0)
            return fault_set(fault, ERR_IO, "a desk that serves says nothing for %d seconds",
                             PROCESS_SECONDS);
        if ((n > 0 && !drain(served->from, &served->heard)) || buf_failed(&served->heard))
            return fault_set(fault, ERR_IO, "a desk that serves has ended, or talks too much");
    }
    return ERR_OK;
}

/* Whether it has ended within the seconds: its end of the pipe closes with it. */
static bool gone_within(const struct served *served, int seconds)
{
    char bytes[4096];
    int64_t end = clock_monotonic_ns() + (int64_t)seconds * 1000000000;
    for (;;) {
        int64_t left = (end - clock_monotonic_ns()) / 1000000;
        struct pollfd polled = {served->from, POLLIN, 0};
        if (left <= 0 || poll(&polled, 1, (int)left) == 0)
            return false;
        if (polled.revents && read(served->from, bytes, sizeof bytes) == 0)
            return true;
    }
}

int served_stop(struct served *served, int signal)
{
    enum { SECONDS_TO_GO = 20 };
    int status = 0;
    close_all(&served->to, 1);
    if (served->pid > 0) {
        kill(served->pid, signal);
        if (!gone_within(served, SECONDS_TO_GO))
            kill(served->pid, SIGKILL);
        status = reap(served->pid);
    }
    close_all(&served->from, 1);
    buf_release(&served->heard);
    served->pid = 0;
    return status;
}
