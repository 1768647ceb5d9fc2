# make run    makes a demonstration site and serves it on a loopback port
# make test   runs every test
# make install (PREFIX=/usr/local), make uninstall; make deb makes a Debian package, make try-deb tries it
# on a new Debian, as root.
# All but install and uninstall install the Debian packages that are missing.

SHELL = /bin/bash
.SHELLFLAGS = -eu -o pipefail -c

BUILD_PACKAGES = libsqlite3-dev libsodium-dev nettle-dev libqrencode-dev libfcgi-dev \
	libcurl4-openssl-dev pkg-config make
RUN_PACKAGES = curl tzdata
TEST_PACKAGES = apache2 apache2-suexec-pristine apache2-suexec-custom iproute2 procps chromium chromium-driver python3-selenium python3-venv python3-aiosmtpd python3-pil python3-yaml python3-cryptography python3-urllib3 \
	zbar-tools librsvg2-bin msmtp php-cgi php-cli fonts-noto-cjk sqlite3 openssl \
	libapache2-mod-fcgid nginx-light fcgiwrap spawn-fcgi lighttpd lighttpd-modules-lua lighttpd-mod-openssl systemd strace \
	$(DEB_PACKAGES) lintian man-db mandoc bsdextrautils
DEB_PACKAGES = dpkg-dev binutils python3
TRY_PACKAGES = debootstrap systemd-container openssl
BENCH_PACKAGES = gcc libpng-dev gdb python3 python3-segno sqlite3 tzdata apache2 nginx-light spawn-fcgi \
	php-cgi php-fpm php-sqlite3 hugo
RELEASE = swift build -c release --static-swift-stdlib

PREFIX = /usr/local

.PHONY: build run test soak fuzz bench lint screenshot install uninstall deb try-deb clean
build: packages-build
	$(RELEASE)

run: packages-run build
	Tests/demonstration $(CURDIR)/.build/release $(CURDIR)/demo

test: packages-test build .tools/python
	swift test --no-parallel --disable-xctest

# What takes minutes: the promises in full size, each with its figures.
soak: packages-test build
	for part in order faults full_disk unprivileged wire writers kills endurance; do /usr/bin/python3 -B Tests/Soak/$$part.py --full; done

# make fuzz SECONDS=60: each parser for that long; what is new goes into the corpus that the tests replay.
SECONDS = 60
fuzz: packages-build
	USHER_BUILDS_FUZZ=1 swift build -c release --scratch-path .build/fuzz --product fuzz -Xswiftc -sanitize=fuzzer
	Tests/FuzzProgram/fuzz $(SECONDS) .build/fuzz/release/fuzz

bench: packages-bench build
	python3 Benchmarks/apply.py
	python3 Benchmarks/build.py
	python3 Benchmarks/requests.py
	python3 Benchmarks/lists.py

# The picture in the README, from what the browser test saw last.
screenshot:
	.tools/python/bin/python Tests/EndToEndTests/screenshot.py .tools/screenshots .readme/landing.png

# What `make build` left; it compiles nothing, since it may run as root.
install:
	packaging/install "$(DESTDIR)" "$(PREFIX)"

uninstall:
	cd "$(DESTDIR)$(PREFIX)" && rm -f bin/usher share/man/man1/usher.1 share/man/man5/usher.conf.5 \
	  share/bash-completion/completions/usher share/zsh/site-functions/_usher \
	  share/fish/vendor_completions.d/usher.fish lib/sysusers.d/usher.conf \
	  lib/systemd/system/usher@.{socket,service} lib/systemd/system/usher-chores@.{timer,service}
	rm -rf "$(DESTDIR)$(PREFIX)/libexec/usher" "$(DESTDIR)$(PREFIX)/share/usher"

deb: packages-deb build
	packaging/deb .

try-deb: packages-try deb
	python3 packaging/try.py usher_$$(.build/release/usher --version)_$$(dpkg --print-architecture).deb

lint:
	swift format lint --strict --recursive Package.swift Sources Tests

clean:
	rm -rf .build .tools demo usher_*.deb

# A QR reader and an accessibility checker that are independent of what we build on.
.tools/python: Tests/requirements.txt
	rm -rf .tools/python
	/usr/bin/python3 -m venv --system-site-packages .tools/python
	.tools/python/bin/pip install --no-deps --quiet --disable-pip-version-check -r Tests/requirements.txt
	touch .tools/python

define install
	@missing=""; for package in $(1); do \
	  dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
	  echo "Installing:$$missing"; \
	  as_root=""; if [ "$$(id -u)" != 0 ]; then as_root=sudo; fi; \
	  $$as_root apt-get update -qq; \
	  DEBIAN_FRONTEND=noninteractive $$as_root apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi
endef

.PHONY: packages-build packages-run packages-test packages-bench packages-deb packages-try
packages-build:
	$(call install,$(BUILD_PACKAGES))
packages-run:
	$(call install,$(BUILD_PACKAGES) $(RUN_PACKAGES))
packages-test:
	$(call install,$(BUILD_PACKAGES) $(RUN_PACKAGES) $(TEST_PACKAGES))
packages-bench:
	$(call install,$(BUILD_PACKAGES) $(BENCH_PACKAGES))
packages-deb:
	$(call install,$(BUILD_PACKAGES) $(DEB_PACKAGES))
packages-try:
	$(call install,$(TRY_PACKAGES))
