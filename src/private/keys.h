/* Match keys: what of a person is stored and asked for. One equal key is a
 * match, so the fuzziness lies in the choice of keys and the cryptography
 * compares bytes.
 *
 * A key is a conjunction: one to three tokens of one name, in any order, each as
 * its skeleton or, rarer, as it is spelled in Latin letters; and with them the
 * birth year, the day and month in either order, the full date, a document's
 * number, or nothing. It is formed only where the frozen table says that few
 * people share it: the rarities of its parts add up to the scheme's bound. Of
 * two conjunctions of which one contains the other only the smaller is formed:
 * whatever matches on the larger matches on it.
 *
 * The keys are a function of the person, as match/person.h reads him, and of the
 * scheme: integers alone, in an order of priority, cut at the number of keys that
 * are stored or asked. The asker asks for the neighbouring years too.
 * doc/private-question.md says how bound, costs and numbers were chosen. */
#ifndef LIAISON_PRIVATE_KEYS_H
#define LIAISON_PRIVATE_KEYS_H

#include "match/person.h"
#include "name/rarity.h"
#include "private/engine.h"

enum {
    KEY_SCHEME = 1,   /* the newest */
    KEYS_STORED = 20, /* n_l, of one person */
    KEYS_ASKED = 64,  /* n_q, of one question */
    KEY_TOKENS = 3,
    KEY_READINGS = 4 /* skeletons of one token, and spellings */
};

enum key_with { KEY_ALONE, KEY_YEAR, KEY_DAY, KEY_DATE, KEY_DOCUMENT, KEY_WITH_COUNT };

enum key_side { KEY_STORED, KEY_ASKED };

/* A scheme. Rarities and costs are in nats / 256. */
struct key_scheme {
    uint32_t version;
    int32_t bound;                 /* least rarity of a key */
    int32_t skeleton_most;         /* no skeleton counts as rarer, */
    int32_t spelling_most;         /* and no spelling: the table knows no more than that */
    int32_t kin;                   /* names of one culture go together: off for every token but the first */
    int32_t whole;                 /* on for three tokens with a full date: hardly ever two persons' */
    int32_t with[KEY_WITH_COUNT];  /* rarity of what stands beside the tokens */
    uint8_t least[KEY_WITH_COUNT]; /* tokens it needs */
    uint16_t most[2];              /* keys, by side */
    /* Priority: the lower the sum the earlier. For each ... */
    int32_t later_name;    /* name before it in the record */
    int32_t later_reading; /* skeleton or spelling of the token before it */
    int32_t joined;        /* two neighbours taken as one token */
    int32_t neighbour;     /* year that is not the one given */
    int32_t weak;          /* nickname */
    int32_t again;         /* further way in which the record gives the same key; taken off */
};

/* The scheme of a version, or NULL. */
const struct key_scheme *key_scheme(uint32_t version);

/* SHA-256 over the scheme's numbers and frozen tables, those of skeletons and stems too, in lower-case
 * hex. */
enum { KEY_SCHEME_HASH = 64 };
void key_scheme_hash(const struct key_scheme *scheme, char out[KEY_SCHEME_HASH + 1]);

/* What names the newest scheme to a counterpart: the first four bytes of its hash, so that desks whose tables
 * differ in anything refuse each other's instead of finding nobody. */
uint32_t key_scheme_tag(void);

/* The frozen rarity of the scheme, in the arena; read-only, so threads may share it. */
enum err key_rarity_load(const struct key_scheme *scheme, struct arena *arena, struct rarity **rarity,
                         struct fault *fault) MUST_USE;

/* A key in the clear. */
struct conjunction {
    uint64_t token[KEY_TOKENS]; /* skeletons, or key_spelling; ascending, zeros behind */
    uint8_t tokens;
    uint8_t with;        /* enum key_with */
    uint32_t when;       /* year << 16 | lower << 8 | higher of day and month; zero where not used */
    struct str document; /* letters and digits */
    int32_t cost;
};

/* How a spelling stands in a conjunction: FNV-1a of its letters, 64 bits. */
uint64_t key_spelling(struct str latin);

struct key_set {
    size_t n;      /* in use */
    size_t formed; /* before the cut: formed > n says that keys were left out */
    struct conjunction *at;
};

/* The person's keys, the most useful first, in the arena. A person without rare
 * enough a conjunction has none: about him nobody can be asked privately. NO_MEMORY. */
enum err keys_of_person(const struct key_scheme *scheme, const struct rarity *rarity,
                        const struct person *person, enum key_side side, struct arena *arena,
                        struct key_set *set, struct fault *fault) MUST_USE;

/* The digest that enters the OPRF: SHA-256 of "liaison match key", version 4,
 * with 1, tokens 1, three tokens of 8, when 4, document. */
void key_digest(const struct key_scheme *scheme, const struct conjunction *conjunction,
                struct match_key *key);

#endif
