# SPDX-License-Identifier: GPL-2.0-or-later
# install and uninstall, with DESTDIR and PREFIX; nothing outside them.

BINDIR   ?= $(PREFIX)/bin
MANDIR   ?= $(PREFIX)/share/man
DOCDIR   ?= $(PREFIX)/share/doc/whittle
BASH_COMPLETIONS ?= $(PREFIX)/share/bash-completion/completions
ZSH_COMPLETIONS  ?= $(PREFIX)/share/zsh/site-functions
FISH_COMPLETIONS ?= $(PREFIX)/share/fish/vendor_completions.d

PAGES    := $(patsubst man/%.scd,%,$(wildcard man/*.scd))
MANUAL   := $(patsubst %,$(BUILD)/man/%,$(PAGES))
HTML     := $(patsubst %,$(BUILD)/html/%.html,$(PAGES))
# What the lab is built of stands below DATADIR as it does here.
LAB_FILES := $(shell find lab -type f ! -name README.md | sort)
SCHEMAS   := $(wildcard docs/*.schema.json)

$(BUILD)/man/%: man/%.scd
	@mkdir -p $(@D)
	@command -v scdoc >/dev/null || { echo "the manual needs scdoc \
	(Debian and Fedora: scdoc)" >&2; exit 1; }
	scdoc <$< >$@

$(BUILD)/html/%.html: $(BUILD)/man/% deploy/manual.css
	@mkdir -p $(@D)
	@command -v mandoc >/dev/null || { echo "the manual as HTML needs mandoc \
	(Debian and Fedora: mandoc)" >&2; exit 1; }
	@cp deploy/manual.css $(@D)/manual.css
	mandoc -T html -O style=manual.css $< | sed -E \
		-e 's#(whittle(-[a-z]+)?)\(([158])\)#<a href="\1.\3.html">&</a>#g' \
		-e 's/>•/>• /' >$@

.PHONY: man html install uninstall deb rpm
man: $(MANUAL) ## the manual pages (build/man)

html: $(HTML) ## the manual as HTML (build/html)

# Each file of an installation, as "MODE|FILE|PLACE".
installed = \
	755|$(BUILD)/whittle|$(BINDIR)/whittle \
	644|policies/whittle.cil|$(DATADIR)/policies/whittle.cil \
	$(foreach f,$(LAB_FILES),$(if $(shell test -x $f && echo x),755,644)|$f|$(DATADIR)/$f) \
	$(foreach f,$(SCHEMAS),644|$f|$(DATADIR)/$(notdir $f)) \
	$(foreach p,$(PAGES),644|$(BUILD)/man/$p|$(MANDIR)/man$(lastword $(subst ., ,$p))/$p) \
	644|completions/whittle.bash|$(BASH_COMPLETIONS)/whittle \
	644|completions/_whittle|$(ZSH_COMPLETIONS)/_whittle \
	644|completions/whittle.fish|$(FISH_COMPLETIONS)/whittle.fish \
	644|README.md|$(DOCDIR)/README.md \
	644|CHANGELOG.md|$(DOCDIR)/CHANGELOG.md \
	$(foreach f,$(wildcard docs/*.md),644|$f|$(DOCDIR)/$(notdir $f))

define install_row
	@install -D -m $(word 1,$(1)) $(word 2,$(1)) $(DESTDIR)$(word 3,$(1))

endef

install: all man ## install below DESTDIR and PREFIX (/usr/local)
	$(foreach r,$(installed),$(call install_row,$(subst |, ,$r)))

define uninstall_row
	@rm -f $(DESTDIR)$(word 3,$(1))

endef

# Of folders only whittle's own go, and only empty ones.
uninstall: ## remove what install put there
	$(foreach r,$(installed),$(call uninstall_row,$(subst |, ,$r)))
	@for d in $(DATADIR) $(DOCDIR); do \
		[ ! -d $(DESTDIR)$$d ] || find $(DESTDIR)$$d -depth -type d \
			-empty -delete; done

deb: ## build the Debian package (build/*.deb; installs what that needs)
	@sh deploy/build-deb.sh $(BUILD)

rpm: ## build the RPM package as far as Debian's rpmbuild can
	@sh deploy/build-rpm.sh $(BUILD) $(VERSION)
