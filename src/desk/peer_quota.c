/* Quota: see peer_quota.h. */
#include "desk/peer_quota.h"

#include "base/limits.h"

enum err quota_load(struct desk *desk, const struct peer *peer, struct peer_quota *out, struct fault *fault)
{
    struct query q;
    *out = (struct peer_quota){.quota = peer->agreement.quota,
                               .volume = (uint64_t)peer->agreement.volume * 1024 * 1024,
                               .tight = desk_free_bytes(desk) < (uint64_t)LIMIT_DISK_RESERVE_BYTES};
    query_open(&q, desk_store(desk), "peer/day", fault);
    query_int(&q, "channel", peer->channel);
    if (query_next(&q) && query_get_int(&q, 0) == desk_now(desk) / DAY_MS) {
        out->taken = (uint64_t)query_get_int(&q, 1);
        out->refused = (uint64_t)query_get_int(&q, 2);
        out->threats = (uint64_t)query_get_int(&q, 3);
        out->bytes = (uint64_t)query_get_int(&q, 4);
    }
    return query_close(&q);
}

enum verdict quota_verdict(const struct peer_quota *quota, enum kind kind, size_t bytes)
{
    bool spent = (quota->quota && quota->taken - quota->refused >= quota->quota) ||
                 (quota->volume && quota->bytes + bytes > quota->volume);
    bool threats_pass = quota->threats < (uint64_t)LIMIT_THREATS_MOST;
    if (kind == KIND_THREAT)
        return threats_pass ? VERDICT_ACCEPTED : VERDICT_FLOOD;
    if (quota->tight && !(quota->threat_follows && threats_pass))
        return VERDICT_RESERVE;
    if (quota->quota && quota->taken >= quota->quota + (uint64_t)LIMIT_QUOTA_REFUSALS)
        return VERDICT_FLOOD;
    return spent && !kind_passes(kind, LEVEL_SUSPENDED) ? VERDICT_QUOTA : VERDICT_ACCEPTED;
}

void quota_count(struct peer_quota *quota, enum kind kind, enum verdict verdict, size_t bytes)
{
    quota->taken++;
    quota->refused += verdict != VERDICT_ACCEPTED;
    quota->threats += kind == KIND_THREAT;
    quota->bytes += bytes;
}

bool quota_is_misused(const struct peer_quota *quota)
{
    return quota->threats > (uint64_t)LIMIT_THREATS_A_DAY;
}
