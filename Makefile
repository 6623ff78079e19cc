# Liaison: plain 'make' builds build/liaison and installs nothing.
#   make demo    the main job      make check   all tests      (both install what is missing)
#   make soak | fuzz | bench | check-tsan | lint | format | install    see CONTRIBUTING.md
VERSION := 0.1.0
BUILD ?= build
PREFIX ?= /usr/local
# release, asan, tsan, fuzz (clang, libFuzzer) or clang (the release code under the other compiler).
MODE ?= release
# What 'make bench' measures on; see man/liaison-bench.1 for its layout.
DATA ?= ../shared/data
# Seconds that 'make fuzz' gives each target.
FUZZ_SECONDS ?= 60

# make's own default for CC is cc, which "?=" would keep.
ifeq ($(origin CC),default)
CC := $(if $(filter fuzz clang,$(MODE)),clang,gcc)
endif

# 'make V=1' shows the commands whole.
ifndef V
Q := @
say = @echo '  $(1)'
endif

# Each layer is a directory of src/; the table also says who may include whom.
LAYERS := $(filter-out cli,$(shell sed -nE 's/^([a-z]+)(:.*)?$$/\1/p' tools/layers.txt))
PACKAGES := libutf8proc jansson libsodium sqlite3 libmicrohttpd libcurl gnutls expat libzip

OBJ := $(BUILD)/$(MODE)
CSTD := -std=c17 -D_GNU_SOURCE -Isrc -I$(OBJ)/gen -DLIAISON_VERSION=\"$(VERSION)\"
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes \
        -Wmissing-prototypes -Wwrite-strings -Wundef -Wvla -Wformat=2 -Werror
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
HARDEN := -fstack-protector-strong -D_FORTIFY_SOURCE=2
# The whole program is optimised as one, which takes a twentieth off a query of the index; clang of Debian 12 does not
# write objects that can be linked without it too.
LTO := $(if $(findstring clang,$(CC)),,-flto=auto -ffat-lto-objects)
OPT_release := -O2 -g $(HARDEN) $(LTO)
OPT_clang := -O1 -g
OPT_asan := -O1 -g $(SANITIZE)
OPT_tsan := -O1 -g -fsanitize=thread
OPT_fuzz := -O1 -g $(SANITIZE) -fsanitize=fuzzer-no-link -DLIAISON_FUZZING
OPT := $(or $(OPT_$(MODE)),$(error MODE is release, asan, tsan, fuzz or clang, not '$(MODE)'))
# Where a package lacks, the rule 'present' says which; pkg-config need not.
PACKAGE_CFLAGS := $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
PACKAGE_LIBS := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null)
CFLAGS_ALL := $(CSTD) $(WARN) $(OPT) -fPIC $(PACKAGE_CFLAGS) $(CPPFLAGS) $(CFLAGS)
# Each source was held against that warning when it was compiled; of all of them together gcc 12 gives false ones.
LDFLAGS_ALL := $(OPT) $(if $(LTO),-Wno-maybe-uninitialized) -Wl,-z,relro,-z,now $(LDFLAGS)
LIBS := $(PACKAGE_LIBS) -lm -lpthread

LIB_SRC := $(sort $(foreach l,$(LAYERS),$(wildcard src/$(l)/*.c src/$(l)/*/*.c)))
CLI_SRC := $(sort $(wildcard src/cli/*.c src/cli/*/*.c))
TEST_SRC := $(sort $(wildcard tests/unit/*_test.c))
FUZZ_SRC := $(filter-out tests/fuzz/replay.c,$(sort $(wildcard tests/fuzz/*.c)))

LIB := $(OBJ)/libliaison.a
LIB_OBJ := $(LIB_SRC:src/%.c=$(OBJ)/%.o)
CLI_OBJ := $(CLI_SRC:src/%.c=$(OBJ)/%.o)
TESTS := $(TEST_SRC:tests/unit/%.c=$(OBJ)/tests/%)
FUZZERS := $(FUZZ_SRC:tests/fuzz/%.c=$(OBJ)/fuzzers/%)
PROGRAM := $(BUILD)/liaison$(if $(filter-out release,$(MODE)),-$(MODE))
# Only of the release build: other programs load it.
SHARED := $(if $(filter release,$(MODE)),$(BUILD)/libliaison.so)

.PHONY: all
all: $(PROGRAM) $(SHARED)

# Stops with the names of what lacks; installs nothing.
.PHONY: present
present:
	@CC='$(firstword $(CC))' tools/deps --missing build

# Two stamps that change only with their content: other flags build everything
# anew, and a source that is gone leaves the library.
define stamp
@mkdir -p $(@D)
@printf '%s\n' '$(1)' | cmp -s - $@ || printf '%s\n' '$(1)' >$@
endef

.PHONY: FORCE
$(OBJ)/flags: FORCE | present
	$(call stamp,$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) $(LIBS))

$(OBJ)/sources: FORCE | present
	$(call stamp,$(LIB_SRC) $(CLI_SRC))

$(OBJ)/%.o: src/%.c $(OBJ)/flags
	@mkdir -p $(@D)
	$(call say,compile $<)
	$(Q)$(CC) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

# What was learned is built into the program by the sources of name/, match/ and synth/.
$(filter $(OBJ)/name/equivalents.o $(OBJ)/match/% $(OBJ)/synth/%,$(LIB_OBJ)): $(wildcard data/learned/*)
$(filter $(OBJ)/private/%,$(LIB_OBJ)): $(wildcard data/frozen/*)

# The statements of the store are built in too; FORCE, so that one that is gone leaves the program.
$(OBJ)/gen/store/sql.inc: FORCE
	@mkdir -p $(@D)
	@tools/embed-sql src/store/sql >$@.new && { cmp -s $@.new $@ && rm $@.new || mv $@.new $@; }

$(OBJ)/store/sql.o: $(OBJ)/gen/store/sql.inc

$(LIB): $(LIB_OBJ) $(OBJ)/sources
	@rm -f $@
	$(call say,archive $@)
	$(Q)ar rcs $@ $(LIB_OBJ)
	@twice=$$(nm -g --defined-only $@ | awk 'NF == 3 && $$2 ~ /[TDBR]/ { print $$3 }' | sort | uniq -d); \
	if [ -n "$$twice" ]; then echo "archive: defined more than once:" $$twice >&2; rm -f $@; exit 1; fi

# The library for other programs: what liaison.h declares, and nothing else, is seen from outside.
.PHONY: lib
lib: $(SHARED)
$(BUILD)/libliaison.so: $(LIB) src/api/liaison.map
	$(call say,link    $@)
	$(Q)$(CC) $(LDFLAGS_ALL) -shared -Wl,-soname,libliaison.so.0 -Wl,--version-script=src/api/liaison.map \
		-Wl,--whole-archive $(LIB) -Wl,--no-whole-archive -o $@ $(LIBS)

# LINK=-fno-lto links what was compiled as it is, in a second and not in sixteen: for a program that is only tested.
LINK :=
# The whole archive, so that one name for two functions is an error and not the nearer one called.
$(PROGRAM): $(CLI_OBJ) $(LIB) $(OBJ)/sources
	$(call say,link    $@)
	$(Q)$(CC) $(LDFLAGS_ALL) $(LINK) -o $@ $(CLI_OBJ) -Wl,--whole-archive $(LIB) -Wl,--no-whole-archive $(LIBS)

# Unit tests: tests/unit/NAME_test.c is one cmocka program. Here and below -fno-lto: of what is only tested, each
# would take seconds to link.
$(OBJ)/tests/%: tests/unit/%.c $(LIB) $(OBJ)/flags
	@mkdir -p $(@D)
	$(call say,test    $@)
	$(Q)$(CC) $(CFLAGS_ALL) -MMD -MP -MF $@.d $(LDFLAGS_ALL) -fno-lto -o $@ $< $(LIB) $(LIBS) -lcmocka

# What loads a desk that serves, and lies to it: for scenarios and benches.
LINE := $(OBJ)/line
$(LINE): tests/line/line.c tests/line/tls.c tests/line/tls.h tests/lie.h $(LIB) $(OBJ)/flags
	$(call say,test    $@)
	$(Q)$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -fno-lto -o $@ tests/line/line.c tests/line/tls.c $(LIB) $(LIBS)

# Fuzz targets: tests/fuzz/NAME.c defines LLVMFuzzerTestOneInput. libFuzzer
# drives it in MODE=fuzz; else replay.c runs it over the files it is given.
FUZZ_MAIN := $(if $(filter fuzz,$(MODE)),-fsanitize=fuzzer,tests/fuzz/replay.c)
$(OBJ)/fuzzers/%: tests/fuzz/%.c tests/fuzz/replay.c $(LIB) $(OBJ)/flags
	@mkdir -p $(@D)
	$(call say,fuzzer  $@)
	$(Q)$(CC) $(CFLAGS_ALL) -fno-lto -MMD -MP -MF $@.d -c -o $@.o $<
	$(Q)$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -fno-lto -o $@ $@.o $(FUZZ_MAIN) $(LIB) $(LIBS)

-include $(LIB_OBJ:.o=.d) $(CLI_OBJ:.o=.d) $(TESTS:%=%.d) $(FUZZERS:%=%.d)

# What the checks build in one go, for one MODE.
.PHONY: tests fuzzers
tests: $(PROGRAM) $(TESTS) $(SHARED) $(LINE)
fuzzers: $(FUZZERS)

# The unit tests alone, in this MODE; 'make unit T=base' runs tests/unit/base_test.c.
.PHONY: unit
unit: $(TESTS)
	@status=0; for t in $(if $(T),$(OBJ)/tests/$(T)_test,$(TESTS)); do tools/run-unit $$t || status=1; done; exit $$status

.PHONY: scenario
scenario: $(PROGRAM) $(LINE)
	@LIAISON=$(PROGRAM) tests/scenario/run $(T)

.PHONY: check check-tsan soak lint
check:
	@tools/deps build check
	@BUILD=$(BUILD) tools/check static unit scenario fuzz compilers planted

check-tsan:
	@tools/deps build check
	@BUILD=$(BUILD) tools/check tsan

# The long versions: LIAISON_SOAK=1 tells a test to do its long count.
soak:
	@tools/deps build check extra
	@BUILD=$(BUILD) LIAISON_SOAK=1 tools/check unit scenario fuzz planted
	@$(MAKE) --no-print-directory fuzz FUZZ_SECONDS=600

lint:
	@tools/deps build check extra
	@tools/lint $(CSTD) $(PACKAGE_CFLAGS)

.PHONY: fuzz
fuzz:
	@tools/deps build check extra
	@$(MAKE) --no-print-directory MODE=fuzz fuzzers
	@BUILD=$(BUILD) tools/fuzz $(FUZZ_SECONDS) $(T)

.PHONY: bench
bench:
	@tools/deps build bench
	@$(MAKE) --no-print-directory
	@mkdir -p bench/results
	$(BUILD)/liaison bench accuracy --data $(DATA) --json bench/results/accuracy.json
	@$(MAKE) --no-print-directory bench-speed
	@$(MAKE) --no-print-directory bench-read
	@$(MAKE) --no-print-directory bench-index
	@$(MAKE) --no-print-directory bench-recall
	@$(MAKE) --no-print-directory bench-link

# One program a layer with figures of its own: 'make bench-ledger' and the like.
include $(wildcard bench/*.mk)

# That they still compile: they are not built by 'make tests', as each takes seconds to link.
.PHONY: bench-syntax
bench-syntax: $(OBJ)/gen/store/sql.inc
	@for source in bench/*.c; do $(CC) $(CFLAGS_ALL) -Ibench $(ICU_CFLAGS) -fsyntax-only $$source || exit 1; done

.PHONY: demo
demo:
	@tools/deps build
	@$(MAKE) --no-print-directory
	@LIAISON=$(BUILD)/liaison demo/run

.PHONY: format
format:
	clang-format -i $$(find src tests -name '*.[ch]')

.PHONY: install
install: $(PROGRAM) $(SHARED)
	install -D -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/liaison
	install -D -m 755 $(SHARED) $(DESTDIR)$(PREFIX)/lib/libliaison.so.0
	ln -sf libliaison.so.0 $(DESTDIR)$(PREFIX)/lib/libliaison.so
	install -D -m 644 src/api/liaison.h $(DESTDIR)$(PREFIX)/include/liaison.h
	install -d $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 man/*.1 $(DESTDIR)$(PREFIX)/share/man/man1
	install -D -m 644 systemd/liaison@.service $(DESTDIR)$(PREFIX)/lib/systemd/system/liaison@.service
	install -D -m 644 completion/liaison.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/liaison

.PHONY: clean
clean:
	rm -rf $(BUILD)
