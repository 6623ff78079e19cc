# 'make bench-channel': messages between two durable desks on the disk that is built on (bench/channel.c).
#   MESSAGES=N  in a burst        PRELOADED=N  there before
MESSAGES ?= 20000
PRELOADED ?= 0
.PHONY: bench-channel
bench-channel: $(OBJ)/bench/channel
	@mkdir -p bench/results
	@$< $(BUILD) $(MESSAGES) $(PRELOADED) | tee bench/results/channel.txt
