"""Reports at set times: what is due and when, kept as a crontab line or as a systemd user timer."""
