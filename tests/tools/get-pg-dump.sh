#!/bin/sh
# Fetches the newest pg_dump that the machine's Debian mirror has, for the tests that compare our schema scripts with it, into
# ~/.cache/dbsafety/pg_dump. Installs nothing: packages are unpacked into that folder and pg_dump is started there with its own
# C library. Prints the path of the pg_dump to use. Does nothing when it is there already.
set -eu

cache="${XDG_CACHE_HOME:-$HOME/.cache}/dbsafety/pg_dump"
if [ -x "$cache/pg_dump" ] && "$cache/pg_dump" --version >/dev/null 2>&1; then
  echo "$cache/pg_dump"
  exit 0
fi
command -v apt-get >/dev/null && command -v dpkg >/dev/null || { echo "get-pg-dump: this needs apt-get and dpkg" >&2; exit 1; }

# The mirror that this machine uses, in either format of apt's sources.
mirror=$(cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
  sed -n -e 's/^URIs:[[:space:]]*\([^[:space:]]*\).*/\1/p' -e 's/^deb[[:space:]]\(\[[^]]*\][[:space:]]*\)\{0,1\}\([^[:space:]]*\)[[:space:]].*/\2/p' |
  grep -v -e security -e snapshot | grep debian | head -n 1)
[ -n "$mirror" ] || { echo "get-pg-dump: no Debian mirror in apt's sources" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/debs" "$work/root"
apt() {
  apt-get -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=- -o Dir::State::lists="$work/lists" \
    -o Dir::Cache="$work/cache" -o APT::Sandbox::User=root -qq "$@"
}
client=
for suite in sid forky; do
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$work/sources.list"
  apt update >&2 || continue
  client=$(apt-cache -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=- -o Dir::State::lists="$work/lists" \
    -o Dir::Cache="$work/cache" pkgnames postgresql-client- | grep -E '^postgresql-client-[0-9]+$' | sort -t- -k3 -n | tail -n 1)
  [ -n "$client" ] && break
done
[ -n "$client" ] || { echo "get-pg-dump: no postgresql-client package was found" >&2; exit 1; }

(cd "$work/debs" && apt download "$client" libpq5 libc6 libssl3t64 zlib1g libzstd1 liblz4-1 libgssapi-krb5-2 libkrb5-3 libk5crypto3 \
  libkrb5support0 libcom-err2 libldap2 libsasl2-2 libkeyutils1 >&2)
for deb in "$work"/debs/*.deb; do
  dpkg -x "$deb" "$work/root"
done

binary=$(find "$work/root" -path '*/bin/pg_dump' -type f | sort | tail -n 1)
loader=$(find "$work/root" -name 'ld-linux*' -o -name 'ld64*' | grep -v lib64/ | head -n 1)
libraries=$(dirname "$loader")
rm -rf "$cache"
mkdir -p "$(dirname "$cache")"
mkdir "$cache"
cp -r "$libraries" "$cache/lib"
cp "$binary" "$cache/pg_dump.bin"
cat >"$cache/pg_dump.new" <<END
#!/bin/sh
exec "$cache/lib/$(basename "$loader")" --library-path "$cache/lib" "$cache/pg_dump.bin" "\$@"
END
chmod +x "$cache/pg_dump.new"
"$cache/pg_dump.new" --version >&2
mv "$cache/pg_dump.new" "$cache/pg_dump"
echo "$cache/pg_dump"
