/* Keys: what a record is found by. Two records of one person share a key with
 * all but certainty; see key_kind in format.h.
 *
 * A key is a hash; whoever finds a record by it checks the record. */
#ifndef LIAISON_INDEX_KEYS_H
#define LIAISON_INDEX_KEYS_H

#include "index/format.h"
#include "match/person.h"

enum { TOKEN_KEYS = 6 /* skeletons of one token */ };

/* The skeletons that a token is found by, of all its romanisations and its stem;
 * none for an initial. */
struct token_skeletons {
    uint8_t n;
    uint8_t rare;                /* a bit a skeleton that few people share: by its public rarity */
    uint16_t rarity[TOKEN_KEYS]; /* nats / 256 */
    skeleton at[TOKEN_KEYS];
};

void token_skeletons_init(const struct model *model, const struct name_token *token,
                          struct token_skeletons *skeletons);

/* The key kinds as hashes. */
uint64_t key_pair(skeleton a, skeleton b);
uint64_t key_rare(skeleton s);
uint64_t key_document(struct str document);
uint64_t key_contact(struct str contact);
uint64_t key_address(uint64_t pair); /* of a struct address */
uint64_t key_id(struct str list, struct str id);

/* Of a full date; 0 for one that lacks its day. */
uint64_t key_day(skeleton s, struct date date);

/* Tells the keys of a person, some more than once, each with the date that may be kept beside it; stops at
 * and returns false. A rare skeleton is told from rarity least on (nats): reach_rarity for who is looked for,
 * 0 for who is to be found. */
bool person_keys(const struct model *model, const struct person *person, double least,
                 bool (*tell)(void *context, uint64_t key, uint32_t date), void *context);

enum { DATES_POSTED = 3 /* of more dates, any may be meant */ };

/* A date in DATE_BITS; those of a person as one, or each; and back: the year is
 * 0 where there is none (DATE_NONE) or any may be meant (DATE_ANY). */
uint32_t date_code(struct date date);
uint32_t dates_code(const struct date *dates, size_t n);
size_t dates_codes(const struct date *dates, size_t n, uint32_t codes[DATES_POSTED]);
struct date date_of_code(uint32_t code);

#endif
