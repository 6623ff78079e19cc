# 'make bench-private': the private question's figures (bench/private.c); the table of 20 M keys takes
# 3 GB of memory and 360 MB in $(BUILD). The pattern for bench programs is in ledger.mk.
#   PERSONS=N    persons in the table              QUESTIONS=N  for the timing test (10^5 take half an hour)
PERSONS ?= 1000000
QUESTIONS ?= 4000
.PHONY: bench-private
bench-private: $(OBJ)/bench/private
	@$< $(BUILD) $(PERSONS) $(QUESTIONS)
