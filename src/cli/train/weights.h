/* Train, weights: the weights of the comparison, learned from a list and from tokens. Internal to cli/. */
#ifndef LIAISON_CLI_TRAIN_WEIGHTS_H
#define LIAISON_CLI_TRAIN_WEIGHTS_H

#include "base/buf.h"
#include "match/learn_tokens.h"
#include "match/model.h"

/* Learns model->weights from the persons of the OFAC list at path with odd
 * numbers (the even ones are to measure with) and from pairs of tokens of other
 * scripts. Appends to record what they were learned from and how well. */
enum err train_weights(struct model *model, const char *path, const struct token_file *files, size_t files_n,
                       struct buf *record, struct fault *fault) MUST_USE;

#endif
