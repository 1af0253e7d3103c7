# shellcheck shell=sh
# What the scripts beside this file share. Sourced, from the top folder of the project.

SYSTEM=$(uname -s)
SERVER_PIDS=""
WORK_DIR=""

say() { printf '%s\n' "$*"; }

die() {
    printf '%s\n' "$*" >&2
    exit 1
}

# --- Installing -------------------------------------------------------------------------------------------------------

# Runs a command as the administrator, where that needs no password.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

may_be_root() { [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; }; }

# system_packages WHY PACKAGE...: installs Debian packages when it may; else says what to type.
system_packages() {
    why=$1
    shift
    if [ "$SYSTEM" = Darwin ]; then
        die "$why Type: brew install pango gettext poppler postgresql@16 redis, and start again."
    fi
    command -v apt-get >/dev/null 2>&1 || die "$why Install what Debian calls $*, and start again."
    may_be_root || die "$why Type: sudo apt-get update && sudo apt-get install --yes $*"
    say "Installing $*"
    # A package list can be missing or old on a new machine, and then nothing is found.
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq ||
        die "$why apt-get update failed; see the lines above."
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends "$@" >/dev/null ||
        die "$why apt-get install $* failed; see the lines above."
}

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

# Prints the name of a Python that can run the project.
find_python() {
    for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11; do
        [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 && is_new_enough "$candidate" &&
            printf '%s' "$candidate" && return
    done
    return 1
}

need_python() {
    BASE_PYTHON=$(find_python) ||
        die "Croeso needs Python 3.11 or newer. Type: sudo apt-get install --yes python3 python3-venv"
}

# install_python FILE: makes .venv hold what the file lists, when it does not yet.
install_python() {
    if ! [ -x .venv/bin/python ]; then
        "$BASE_PYTHON" -c 'import ensurepip' 2>/dev/null ||
            system_packages "Python cannot make a virtual environment." python3-venv
        say "Making .venv"
        "$BASE_PYTHON" -m venv .venv
    fi
    stamp=".venv/installed-${1%.txt}"
    wanted="$(cksum <"$1") $(.venv/bin/python --version)"
    if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
        say "Installing $1"
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$1" ||
            die "Installing $1 failed; see the lines above."
        printf '%s\n' "$wanted" >"$stamp"
    fi
}

# The libraries that lay out PDFs are no Python packages.
install_pdf_libraries() {
    if [ "$SYSTEM" = Darwin ]; then
        .venv/bin/python -c 'import weasyprint' 2>/dev/null ||
            system_packages "PDFs need Pango, which was not found."
    else
        .venv/bin/python -c 'import ctypes
for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0"):
    ctypes.CDLL(name)' 2>/dev/null ||
            system_packages "PDFs need Pango, which was not found." \
                libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core
    fi
}

# need_program PROGRAM PACKAGE: installs the package when the program is missing.
need_program() { command -v "$1" >/dev/null 2>&1 || system_packages "Tests need $1." "$2"; }

# --- Servers for tests ------------------------------------------------------------------------------------------------

free_port() {
    .venv/bin/python -c 'import socket
with socket.socket() as s:
    s.bind(("127.0.0.1", 0))
    print(s.getsockname()[1])'
}

# Starts a command in the background, never as root: PostgreSQL refuses to run so. Its pid is in SERVER_PID.
start_unprivileged() {
    if [ "$(id -u)" = 0 ]; then
        (exec setpriv --reuid="$SERVER_USER" --regid="$(id -g "$SERVER_USER")" --clear-groups "$@") &
    else
        "$@" &
    fi
    SERVER_PID=$!
}

run_unprivileged() {
    start_unprivileged "$@"
    wait "$SERVER_PID"
}

make_work_dir() {
    WORK_DIR=$(mktemp -d "${TMPDIR:-/tmp}/croeso.XXXXXX")
    SERVER_USER=$(id -un)
    if [ "$(id -u)" = 0 ]; then
        SERVER_USER=nobody
        id postgres >/dev/null 2>&1 && SERVER_USER=postgres
        chmod 711 "$WORK_DIR"
    fi
    mkdir "$WORK_DIR/servers"
    chown "$SERVER_USER" "$WORK_DIR/servers"
}

# Stops what was started here, by its pids, and removes its files.
stop_servers() {
    for pid in $SERVER_PIDS; do
        kill -INT "$pid" 2>/dev/null
    done
    for pid in $SERVER_PIDS; do
        wait "$pid" 2>/dev/null
    done
    SERVER_PIDS=""
    [ -z "$WORK_DIR" ] || rm -rf "$WORK_DIR"
}

# Prints the folder of PostgreSQL's programs. Debian keeps them off the PATH.
find_postgres() {
    for folder in /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin; do
        [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] && found=$folder
    done
    if [ -z "${found:-}" ] && command -v initdb >/dev/null 2>&1 && command -v postgres >/dev/null 2>&1; then
        found=$(dirname "$(command -v initdb)")
    fi
    printf '%s' "${found:-}"
}

need_postgres() { [ -n "$(find_postgres)" ] || system_packages "Tests need a PostgreSQL server." postgresql; }

# Waits until something listens at a port of this machine.
wait_for_port() {
    .venv/bin/python - "$1" <<'PYTHON'
import socket, sys, time

end = time.monotonic() + 30
while time.monotonic() < end:
    try:
        socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=1).close()
    except OSError:
        time.sleep(0.05)
    else:
        sys.exit(0)
sys.exit(1)
PYTHON
}

# Starts a PostgreSQL of our own on a free port, and sets DATABASE_URL.
start_postgres() {
    programs=$(find_postgres)
    data=$WORK_DIR/servers/postgres
    port=$(free_port)
    locale=C
    locale -a 2>/dev/null | grep -qi '^c\.utf-\{0,1\}8$' && locale=C.UTF-8
    run_unprivileged "$programs/initdb" --pgdata="$data" --username=croeso --auth=trust --encoding=UTF8 \
        --locale="$locale" --no-sync >"$WORK_DIR/initdb.log" 2>&1 ||
        die "PostgreSQL could not make its files: $(cat "$WORK_DIR/initdb.log")"
    # No data outlives the tests, so nothing waits for the disk.
    start_unprivileged "$programs/postgres" -D "$data" -p "$port" -c listen_addresses=127.0.0.1 \
        -c unix_socket_directories= -c fsync=off -c full_page_writes=off -c max_connections=200 \
        >"$WORK_DIR/postgres.log" 2>&1
    SERVER_PIDS="$SERVER_PIDS $SERVER_PID"
    wait_for_port "$port" || die "PostgreSQL did not start: $(cat "$WORK_DIR/postgres.log")"
    DATABASE_URL=postgresql://croeso@127.0.0.1:$port/postgres
}

# Starts a Redis of our own on a free port, and sets CACHE_URL.
start_redis() {
    port=$(free_port)
    start_unprivileged redis-server --port "$port" --bind 127.0.0.1 --save '' --appendonly no \
        --dir "$WORK_DIR/servers" >"$WORK_DIR/redis.log" 2>&1
    SERVER_PIDS="$SERVER_PIDS $SERVER_PID"
    wait_for_port "$port" || die "Redis did not start: $(cat "$WORK_DIR/redis.log")"
    CACHE_URL=redis://127.0.0.1:$port/0
}
