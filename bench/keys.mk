# 'make bench-keys': recall of the match keys against their false matches (bench/keys.c), among invented persons and
# those of the lists in DATA; takes minutes. The pattern for bench programs is in ledger.mk.
#   KEYS_PERSONS=N  persons held     KEYS_STRANGERS=N  asked about and not held
KEYS_PERSONS ?= 1000000
KEYS_STRANGERS ?= 50000
KEYS_NOISY ?= 5000
KEYS_UK = $(firstword $(wildcard $(DATA)/lists/uk-*.ftm.jsonl))
KEYS_UN = $(DATA)/pairs/un-dev.ftm.jsonl,$(DATA)/pairs/un-uk-dev.tsv

.PHONY: bench-keys
bench-keys: $(OBJ)/bench/keys $(PROGRAM)
	@mkdir -p $(BUILD)/keys
	@$(PROGRAM) synth --n $(KEYS_PERSONS) --seed 1 --out $(BUILD)/keys/held --copies $(BUILD)/keys/copies \
	  --truth $(BUILD)/keys/truth --overlap 0.5
	@$(PROGRAM) synth --n $(KEYS_STRANGERS) --seed 77 --out $(BUILD)/keys/strangers
	@awk -F'\t' -v OFS='\t' '{ print $$2, $$1 }' $(BUILD)/keys/truth | head -n $(KEYS_NOISY) >$(BUILD)/keys/noisy
	@$< $(KEYS_UK),$(BUILD)/keys/held $(BUILD)/keys/strangers UN=$(KEYS_UN) UN-year-off=$(KEYS_UN),1 \
	  noisy+=$(BUILD)/keys/copies,$(BUILD)/keys/noisy
