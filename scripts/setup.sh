# shellcheck shell=bash
# Gets Odoo 19 and its Python packages onto a bare Debian machine, without Docker. Sourced by dev.sh.
#
#   Odoo 19 itself      Debian's package odoo-19 (suite sid), unpacked into a folder, never installed; apt checks the
#                       signatures with the keys that the machine already trusts
#   fonts, JS files     the Debian packages that its symlinks point at, unpacked into the same folder
#   Python packages     PyPI, at the versions in requirements/constraints.txt, in a virtual environment
#   PostgreSQL, …       the machine's own apt (needs root or sudo, and only when something is missing)

PACKAGES_RUN="postgresql python3-venv fonts-noto-cjk"
PACKAGES_TEST="chromium poppler-utils"
if [ "${SDW_PDF:-debian}" = patched ]; then
  PACKAGES_RUN="$PACKAGES_RUN libxrender1 libxext6 libfontconfig1"
else
  PACKAGES_RUN="$PACKAGES_RUN wkhtmltopdf"
fi

# ---------------------------------------------------------------- packages of the machine's own suite
installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }
as_root() {
  if [ "$ROOT" = 1 ]; then "$@"; elif [ -t 0 ]; then sudo "$@"; else sudo -n "$@"; fi
}
# candidates APT-CACHE-COMMAND PACKAGE…: those that apt could install, on one line
candidates() {
  "$@" | awk '/^[^ ]/ { p = $1; sub(/:$/, "", p) } $1 == "Candidate:" && $2 != "(none)" { printf "%s ", p }'
}

system_packages() {
  local p known missing=() have=()
  for p in "$@"; do installed "$p" || missing+=("$p"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  as_root true || die "neither root nor sudo: please have this done first: apt-get install ${missing[*]}"
  as_root dpkg --configure -a >"$LOGS/apt.log" 2>&1 </dev/null || true # an earlier run may have been cut off
  step "reading the package lists" "$LOGS/apt-update.log" as_root apt-get -q update || die "apt-get update"
  known=" $(candidates apt-cache policy "${missing[@]}") "
  for p in "${missing[@]}"; do
    case $known in *" $p "*) have+=("$p") ;; *) say "this suite has no $p: going on without it" ;; esac
  done
  [ ${#have[@]} -gt 0 ] || return 0
  step "installing ${have[*]}" "$LOGS/apt.log" as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -qy -o DPkg::Lock::Timeout=300 install --no-install-recommends "${have[@]}" || die "apt-get install"
}

# ---------------------------------------------------------------- a private apt that also knows the suite sid
# It has its own sources, lists and cache; the machine's apt is only read. Mirror and keys are those of the
# machine's own entry for its own release.
APTDIR=$SDW_HOME/apt
COMPANIONS=(libjs-jquery libjs-jquery-form libjs-underscore fonts-font-awesome fonts-roboto-unhinted
  fonts-montserrat fonts-inconsolata fonts-ocr-b fonts-glyphicons-halflings)

papt() {
  local tool=$1
  shift
  APT_CONFIG=$APTDIR/apt.conf "apt-$tool" "$@"
}

private_sources() { # private_sources CODENAME SUITE
  local files=() f
  rm -rf "$APTDIR/parts"
  mkdir -p "$APTDIR/parts" "$APTDIR/lists/partial" "$APTDIR/cache/archives/partial"
  for f in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do [ ! -f "$f" ] || files+=("$f"); done
  if [ ${#files[@]} -gt 0 ]; then # deb [options] uri suite component…
    sed -E 's/#.*//' "${files[@]}" | awk -v c="$1" -v s="$2" '
      $1 == "deb" { i = 2; if ($2 ~ /^\[/) { while ($i !~ /\]$/) i++; i++ }
                    if ($(i+1) == c && /[ \t]main([ \t]|$)/) { print; $(i+1) = s; print } }' >"$APTDIR/parts/odoo.list"
  fi
  for f in /etc/apt/sources.list.d/*.sources; do
    [ -f "$f" ] || continue # Types: deb / URIs: … / Suites: bookworm bookworm-updates / …
    sed -E '/^#/d' "$f" | awk -v c="$1" -v s="$2" '
      BEGIN { RS = ""; ORS = "\n\n"; FS = "\n" }
      { own = 0; out = ""; off = 0
        for (i = 1; i <= NF; i++) { line = $i
          if (tolower(line) ~ /^enabled:[ \t]*no/) off = 1
          if (tolower(line) ~ /^suites:/) { n = split(line, w, /[ \t]+/)
            for (j = 2; j <= n; j++) if (w[j] == c) own = 1
            line = "Suites: " c " " s }
          out = out (i > 1 ? "\n" : "") line }
        if (own && !off) print out }' >>"$APTDIR/parts/odoo.sources"
  done
  find "$APTDIR/parts" -size 0 -delete
  [ -n "$(ls -A "$APTDIR/parts")" ] || die "found no apt source for $1 to take the mirror from"
}

private_apt() { # private_apt SUITE
  local codename
  # shellcheck source=/dev/null
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME:?}")
  private_sources "$codename" "$1"
  cat >"$APTDIR/apt.conf" <<CONF
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "$APTDIR/parts";
Dir::Etc::preferencesparts "/dev/null";
Dir::State::lists "$APTDIR/lists";
Dir::Cache "$APTDIR/cache";
Dir::Cache::pkgcache "pkgcache.bin";
Dir::Cache::srcpkgcache "srcpkgcache.bin";
APT::Default-Release "$codename";
APT::Sandbox::User "";
APT::Get::AllowUnauthenticated "false";
Acquire::AllowInsecureRepositories "false";
Acquire::AllowDowngradeToInsecureRepositories "false";
Acquire::Languages "none";
Acquire::Retries "3";
APT::Update::Post-Invoke-Success "";
CONF
  step "reading Debian's package lists ($1) with a private apt" "$LOGS/private-apt.log" papt get -q update || return 1
  ! grep -qE '^(E|W):.*(GPG|sign|NO_PUBKEY|not signed)' "$LOGS/private-apt.log" || die "the archive's signature did not verify"
}

# ---------------------------------------------------------------- Odoo
odoo_download() {
  cd "$1" || return 1
  [ -n "${SDW_DEB:-}" ] || papt get -q download odoo-19 || return 1
  papt get -q download "${COMPANIONS[@]}"
}

odoo_source() {
  if [ -n "${ODOO_HOME:-}" ]; then
    ODOO_HOME=$(cd "$ODOO_HOME" && pwd -P) || die "ODOO_HOME: no such folder"
    grep -q "^version_info = (19, 0," "$ODOO_HOME/odoo/release.py" 2>/dev/null || die "ODOO_HOME holds no Odoo 19.0 source"
    ODOO_SRC=$ODOO_HOME
    return 0
  fi
  ODOO_SRC=$PREFIX/usr/lib/python3/dist-packages
  [ ! -f "$PREFIX/.complete" ] || return 0
  local suite deb debs=$SDW_HOME/debs stub broken
  rm -rf "$debs" "$PREFIX.new"
  mkdir -p "$debs" "$PREFIX.new"
  for suite in sid testing; do
    ! private_apt $suite || [ -z "$(candidates papt cache policy odoo-19)" ] || break
    [ $suite = sid ] || [ -n "${SDW_DEB:-}" ] || die "no Debian suite has the package odoo-19: set SDW_DEB or ODOO_HOME"
  done
  step "downloading Odoo 19" "$LOGS/download.log" odoo_download "$debs" || die "download failed"
  say "unpacking Odoo 19"
  for deb in "$debs"/*.deb ${SDW_DEB:+"$SDW_DEB"}; do
    # dist-packages/addons is a second, incomplete copy of the addons that Odoo would put on its path
    dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$PREFIX.new" --no-same-owner --exclude='./usr/lib/python3/dist-packages/addons' \
      --exclude='./usr/lib/python3/dist-packages/doc' --exclude='./usr/lib/python3/dist-packages/setup' --exclude='./etc' \
      --exclude='./usr/share/doc' --exclude='./usr/share/lintian' --exclude='./usr/lib/python3/dist-packages/*.egg-info'
  done
  # Debian leaves this script out, but mail's assets name it: every page would log an error, and any browser test
  # that sees one fails. Only the background blur of a video call needs it.
  stub=$PREFIX.new/usr/lib/python3/dist-packages/odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js
  [ -e "$stub" ] || { mkdir -p "${stub%/*}" && echo '/* not part of the Debian package */' >"$stub"; }
  broken=$(find "$PREFIX.new" -xtype l)
  [ -z "$broken" ] || die "symlinks that lead nowhere, so a package is missing:"$'\n'"$broken"
  rm -rf "$PREFIX"
  mv "$PREFIX.new" "$PREFIX"
  touch "$PREFIX/.complete"
  rm -rf "$APTDIR/lists" "$APTDIR/cache" "$debs"
}

# ---------------------------------------------------------------- Python
pick_python() {
  local p
  for p in ${PYTHON:-} /usr/bin/python3 python3 python3.12 python3.11 python3.13 python3.10; do
    "$p" -c 'import sys, ensurepip, venv; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null || continue
    echo "$p"
    return
  done
  die "no Python 3.10 to 3.13 with venv"
}

pip_install() { "$VENV/bin/python" -m pip install --disable-pip-version-check --retries 5 "$@"; }

python_packages() { # python_packages run|test
  local req=$REPO/requirements key
  key=$(cat "$req"/odoo.txt "$req"/constraints.txt "$req"/pdf.txt <(echo "${SDW_PDF:-debian}") | sha256sum | cut -c1-16)
  if [ "$(cat "$VENV/.key" 2>/dev/null)" != "$key" ] || ! "$VENV/bin/python" -c '' 2>/dev/null; then
    rm -rf "$VENV"
    "$(pick_python)" -m venv "$VENV" || die "could not make a virtual environment"
    step "installing Odoo's Python packages" "$LOGS/pip.log" pip_install --prefer-binary -r "$req/odoo.txt" -c "$req/constraints.txt" || die pip
    "$VENV/bin/python" -m pip check >>"$LOGS/pip.log" 2>&1 || die "pip check: see $LOGS/pip.log"
    if [ "${SDW_PDF:-debian}" = patched ]; then
      step "installing wkhtmltopdf" "$LOGS/pip-pdf.log" pip_install --no-deps --require-hashes -r "$req/pdf.txt" || die pip
      ln -sf wkhtmltopdf-pack "$VENV/bin/wkhtmltopdf"
    fi
    echo "$key" >"$VENV/.key"
  fi
  key=$(cat "$req"/test.txt "$req"/constraints.txt | sha256sum | cut -c1-16)
  if [ "$1" = test ] && [ "$(cat "$VENV/.key-test" 2>/dev/null)" != "$key" ]; then
    step "installing the test tools" "$LOGS/pip-test.log" pip_install --prefer-binary -r "$req/test.txt" -c "$req/constraints.txt" || die pip
    echo "$key" >"$VENV/.key-test"
  fi
  echo "$ODOO_SRC" >"$("$VENV/bin/python" -c 'import site; print(site.getsitepackages()[0])')/odoo.pth"
  printf '#!%s\nimport odoo.cli\n\nif __name__ == "__main__":\n    odoo.cli.main()\n' "$VENV/bin/python" >"$VENV/bin/odoo"
  chmod +x "$VENV/bin/odoo"
}

# ---------------------------------------------------------------- the compose client, to check docker-compose.yml
compose_unpack() {
  cd "$1" || return 1
  papt get -q download docker-compose/sid && dpkg-deb -x docker-compose_*.deb . && rm -f docker-compose_*.deb
}

compose_client() {
  COMPOSE=$SDW_HOME/compose/usr/libexec/docker/cli-plugins/docker-compose
  [ ! -x "$COMPOSE" ] || return 0
  rm -rf "$SDW_HOME/compose"
  mkdir -p "$SDW_HOME/compose"
  private_apt sid && step "downloading the compose client" "$LOGS/compose.log" compose_unpack "$SDW_HOME/compose" || true
  rm -rf "$APTDIR/lists" "$APTDIR/cache"
}

setup() { # setup run|test
  # shellcheck disable=SC2086
  case $1 in
    run) system_packages $PACKAGES_RUN ;;
    test) system_packages $PACKAGES_RUN $PACKAGES_TEST ;;
  esac
  odoo_source
  python_packages "$1"
  [ "$1" = run ] || compose_client
}
