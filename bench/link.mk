# 'make bench-link': registers and lists linked, against the truth that comes with them (bench/link).
#   LINK_PERSONS=N  in each of two synthetic registers
LINK_PERSONS ?= 100000
.PHONY: bench-link
bench-link: $(PROGRAM)
	@mkdir -p bench/results
	@bench/link $(PROGRAM) $(DATA) $(LINK_PERSONS) | tee bench/results/link.txt
