/* Keys: what a record is found by. Two records of one person share a key with
 * all but certainty; see key_kind in format.h.
 *
 * A key is a hash; whoever finds a record by it checks the record. */
#ifndef LIAISON_INDEX_KEYS_H
#define LIAISON_INDEX_KEYS_H

#include "index/format.h"
#include "match/person.h"

enum { TOKEN_KEYS = 6 /* skeletons of one token */ };

/* The skeletons that a token is found by, of all its romanisations and its stem, and of the usual spelling of
 * a Khmer name; none for an initial. */
struct token_skeletons {
    uint8_t n;
    uint8_t whole_n; /* of these, those of the token; behind them, of what may be a name behind particles */
    uint16_t rarity[TOKEN_KEYS]; /* its public rarity, nats / 256 */
    skeleton at[TOKEN_KEYS];
};

void token_skeletons_init(const struct model *model, const struct name_token *token,
                          struct token_skeletons *skeletons);
/* The same of a token of a person, and those of the names that may be behind particles fused with it. */
void person_token_skeletons(const struct model *model, const struct person_token *token,
                            struct token_skeletons *skeletons);

/* The key kinds as hashes. */
uint64_t key_pair(skeleton a, skeleton b);
uint64_t key_token(skeleton s);
uint64_t key_document(struct str document);
uint64_t key_slip(struct str document, size_t third); /* 0 where the number is too short for a slip */
uint64_t key_contact(struct str contact);
uint64_t key_address(uint64_t pair); /* of a struct address */
uint64_t key_id(struct str list, struct str id);

/* The thirds overlap by one, so that two neighbours exchanged lie in one of them. */
enum { SLIP_THIRDS = 3 };

/* Of a full date; 0 for one that lacks its day. */
uint64_t key_day(skeleton s, struct date date);

/* A name as keys see it: of each token its skeletons, and of each and the next those as one word
 * (none where they do not join). */
struct key_name {
    size_t number; /* of the person's names, told with each key */
    size_t n;
    const struct token_skeletons *token[PERSON_NAME_TOKENS];
    struct token_skeletons joined[PERSON_NAME_TOKENS];
};

/* A key, with the code of a date that may be kept beside it. */
struct told_key {
    enum key_kind kind;
    uint64_t key;
    uint32_t date;
    size_t name; /* of the person, 0 for what is of none */
    /* Its tokens that the key is made of; where it has n of them, n + i is token i and the next as one. */
    uint8_t first, second;
};

/* Where keys go. */
struct key_teller {
    bool (*tell)(void *context, const struct told_key *told);
    void *context;
};

/* The rarity in nats from which on a token has a KEY_TOKEN: in an index, and where no year tells those apart
 * who bear it. */
enum { COMMON_NATS = 4, RARE_NATS = 5 };

/* Tells the keys of a name of somebody born on such dates, some more than once; stops at and returns false.
 * KEY_TOKEN is told of skeletons from rarity least on (nats): COMMON_NATS, or RARE_NATS by who
 * cannot tell years apart. */
bool name_keys(const struct key_name *name, const struct date *dates, size_t dates_n, double least,
               const struct key_teller *teller);

/* The keys of all that a person says besides names and dates, and all of a person's keys, the same way. */
bool facts_keys(const struct person *person, const struct key_teller *teller);
bool person_keys(const struct model *model, const struct person *person, double least,
                 const struct key_teller *teller);

enum { JOINED_LETTERS = 14 /* of two tokens that find a record as one too: no two long names are */ };

enum { DATES_POSTED = 3 /* of more dates, any may be meant */ };

/* A date in DATE_BITS; those of a person, how many; and back: the year is 0
 * where there is none (DATE_NONE) or any may be meant (DATE_ANY). */
uint32_t date_code(struct date date);
size_t dates_codes(const struct date *dates, size_t n, uint32_t codes[DATES_POSTED]);
struct date date_of_code(uint32_t code);

#endif
