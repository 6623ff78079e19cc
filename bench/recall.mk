# 'make bench-recall': of the matches that comparing with every record finds, how many the index finds (bench/recall.c).
# Comparing takes some 20 minutes of two cores; what is known is kept in build/bench-matches, and each run goes on for
# RECALL_SECONDS at most and measures by what is known then.
# RECALL_MISSED=FILE has the missed pairs.
RECALL_RECORDS ?= 100000
RECALL_QUERIES ?= 2600
RECALL_SECONDS ?= 3600
$(OBJ)/bench/recall: bench/recall.c bench/must.h $(LIB) $(OBJ)/flags
	@mkdir -p $(@D)
	$(call say,bench   $@)
	$(Q)$(CC) $(CFLAGS_ALL) -Ibench $(LDFLAGS_ALL) -o $@ $< $(LIB) $(LIBS)

.PHONY: bench-recall
bench-recall: $(OBJ)/bench/recall
	@mkdir -p bench/results
	@$< bench/results/recall.txt $(BUILD)/bench-matches $(RECALL_RECORDS) $(RECALL_QUERIES) $(RECALL_SECONDS) $(RECALL_MISSED)
