# 'make bench-speed': one comparison on one core (bench/speed.c), beside ICU and Levenshtein.
# On invented people of the data where they stand, else on generated ones.
SPEED_PERSONS := $(firstword $(wildcard $(DATA)/negatives/people-us*.csv))
ICU_CFLAGS = $(shell pkg-config --cflags icu-i18n icu-uc 2>/dev/null)
ICU_LIBS = $(shell pkg-config --libs icu-i18n icu-uc 2>/dev/null)

$(OBJ)/bench/speed: bench/speed.c bench/plain.c bench/plain.h $(LIB) $(OBJ)/flags
	@mkdir -p $(@D)
	$(call say,bench   $@)
	$(Q)$(CC) $(CFLAGS_ALL) -Ibench $(ICU_CFLAGS) $(LDFLAGS_ALL) -o $@ $< bench/plain.c $(LIB) $(ICU_LIBS) $(LIBS)

.PHONY: bench-speed
bench-speed: $(OBJ)/bench/speed
	@mkdir -p bench/results
	@$< bench/results/speed.txt $(SPEED_PERSONS)
