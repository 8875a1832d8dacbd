# Runs one throw-away PostgreSQL server and removes it again. It is a process of its own, in a session of its own, so that it outlives
# whatever kills the program that asked for the server: it reads that program's pipe, and the pipe's end is the signal to clean up.
#
#   arguments: the folder of the server programs, a token (the program's name for this sandbox), the folder to work in,
#              the locale, the candidate ports, more lines for postgresql.conf
#   standard input: the superuser's password, then nothing; "keep" leaves the server running until the file "stop" appears
#   standard output: "folder PATH", then "ready PORT", or "failed WHAT" and the log

trap '' INT HUP QUIT TERM PIPE
umask 077
bin=$1 token=$2 temp=$3 locale=$4 ports=$5 settings=$6
home="$temp/dbsafety-sandbox-$$-$token"
data="$home/data"
cd / || exit 1

remove() {
    if [ -f "$data/postmaster.pid" ]; then
        "$bin/pg_ctl" stop -D "$data" -m immediate -w -t 60 >/dev/null 2>&1
    fi
    # A server that is on its way out may still write a file while the folder goes.
    for attempt in 1 2 3 4 5; do
        rm -rf "$home" 2>/dev/null && return
        sleep 1
    done
}

fail() {
    echo "failed $1"
    cat "$home/initdb.log" "$home/server.log" 2>/dev/null
    remove
    exit 1
}

IFS= read -r password || exit 0
mkdir "$home" || { echo "failed mkdir"; exit 1; }
echo "folder $home"

printf '%s\n' "$password" >"$home/password"
"$bin/initdb" -D "$data" -U postgres --pwfile="$home/password" --auth=scram-sha-256 --encoding=UTF8 --locale="$locale" --no-sync \
    >"$home/initdb.log" 2>&1 </dev/null || fail initdb
rm -f "$home/password"

# What libpq and Npgsql read, so that nobody has to write the password anywhere else.
printf '127.0.0.1:*:*:postgres:%s\n' "$password" >"$home/pgpass"

cat >>"$data/postgresql.conf" <<'CONF'
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_connections = 100
max_locks_per_transaction = 256
max_prepared_transactions = 10
shared_buffers = '64MB'
max_wal_size = '512MB'
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
CONF
# The last line of a name counts.
printf '%s' "$settings" >>"$data/postgresql.conf"

started=
for port in $ports; do
    : >"$home/server.log"
    if "$bin/pg_ctl" start -D "$data" -w -t 60 -l "$home/server.log" -o "-p $port" >/dev/null 2>&1 </dev/null; then
        started=$port
        break
    fi
    # Somebody took the port in the meantime: the next one. Anything else would fail there as well.
    grep -q -i 'could not create any TCP/IP sockets\|address already in use' "$home/server.log" || fail start
done
[ -n "$started" ] || fail port
echo "ready $started"

while IFS= read -r line; do
    if [ "$line" = keep ]; then
        # From now on the server lives without its program, until it is asked to stop or dies.
        exec </dev/null >/dev/null 2>&1
        pid=$(head -n 1 "$data/postmaster.pid")
        while [ ! -e "$home/stop" ] && kill -0 "$pid" 2>/dev/null; do
            sleep 1
        done
        break
    fi
done
remove
