#!/bin/sh
# Writes the secrets where scheduled reports read them, installs the schedule, and keeps the time. Other arguments are a
# command of tematika's: docker run --rm -v /srv/tematika:/srv tematika ingest todays-articles/
set -eu

as_user() { setpriv --reuid=tematika --regid=tematika --init-groups env HOME=/home/tematika "$@"; }

if [ "$#" -gt 0 ]; then
  as_user tematika "$@"
  exit
fi

config=/home/tematika/.config/tematika
mkdir -p "$config"
env | grep '^TEMATIKA_NOTIFY_' >"$config/environment" || true
chmod 600 "$config/environment"
chown -R tematika: /home/tematika/.config
unset TEMATIKA_NOTIFY_SUCCESS TEMATIKA_NOTIFY_FAILURE

# shellcheck disable=SC2086 # the options of a report are many words
as_user tematika schedule install "$TEMATIKA_SCHEDULE" --by cron $TEMATIKA_REPORT
exec cron -f
