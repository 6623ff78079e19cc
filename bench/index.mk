# 'make bench-index': the index beside scans, at growing numbers (bench/index.c). INDEX_SIZES="10000 100000"
# for a shorter run; INDEX_RECALL how many records and queries are compared each with each.
INDEX_SIZES ?= 10000 100000 1000000 10000000
INDEX_RECALL ?= 100000 1000
$(OBJ)/bench/index: bench/index.c bench/plain.c bench/plain.h $(LIB) $(OBJ)/flags
	@mkdir -p $(@D)
	$(call say,bench   $@)
	$(Q)$(CC) $(CFLAGS_ALL) -Ibench $(ICU_CFLAGS) $(LDFLAGS_ALL) -o $@ $< bench/plain.c $(LIB) $(ICU_LIBS) $(LIBS)

.PHONY: bench-index
bench-index: $(OBJ)/bench/index
	@mkdir -p bench/results
	@$< bench/results/index.txt $(INDEX_RECALL) $(INDEX_SIZES)
