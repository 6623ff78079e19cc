/* private/commitment: an inspector sees who stood in an epoch's table, and nobody else does. */
#include "private/commitment.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
/* cmocka wants those before itself. */
#include <cmocka.h>

enum { PERSONS = 37 };

struct holder {
    struct commitment_seed overseer;
    struct epoch epoch;
    char person[PERSONS][8];
    struct table_value value[PERSONS];
    struct tree_hash leaves[PERSONS];
    struct tree_hash root;
};

static struct str person_of(const struct holder *h, size_t i)
{
    return str_of(h->person[i]);
}

static void commit_all(struct holder *h)
{
    struct commitment_seed seed;
    *h = (struct holder){
        .overseer = {{7}},
        .epoch = {.number = 4, .scheme = 1, .direction = EPOCH_FIRST_HOLDS, .kind = EPOCH_PERSONS}};
    commitment_epoch_seed(&h->overseer, &h->epoch, &seed);
    for (size_t i = 0; i < PERSONS; i++) {
        snprintf(h->person[i], sizeof h->person[i], "p%zu", i);
        h->value[i].b[0] = (unsigned char)(i * 5 + 1);
        commitment_of(&seed, &h->epoch, person_of(h, i), &h->value[i], &h->leaves[i]);
    }
    assert_int_equal(commitments_root(h->leaves, PERSONS, &h->root, NULL), ERR_OK);
}

static enum err prove(const struct holder *h, size_t i, struct commitment_proof *proof)
{
    struct commitment_seed seed;
    struct tree_hash leaf;
    commitment_epoch_seed(&h->overseer, &h->epoch, &seed);
    commitment_of(&seed, &h->epoch, person_of(h, i), &h->value[i], &leaf);
    return commitment_prove(h->leaves, PERSONS, &leaf, proof, NULL);
}

static void the_inspector_finds_everyone_who_stood_there(void **state)
{
    struct holder h;
    (void)state;
    commit_all(&h);
    for (size_t i = 0; i < PERSONS; i++) {
        struct commitment_proof proof;
        assert_int_equal(prove(&h, i, &proof), ERR_OK);
        assert_int_equal(
            commitment_check(&h.overseer, &h.epoch, person_of(&h, i), &h.value[i], &proof, &h.root, NULL),
            ERR_OK);
    }
}

static void another_person_value_epoch_seed_or_root_is_refused(void **state)
{
    struct holder h;
    struct commitment_proof proof;
    struct fault fault;
    (void)state;
    commit_all(&h);
    assert_int_equal(prove(&h, 3, &proof), ERR_OK);
    struct str person = person_of(&h, 3);
    struct epoch other = h.epoch;
    other.number++;
    struct commitment_seed seed = {{8}};
    struct tree_hash root = h.root;
    root.bytes[31] ^= 1;
    assert_int_equal(commitment_check(&h.overseer, &h.epoch, STR("p4"), &h.value[3], &proof, &h.root, &fault),
                     ERR_FORGED);
    assert_int_equal(commitment_check(&h.overseer, &h.epoch, person, &h.value[4], &proof, &h.root, NULL),
                     ERR_FORGED);
    assert_int_equal(commitment_check(&h.overseer, &other, person, &h.value[3], &proof, &h.root, NULL),
                     ERR_FORGED);
    assert_int_equal(commitment_check(&seed, &h.epoch, person, &h.value[3], &proof, &h.root, NULL),
                     ERR_FORGED);
    assert_int_equal(commitment_check(&h.overseer, &h.epoch, person, &h.value[3], &proof, &root, NULL),
                     ERR_FORGED);
    proof.index ^= 1;
    assert_int_equal(commitment_check(&h.overseer, &h.epoch, person, &h.value[3], &proof, &h.root, NULL),
                     ERR_FORGED);
}

static void a_person_who_came_later_has_no_proof(void **state)
{
    struct holder h;
    struct commitment_proof proof;
    (void)state;
    commit_all(&h);
    snprintf(h.person[0], sizeof h.person[0], "late");
    assert_int_equal(prove(&h, 0, &proof), ERR_NOT_FOUND);
}

static void the_order_of_the_persons_does_not_show(void **state)
{
    struct holder h;
    struct tree_hash turned[PERSONS];
    struct tree_hash root;
    (void)state;
    commit_all(&h);
    for (size_t i = 0; i < PERSONS; i++)
        turned[i] = h.leaves[PERSONS - 1 - i];
    assert_int_equal(commitments_root(turned, PERSONS, &root, NULL), ERR_OK);
    assert_memory_equal(&root, &h.root, sizeof root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_inspector_finds_everyone_who_stood_there),
        cmocka_unit_test(another_person_value_epoch_seed_or_root_is_refused),
        cmocka_unit_test(a_person_who_came_later_has_no_proof),
        cmocka_unit_test(the_order_of_the_persons_does_not_show),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
