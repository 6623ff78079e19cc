# 'make bench-line': two desks that serve, two processes, on the disk that is built on (bench/line).
#   MESSAGES=N  sustained        PRELOADED=N  there before
MESSAGES ?= 20000
PRELOADED ?= 0
.PHONY: bench-line
bench-line: $(PROGRAM) $(LINE)
	@mkdir -p bench/results
	@BUILD=$(BUILD) bench/line $(MESSAGES) $(PRELOADED) | tee bench/results/line.txt
