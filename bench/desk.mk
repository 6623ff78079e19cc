# 'make bench-desk': a desk's figures (bench/desk.c); EVENTS=N and FILES=N for another size. 10,000,000 events take 5 GB in $(BUILD).
EVENTS ?= 10000000
FILES ?= 100000
.PHONY: bench-desk
bench-desk: $(OBJ)/bench/desk
	@$< $(BUILD) $(EVENTS) $(FILES)
