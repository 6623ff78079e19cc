/* Question: the private question's messages and the steps that make and read
 * them. doc/private-question.md numbers the steps; the functions bear their
 * names: Ask, Check, Answer, Learn, Prove.
 *
 * Question and answer have the same constant size, whatever is asked and
 * whether or not it is answered. The signatures stand outside, on the envelope.
 * Decoders are strict: exactly the size, every field in range, reserved bytes
 * zero, every point canonical and not the identity; each refusal names the
 * field. Nothing allocates. group_start must have succeeded once. */
#ifndef LIAISON_PRIVATE_QUESTION_H
#define LIAISON_PRIVATE_QUESTION_H

#include "private/budget.h"
#include "private/engine.h"
#include "private/table.h"

enum {
    QUESTION_VERSION = 1,
    QUESTION_KEYS = 64, /* always: n_q */
    QUESTION_ID_BYTES = 16,
    QUESTION_DIGEST_BYTES = 32,
    QUESTION_BYTES = 112 + QUESTION_KEYS * GROUP_BYTES,
    ANSWER_BYTES = 48 + QUESTION_KEYS * GROUP_BYTES + 64,
    MATCH_PROOF_BYTES = 136,
    QUESTION_MATCHES_MAX = QUESTION_KEYS * TABLE_SLOTS,
};

/* Bytes: "LIAISONQ" 8, version 2, number of keys 2, zero 4, epoch 48, table root 32, id 16, points. */
struct question {
    struct epoch epoch;
    unsigned char root[TABLE_ROOT_BYTES]; /* of the table the asker will read */
    unsigned char id[QUESTION_ID_BYTES];  /* random: no two questions are equal */
    struct group_point points[QUESTION_KEYS];
};

/* Bytes: "LIAISONA" 8, version 2, refusal 1, zero 5, question digest 32, points,
 * proof 64. With a refusal, points and proof are zeros. */
struct answer {
    enum refusal refusal;
    unsigned char question[QUESTION_DIGEST_BYTES];
    struct group_point points[QUESTION_KEYS];
    struct oprf_proof proof;
};

/* What the asker keeps from Ask to Learn. Secret; wipe it with asking_wipe. */
struct asking {
    struct table_expected table;
    unsigned char question[QUESTION_DIGEST_BYTES];
    size_t keys; /* the first of them are real, the others padding */
    struct match_key inputs[QUESTION_KEYS];
    struct group_scalar blinds[QUESTION_KEYS];
    struct group_point points[QUESTION_KEYS];
};

/* A private match: which of the asked keys, and the value of one person who has it. */
struct question_match {
    size_t key;
    struct table_value value;
};

/* What the asker signs. Bytes: "LIAISONP" 8, version 2, value 10, zero 4, epoch 48, table root 32, question
 * digest 32. */
struct match_proof {
    struct epoch epoch;
    unsigned char root[TABLE_ROOT_BYTES];
    unsigned char question[QUESTION_DIGEST_BYTES];
    struct table_value value;
};

/* Ask (the asker): blinds up to QUESTION_KEYS keys, padded with random ones to
 * exactly so many, for the table that the ledger names. ERR_BAD_INPUT: no keys or too many. */
MUST_USE enum err question_ask(const struct table_expected *table, const struct match_key *keys, size_t count,
                               struct random random, struct question *question, struct asking *asking,
                               struct fault *fault);
void asking_wipe(struct asking *asking);

/* What the asker's desk keeps sealed until the answer comes: number of keys 2, inputs, blinds. Question and
 * table stand in its ledgers. Secret. */
enum { ASKING_BYTES = 2 + QUESTION_KEYS * 32 + QUESTION_KEYS * GROUP_BYTES };
void asking_encode(const struct asking *asking, unsigned char out[ASKING_BYTES]);
/* ERR_BAD_INPUT: not what asking_encode wrote of this question. */
MUST_USE enum err asking_decode(const unsigned char *bytes, size_t n, const struct question *question,
                                const struct table_expected *table, struct asking *asking,
                                struct fault *fault);

void question_encode(const struct question *question, unsigned char out[QUESTION_BYTES]);
MUST_USE enum err question_decode(const unsigned char *bytes, size_t n, struct question *question,
                                  struct fault *fault);

/* SHA-256 of the encoded question: its name in the answer, the ledgers and the match proof. */
MUST_USE enum err question_digest(const struct question *question,
                                  unsigned char digest[QUESTION_DIGEST_BYTES], struct fault *fault);

/* Check (the holder): refuses by name a question for another channel, direction,
 * kind, scheme or epoch (ERR_BAD_INPUT, ERR_STALE), or another table than the one
 * in force (ERR_STALE). Comes before the budget is charged, as decoding does. */
MUST_USE enum err question_check(const struct question *question, const struct table_expected *table,
                                 struct fault *fault);

/* Answer (the holder): evaluates all points and proves it against the epoch's key. The
 * budget has been charged and committed before. Takes the same time for any points. */
MUST_USE enum err question_answer(const struct oprf_engine *engine, const struct question *question,
                                  struct answer *answer, struct fault *fault);

/* The answer that refuses. */
MUST_USE enum err question_refuse(const struct question *question, enum refusal refusal,
                                  struct answer *answer, struct fault *fault);

void answer_encode(const struct answer *answer, unsigned char out[ANSWER_BYTES]);
MUST_USE enum err answer_decode(const unsigned char *bytes, size_t n, struct answer *answer,
                                struct fault *fault);

/* Learn (the asker): verifies the proof against the ledger's public key and only
 * then unblinds and reads the table. *count matches, none for "not in what they
 * published". ERR_BAD_INPUT: an answer to another question; ERR_STALE: the table is
 * not the one that was asked about; ERR_FORGED: the proof does not hold;
 * ERR_REFUSED: the holder refused, with its reason. */
MUST_USE enum err question_learn(const struct asking *asking, const struct answer *answer,
                                 const struct table *table,
                                 struct question_match matches[QUESTION_MATCHES_MAX], size_t *count,
                                 struct fault *fault);

/* Prove (the asker): what is to be signed for one match. */
void match_proof_of(const struct asking *asking, const struct table_value *value, struct match_proof *proof);
void match_proof_encode(const struct match_proof *proof, unsigned char out[MATCH_PROOF_BYTES]);
MUST_USE enum err match_proof_decode(const unsigned char *bytes, size_t n, struct match_proof *proof,
                                     struct fault *fault);

/* The holder's look at a match proof whose signature is the asker's: that it is
 * about this answered question and its table. Whose value it is, and that the
 * proof was not used before, the holder finds in its store.
 * ERR_BAD_INPUT, ERR_STALE or ERR_FORGED, with the difference. */
MUST_USE enum err match_proof_check(const struct match_proof *proof, const struct question *answered,
                                    struct fault *fault);

#endif
