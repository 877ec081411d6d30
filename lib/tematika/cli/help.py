"""Texts of `tematika --help`: examples, exit codes, variables of the environment."""

from __future__ import annotations

EXAMPLES = """\b
Examples:
  tematika demo                            what a report is like, on the sample corpus; its news are invented
  tematika report                          the archive
  tematika report my-articles/             a folder of .txt, .jsonl, .csv, .parquet, any mix
  tematika report news.jsonl.gz --period last-week --lang ru
  tematika report --themes none -p discovered=9
  tematika report my-articles/ -p outliers=false -p seed=7
  tematika plan my-articles/ --lang ru     what that would do, and why
  tematika themes check my-themes.toml
  tematika ingest my-articles/             into the archive; may be repeated
  tematika archive                         what is in it
  tematika quality my-articles/            how far the themes can be trusted
  tematika report --period 2026-01..2026-06 --each week     those that are missing, several at a time
  tematika sweep -p discovered=6,8,10      reports with several values, and a page that compares them
  tematika schedule install "0 7 * * 1" --period last-week  every Monday at seven
  tematika doctor                          is everything in order?
  tematika lab                             look, try and teach in JupyterLab
  tematika report --help                   all options and parameters
"""

EXIT_CODES = """\b
Exit codes:
  0  done or up to date           4  a cell of a notebook failed
  1  an error nobody foresaw      5  out of time
  2  bad parameters or themes     6  a kernel or cluster died
  3  no articles, or --strict     7  could not publish
                                   8  another process is at it; it is named, with its age
"""

ENVIRONMENT = """\b
Environment:
  TEMATIKA_REPORTS    folder for reports, where --out does not name one
  TEMATIKA_NOTEBOOKS  folder of notebooks to run in place of the project's own
  TEMATIKA_ARCHIVE    folder or URL of the archive, where --archive does not name one
  TEMATIKA_DASK       scheduler of a Dask cluster, where --dask does not name one
  TEMATIKA_NOTIFY_SUCCESS, TEMATIKA_NOTIFY_FAILURE
                      addresses for notices in apprise's form, with white space between them
  TEMATIKA_REPORTS_URL
                      address of the folder of reports, for links in notices
  TEMATIKA_CACHE      folder of results kept from run to run, in place of .stages among the reports
"""
