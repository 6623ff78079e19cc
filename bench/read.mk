# 'make bench-read': FollowTheMoney lines read and made ready to be compared (bench/read.c).
$(OBJ)/bench/read: bench/read.c bench/must.h $(LIB) $(OBJ)/flags
	@mkdir -p $(@D)
	$(call say,bench   $@)
	$(Q)$(CC) $(CFLAGS_ALL) -Ibench -MMD -MP -MF $@.d $(LDFLAGS_ALL) -o $@ $< $(LIB) $(LIBS)

.PHONY: bench-read
bench-read: $(OBJ)/bench/read
	@mkdir -p bench/results
	@$< bench/results/read.txt
