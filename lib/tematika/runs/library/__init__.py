"""The folder of reports: its index, its feed, failures, publishing."""
