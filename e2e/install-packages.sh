#!/bin/sh
# Installs Debian packages for the tests, as root, without starting a service: a test brings up its own servers.
# Usage: install-packages.sh PACKAGE...
set -eu
export DEBIAN_FRONTEND=noninteractive

apt-get update --quiet --quiet

# Names differ a little between releases of Debian and Ubuntu; whether everything needed is there is checked afterwards.
known=
for package in "$@"; do
  if apt-cache show "$package" >/dev/null 2>&1; then known="$known $package"; fi
done

# PostgreSQL's package would make and start a cluster of its own.
clusters=/etc/postgresql-common/createcluster.conf
if [ ! -e "$clusters" ]; then
  mkdir -p "$(dirname "$clusters")"
  echo 'create_main_cluster = false' >"$clusters"
fi

policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
  trap 'rm -f "$policy"' EXIT
fi

# shellcheck disable=SC2086 # a list of names without spaces
apt-get install --quiet --yes --no-install-recommends $known
