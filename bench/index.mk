# 'make bench-index': the index beside scans, at growing numbers (bench/index.c); ten million take some 8 GB of
# memory and 5 GB of /tmp. INDEX_SIZES="100000 1000000" for a shorter run; growth is told against 100000.
INDEX_SIZES ?= 10000 100000 1000000 10000000
$(OBJ)/bench/index: bench/index.c bench/plain.c bench/plain.h bench/must.h $(LIB) $(OBJ)/flags
	@mkdir -p $(@D)
	$(call say,bench   $@)
	$(Q)$(CC) $(CFLAGS_ALL) -Ibench $(ICU_CFLAGS) $(LDFLAGS_ALL) -o $@ $< bench/plain.c $(LIB) $(ICU_LIBS) $(LIBS)

.PHONY: bench-index
bench-index: $(OBJ)/bench/index
	@mkdir -p bench/results
	@$< bench/results/index.txt $(INDEX_SIZES)
