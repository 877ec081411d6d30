"""Templates, the environment that fills them, and the sanitizer of foreign HTML; they know no report."""
