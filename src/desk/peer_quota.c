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

/* On a disk that is nearly full: a threat to life, and for its sake what stands before it, but not more of
 * both than the channel's share of the reserve, so that the short ones of every counterpart find room. */
static enum verdict tight_verdict(const struct peer_quota *quota, enum kind kind, size_t bytes)
{
    bool over = quota->bytes + bytes > (uint64_t)LIMIT_RESERVE_SHARE_BYTES;
    if (kind == KIND_THREAT)
        return over && bytes > (size_t)LIMIT_SHORT_BYTES ? VERDICT_QUOTA : VERDICT_ACCEPTED;
    if (!quota->threat_follows || quota->threats >= (uint64_t)LIMIT_THREATS_MOST ||
        quota->refused >= (uint64_t)LIMIT_QUOTA_REFUSALS)
        return VERDICT_RESERVE;
    return over ? VERDICT_QUOTA : VERDICT_ACCEPTED;
}

enum verdict quota_verdict(const struct peer_quota *quota, enum kind kind, size_t bytes)
{
    bool volume = quota->volume && quota->bytes + bytes > quota->volume;
    bool spent = volume || (quota->quota && quota->taken - quota->refused >= quota->quota);
    enum verdict tight = quota->tight ? tight_verdict(quota, kind, bytes) : VERDICT_ACCEPTED;
    if (kind == KIND_THREAT)
        return quota->threats < (uint64_t)LIMIT_THREATS_MOST ? tight : VERDICT_FLOOD;
    if (tight != VERDICT_ACCEPTED)
        return tight;
    if (quota->quota && quota->taken >= quota->quota + (uint64_t)LIMIT_QUOTA_REFUSALS)
        return VERDICT_FLOOD;
    if (kind_passes(kind, LEVEL_SUSPENDED))
        return volume && bytes > (size_t)LIMIT_SHORT_BYTES ? VERDICT_QUOTA : VERDICT_ACCEPTED;
    return spent ? VERDICT_QUOTA : VERDICT_ACCEPTED;
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
