# Liaison: plain 'make' builds build/liaison and installs nothing.
#   make demo    the main job; make check  all tests: both install what is missing
#   make bench | fuzz | soak | lint | check-tsan | format    see CONTRIBUTING.md
VERSION := 0.1.0
CC ?= gcc
BUILD ?= build
MODE ?= release

CSTD := -std=c17 -D_GNU_SOURCE -Isrc -I$(BUILD)/gen -DLIAISON_VERSION='"$(VERSION)"'
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes \
        -Wmissing-prototypes -Wwrite-strings -Wundef -Wvla -Wformat=2 -Werror
OPT_release := -O2 -g
OPT_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
OPT_tsan := -O1 -g -fsanitize=thread
HARDEN := -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIC
HARDEN_asan := -fPIC
HARDEN_tsan := -fPIC
HARDENING = $(or $(HARDEN_$(MODE)),$(HARDEN))
PACKAGES := libutf8proc jansson libsodium
CFLAGS_ALL = $(CSTD) $(WARN) $(OPT_$(MODE)) $(HARDENING) $(CFLAGS) $(shell pkg-config --cflags $(PACKAGES))
LIBS = $(shell pkg-config --libs $(PACKAGES)) -lm -lpthread

LIB_SRC := $(sort $(wildcard src/base/*.c src/name/*.c src/record/*.c src/match/*.c))
CLI_SRC := $(sort $(wildcard src/cli/*.c))
OBJ = $(BUILD)/$(MODE)
LIB_OBJ = $(LIB_SRC:src/%.c=$(OBJ)/%.o)
CLI_OBJ = $(CLI_SRC:src/%.c=$(OBJ)/%.o)
PROGRAM = $(if $(filter release,$(MODE)),$(BUILD)/liaison,$(BUILD)/liaison-$(MODE))

.PHONY: all
all: $(PROGRAM)

$(PROGRAM): $(CLI_OBJ) $(OBJ)/libliaison.a
	$(CC) $(OPT_$(MODE)) -o $@ $(CLI_OBJ) $(OBJ)/libliaison.a $(LIBS)

$(OBJ)/libliaison.a: $(LIB_OBJ)
	@rm -f $@
	ar rcs $@ $(LIB_OBJ)

$(OBJ)/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

# Unit tests: tests/unit/<name>_test.c is one cmocka program.
TEST_SRC := $(sort $(wildcard tests/unit/*_test.c))
TESTS = $(TEST_SRC:tests/unit/%.c=$(OBJ)/tests/%)

$(OBJ)/tests/%: tests/unit/%.c $(OBJ)/libliaison.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -MMD -MP -o $@ $< $(OBJ)/libliaison.a $(LIBS) -lcmocka

.PHONY: unit
unit: $(TESTS)
	@for t in $(TESTS); do $$t || exit 1; done

.PHONY: clean
clean:
	rm -rf $(BUILD)

-include $(LIB_OBJ:.o=.d) $(CLI_OBJ:.o=.d) $(TESTS:%=%.d)

.PHONY: check
check: unit
