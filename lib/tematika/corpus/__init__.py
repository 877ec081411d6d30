"""From files to articles, their passages and what cleaning removed; knows no words, themes, runs or pages."""
