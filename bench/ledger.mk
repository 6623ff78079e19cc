# 'make bench-ledger': the ledger's figures (bench/ledger.c), its files in $(BUILD), on the disk that is built on.
$(OBJ)/bench/%: bench/%.c $(LIB) $(OBJ)/flags
	@mkdir -p $(@D)
	$(call say,bench   $@)
	$(Q)$(CC) $(CFLAGS_ALL) -MMD -MP -MF $@.d $(LDFLAGS_ALL) -o $@ $< $(LIB) $(LIBS)

.PHONY: bench-ledger
bench-ledger: $(OBJ)/bench/ledger
	@$< $(BUILD)
