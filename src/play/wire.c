/* Wire: a TCP forwarder that can be cut. See wire.h. A process of its own
 * forwards, with one child a connection; all of them are one process group, so
 * that cutting is one signal. */
#include "play/wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static struct sockaddr_in loopback(int port)
{
    return (struct sockaddr_in){
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

/* A socket bound to the port (0: any free one); -1 where that is not to be had. */
static int bound(int port)
{
    struct sockaddr_in address = loopback(port);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int yes = 1;
    if (fd >= 0 && (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
                    bind(fd, (struct sockaddr *)&address, sizeof address) != 0)) {
        close(fd);
        fd = -1;
    }
    return fd;
}

enum err wire_open(struct wire *wire, struct fault *fault)
{
    struct sockaddr_in address;
    socklen_t n = sizeof address;
    *wire = (struct wire){.held = bound(0)};
    if (wire->held < 0 || getsockname(wire->held, (struct sockaddr *)&address, &n) != 0)
        return fault_set(fault, ERR_IO, "no port on the loopback: %s", strerror(errno));
    wire->port = ntohs(address.sin_port);
    return ERR_OK;
}

/* Moves what there is from one side to the other; false at the end. */
static bool move(int from, int to)
{
    char bytes[65536];
    ssize_t n = read(from, bytes, sizeof bytes);
    for (ssize_t done = 0; n > 0 && done < n;) {
        ssize_t written = write(to, bytes + done, (size_t)(n - done));
        if (written <= 0)
            return false;
        done += written;
    }
    return n > 0;
}

/* One connection, in a process of its own, until one side closes. */
static void forward(int client, int to_port)
{
    struct sockaddr_in address = loopback(to_port);
    int yes = 1;
    int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (server < 0 || connect(server, (struct sockaddr *)&address, sizeof address) != 0)
        _exit(1);
    setsockopt(server, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    for (;;) {
        struct pollfd polled[2] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
        if (poll(polled, 2, -1) < 0)
            _exit(1);
        if ((polled[0].revents && !move(client, server)) || (polled[1].revents && !move(server, client)))
            _exit(0);
    }
}

/* Of all that the player has open, only the listener (as LISTENER) comes along:
 * else a cut wire would live on in the process of another. */
static void forward_all(int held, int to_port)
{
    enum { LISTENER = 3 };
    struct sigaction action = {.sa_handler = SIG_DFL, .sa_flags = SA_NOCLDWAIT};
    static const int plain[] = {SIGCHLD, SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        sigaction(plain[i], &action, NULL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (dup2(held, LISTENER) < 0 || close_range(LISTENER + 1, ~0U, 0) != 0)
        _exit(1);
    for (;;) {
        int client = accept(LISTENER, NULL, NULL);
        if (client < 0)
            _exit(1);
        if (fork() == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            close(LISTENER);
            forward(client, to_port);
        }
        close(client);
    }
}

enum err wire_join(struct wire *wire, int to_port, struct fault *fault)
{
    wire_cut(wire);
    if (wire->held < 0)
        wire->held = bound(wire->port);
    if (wire->held < 0 || listen(wire->held, 64) != 0)
        return fault_set(fault, ERR_IO, "port %d: %s", wire->port, strerror(errno));
    wire->pid = fork();
    if (wire->pid == 0) {
        setpgid(0, 0);
        forward_all(wire->held, to_port);
    }
    if (wire->pid < 0) {
        wire->pid = 0;
        return fault_set(fault, ERR_IO, "a wire cannot be laid: %s", strerror(errno));
    }
    setpgid(wire->pid, wire->pid);
    return ERR_OK;
}

/* A socket that has listened keeps refusing only when it is a new one. */
void wire_cut(struct wire *wire)
{
    if (wire->pid == 0)
        return;
    kill(-wire->pid, SIGKILL);
    while (waitpid(wire->pid, NULL, 0) < 0 && errno == EINTR)
        ;
    wire->pid = 0;
    shutdown(wire->held, SHUT_RDWR);
    close(wire->held);
    wire->held = bound(wire->port);
}

void wire_close(struct wire *wire)
{
    wire_cut(wire);
    if (wire->held >= 0)
        close(wire->held);
    wire->held = -1;
}
