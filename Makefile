# SPDX-License-Identifier: GPL-2.0-or-later
# whittle: one make file, objects under $(BUILD). `make help` lists the targets.

VERSION    := 0.1.0
BUILD      ?= build
ifeq ($(origin CC),default)
CC := gcc
endif
PREFIX     ?= /usr/local
DATADIR    ?= $(PREFIX)/share/whittle
CFLAGS     ?= -O2 -g
PKG_CONFIG ?= pkg-config

# pkg-config module : Debian package : Fedora package
LIBRARIES := \
	libselinux:libselinux1-dev:libselinux-devel \
	libsemanage:libsemanage-dev:libsemanage-devel \
	libsepol:libsepol-dev:libsepol-devel \
	audit:libaudit-dev:audit-libs-devel \
	libseccomp:libseccomp-dev:libseccomp-devel \
	libcap-ng:libcap-ng-dev:libcap-ng-devel \
	jansson:libjansson-dev:jansson-devel \
	libfyaml:libfyaml-dev:libfyaml-devel \
	libmd:libmd-dev:libmd-devel \
	zlib:zlib1g-dev:zlib-devel \
	libzstd:libzstd-dev:libzstd-devel
MODULES := $(foreach l,$(LIBRARIES),$(firstword $(subst :, ,$(l))))

# What needs no library can be made without them.
NO_LIBRARIES := help clean deps format man html deb rpm uninstall
ifneq ($(filter-out $(NO_LIBRARIES),$(or $(MAKECMDGOALS),all)),)
ifeq ($(filter demo check check-guest prove prove-seccomp prove-verify,$(MAKECMDGOALS)),)
MISSING := $(foreach l,$(LIBRARIES),$(shell $(PKG_CONFIG) --exists \
	$(firstword $(subst :, ,$(l))) 2>/dev/null || echo $(l)))
ifneq ($(strip $(MISSING)),)
$(foreach l,$(MISSING),$(info missing: $(word 1,$(subst :, ,$(l))) \
	(Debian: $(word 2,$(subst :, ,$(l))), Fedora: $(word 3,$(subst :, ,$(l))))))
$(error libraries are missing; on Debian, as root: make deps)
endif
endif
endif

PKG_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(MODULES) 2>/dev/null)
PKG_LIBS   := $(shell $(PKG_CONFIG) --libs $(MODULES) 2>/dev/null)
built       = $(shell $(PKG_CONFIG) --modversion $(1) 2>/dev/null)

WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wvla -Wformat=2 -Wundef -Wpointer-arith -Wwrite-strings
ifeq ($(WERROR),1)
WARNINGS += -Werror
endif
HARDENING := -fstack-protector-strong -fPIE \
	$(if $(findstring _FORTIFY_SOURCE,$(CFLAGS)$(CPPFLAGS)),,-D_FORTIFY_SOURCE=2)
HARDENING_LD := -pie -Wl,-z,relro -Wl,-z,now
ifneq ($(SANITIZE),)
HARDENING := -fPIE -fsanitize=$(SANITIZE) -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
HARDENING_LD := -pie -fsanitize=$(SANITIZE)
endif

CPPFLAGS += -D_GNU_SOURCE -I. $(PKG_CFLAGS)
ALL_CFLAGS = -std=gnu17 $(CFLAGS) $(WARNINGS) $(HARDENING) $(CPPFLAGS) -MMD -MP
ALL_LDFLAGS = $(HARDENING_LD) $(LTO_LINK) $(LDFLAGS)

# What reads logs is linked into the program as if it were one file: a twelfth
# faster. By gcc, whose objects can hold both forms, so that tests are linked as
# ever.
ifneq ($(findstring gcc,$(CC)),)
ifeq ($(SANITIZE),)
LTO      := -flto -ffat-lto-objects
LTO_LINK := -fno-lto
$(BUILD)/whittle: private LTO_LINK := -O3 -flto=auto -flto-partition=one
endif
endif

FLOORS := profile collectors policies reporters profiler
objects = $(patsubst %.c,$(BUILD)/%.o,$(wildcard $(1)/*.c))
ARCHIVES := $(foreach f,profiler reporters collectors policies profile,$(BUILD)/lib$(f).a)

.PHONY: FORCE all help deps check check-unit check-guest demo fuzz bench clean format
.DELETE_ON_ERROR:
.SECONDARY:

all: $(BUILD)/whittle ## build the program (build/whittle)

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | \
	column -t -s '|' 2>/dev/null || sed -n 's/^\([a-z-]*\):.*## /  make \1  /p' Makefile

deps: ## install what building and testing need (Debian, as root)
	@sh lab/install-dependencies.sh

# With what the objects were made; other flags, given here or on the command
# line, make them anew.
FLAGS := $(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS)
$(BUILD)/flags: FORCE
	@$(shell mkdir -p $(@D))$(file >$@.new,$(FLAGS)) \
	cmp -s $@.new $@ && rm $@.new || mv $@.new $@
FORCE:

$(BUILD)/%.o: %.c $(BUILD)/flags Makefile
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c $< -o $@

# Logs of gigabytes are read there: a tenth faster.
$(BUILD)/collectors/%.o: ALL_CFLAGS := $(patsubst -O2,-O3,$(ALL_CFLAGS)) $(LTO)

$(BUILD)/profiler/version.o: ALL_CFLAGS += -DWHITTLE_VERSION='"$(VERSION)"' \
	-DBUILT_LIBAUDIT='"$(call built,audit)"' \
	-DBUILT_LIBSELINUX='"$(call built,libselinux)"' \
	-DBUILT_LIBSEMANAGE='"$(call built,libsemanage)"' \
	-DBUILT_LIBCAPNG='"$(call built,libcap-ng)"' \
	-DBUILT_JANSSON='"$(call built,jansson)"' \
	-DBUILT_LIBFYAML='"$(call built,libfyaml)"'
# Text put in by the assembler is lost to link-time optimization.
$(foreach o,policies/module_text reporters/diff_page reporters/prepare_node profiler/door_image,$(BUILD)/$o.o): ALL_CFLAGS += -fno-lto
$(BUILD)/policies/module_text.o: policies/whittle.cil
$(BUILD)/reporters/prepare_node.o: reporters/prepare_node.sh policies/whittle.cil
$(BUILD)/reporters/diff_page.o: reporters/diff_page.css reporters/diff_page.js
$(BUILD)/profiler/door_image.o: ALL_CFLAGS += -DDOOR_FILE='"$(BUILD)/profiler/door.bin"'
$(BUILD)/profiler/door_image.o: $(BUILD)/profiler/door.bin
# No libc, nothing beside: see the file.
$(BUILD)/profiler/door.bin: profiler/door/door.c
	@mkdir -p $(@D)
	$(CC) -O2 $(WARNINGS) -ffreestanding -fno-stack-protector -fno-pie \
		-nostdlib -static -s -Wl,--build-id=none $< -o $@
$(BUILD)/profiler/%.o: ALL_CFLAGS += -DWHITTLE_DATADIR='"$(DATADIR)"'

define archive_rule
$(BUILD)/lib$(1).a: $(filter-out $(BUILD)/profiler/main.o,$(call objects,$(1)))
	@rm -f $$@
	ar rcs $$@ $$^
endef
$(foreach f,$(FLOORS),$(eval $(call archive_rule,$(f))))

$(BUILD)/whittle: $(BUILD)/profiler/main.o $(ARCHIVES)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PKG_LIBS)

# ---- unit tests: tests/unit/FLOOR/test_*.c, each a program of its own ------
UNIT_TESTS := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/*/test_*.c))
below_profile    :=
below_collectors := profile
below_policies   := profile
below_reporters  := policies profile
below_profiler   := reporters collectors policies profile
unit_floor    = $(word 3,$(subst /, ,$(patsubst $(BUILD)/%,%,$(1))))
unit_archives = $(foreach f,$(call unit_floor,$(1)) \
	$(below_$(call unit_floor,$(1))),$(BUILD)/lib$(f).a)

.SECONDEXPANSION:
$(UNIT_TESTS): $(BUILD)/%: $(BUILD)/%.o $$(call unit_archives,$$@)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PKG_LIBS) -lcmocka

unit-tests: $(UNIT_TESTS)

include deploy/install.mk
include $(wildcard tests/*.mk tests/*/*.mk)

format: ## put the sources into the house's shape
	clang-format -i $$(git ls-files '*.c' '*.h')

clean: ## remove what was built
	rm -rf $(BUILD)

-include $(shell find $(BUILD) \( -name deb -o -name rpm \) -prune -o \
	-type f -name '*.d' -print 2>/dev/null)
