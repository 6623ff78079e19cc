/* Guard: shares of an endpoint. See guard.h. */
#include "http/guard.h"

/* --- addresses --- */

bool guard_admits(struct guard *guard, uint32_t address, int64_t now)
{
    /* Two addresses may share a place: then they share what one may. */
    size_t i = (address * UINT32_C(2654435761)) >> 22;
    int64_t most = LIMIT_CONNECTS_AT_ONCE * 1000;
    _Static_assert(GUARD_ADDRESSES == 1 << 10, "a place has ten bits");
    if (guard->addresses[i].address != address) {
        guard->addresses[i].address = address;
        if (guard->addresses[i].at == 0) {
            guard->addresses[i].at = now;
            guard->addresses[i].tokens = most;
        }
    }
    int64_t tokens = guard->addresses[i].tokens + (now - guard->addresses[i].at) * LIMIT_CONNECTS_A_SECOND;
    tokens = tokens > most ? most : tokens;
    guard->addresses[i].at = now;
    guard->addresses[i].tokens = tokens < 1000 ? tokens : tokens - 1000;
    return tokens >= 1000;
}

/* --- connections --- */

struct guarded *guard_opened(struct guard *guard, int fd, int64_t now)
{
    for (size_t i = 0; i < GUARD_CONNECTIONS; i++) {
        struct guarded *connection = &guard->connections[i];
        if (connection->used)
            continue;
        *connection = (struct guarded){.fd = fd, .used = true, .due = now + LIMIT_REQUEST_MS};
        guard->open++;
        return connection;
    }
    return NULL;
}

void guard_known(struct guarded *connection, int64_t now)
{
    connection->known = true;
    connection->due = now + LIMIT_REQUEST_MS;
}

void guard_brought(struct guarded *connection, size_t n)
{
    if (connection->due != INT64_MAX)
        connection->due += (int64_t)n * 1000 / LIMIT_BODY_BYTES_A_SECOND;
}

void guard_working(struct guarded *connection)
{
    connection->due = INT64_MAX;
}

void guard_answers(struct guarded *connection, size_t n, int64_t now)
{
    connection->due = now + LIMIT_REQUEST_MS;
    guard_brought(connection, n);
}

void guard_idle(struct guarded *connection, int64_t now)
{
    connection->due = now + LIMIT_IDLE_MS;
}

void guard_closed(struct guard *guard, struct guarded *connection)
{
    if (!connection || !connection->used)
        return;
    connection->used = false;
    guard->open--;
}

size_t guard_overdue(struct guard *guard, int64_t now, int fds[GUARD_CONNECTIONS])
{
    size_t n = 0;
    int64_t less = guard->open >= GUARD_CONNECTIONS / 2 ? LIMIT_REQUEST_MS - LIMIT_REQUEST_CROWDED_MS : 0;
    for (size_t i = 0; i < GUARD_CONNECTIONS; i++) {
        struct guarded *connection = &guard->connections[i];
        if (!connection->used || connection->due == INT64_MAX ||
            connection->due - (connection->known ? 0 : less) > now)
            continue;
        connection->due = INT64_MAX;
        fds[n++] = connection->fd;
    }
    return n;
}

/* --- counterparts --- */

static int64_t debt_now(struct guard *guard, size_t i, int64_t now)
{
    int64_t drained = (now - guard->channels[i].at) * LIMIT_VAIN_PERCENT / 100;
    int64_t debt = guard->channels[i].debt;
    return debt > drained ? debt - drained : 0;
}

/* The counterpart's place, or a free one; GUARD_CHANNELS where there is none. */
static size_t place_of(struct guard *guard, int64_t channel, int64_t now)
{
    size_t spare = GUARD_CHANNELS;
    for (size_t i = 0; i < GUARD_CHANNELS; i++) {
        if (guard->channels[i].channel == channel)
            return i;
        if (spare == GUARD_CHANNELS && guard->channels[i].reading == 0 && debt_now(guard, i, now) == 0)
            spare = i;
    }
    if (spare < GUARD_CHANNELS) {
        guard->channels[spare].channel = channel;
        guard->channels[spare].debt = 0;
    }
    return spare;
}

bool guard_reads(struct guard *guard, int64_t channel, int64_t now)
{
    size_t i = place_of(guard, channel, now);
    if (i == GUARD_CHANNELS || guard->channels[i].reading >= (unsigned)LIMIT_BODIES_AT_ONCE ||
        debt_now(guard, i, now) >= LIMIT_VAIN_MS)
        return false;
    guard->channels[i].reading++;
    return true;
}

void guard_read(struct guard *guard, int64_t channel)
{
    for (size_t i = 0; i < GUARD_CHANNELS; i++)
        if (guard->channels[i].channel == channel && guard->channels[i].reading) {
            guard->channels[i].reading--;
            return;
        }
}

void guard_charge(struct guard *guard, int64_t channel, int64_t ms, int64_t now)
{
    size_t i = place_of(guard, channel, now);
    if (i == GUARD_CHANNELS)
        return;
    guard->channels[i].debt = debt_now(guard, i, now) + ms;
    guard->channels[i].at = now;
}
