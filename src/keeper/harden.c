/* Harden: limits, flags and a seccomp filter. See harden.h. */
#include "keeper/harden.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#if defined(__x86_64__)
#define THIS_MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_MACHINE AUDIT_ARCH_AARCH64
#endif

static enum err refused(const char *what, struct fault *fault)
{
    return fault_set(fault, ERR_IO, "keeper: %s: %s", what, strerror(errno));
}

enum err harden_early(struct fault *fault)
{
    const struct rlimit nothing = {0, 0};
    if (setrlimit(RLIMIT_CORE, &nothing) || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
        return refused("core dumps cannot be forbidden", fault);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        return refused("privileges cannot be given up", fault);
    return ERR_OK;
}

#ifdef THIS_MACHINE
enum { OTHER_NUMBERS = 0x40000000 /* __X32_SYSCALL_BIT; no other number is as high */ };
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define KILL BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)
#define FORBID(call) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 1), KILL

enum err harden_late(struct fault *fault)
{
    /* A list of what is forbidden: what memory, threads and the key file need differs from one libc to the
     * next. */
    struct sock_filter rules[] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, THIS_MACHINE, 1, 0),
        KILL,
        LOAD(nr),
        /* The same calls by other numbers: what x86 has for programs of 32 bits' pointers. */
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, OTHER_NUMBERS, 0, 1),
        KILL,
        FORBID(execve),
        FORBID(execveat),
        FORBID(socket),
        FORBID(connect),
        FORBID(bind),
        FORBID(ptrace),
        FORBID(process_vm_readv),
        FORBID(process_vm_writev),
        FORBID(kill),
        FORBID(io_uring_setup), /* makes sockets for who asks, and this filter does not see it */
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof rules / sizeof *rules, rules};
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0))
        return refused("no seccomp", fault);
    return ERR_OK;
}
#else
enum err harden_late(struct fault *fault)
{
    (void)fault;
    return ERR_OK;
}
#endif
