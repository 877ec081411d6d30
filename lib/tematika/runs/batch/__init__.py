"""Many reports: sweeps of parameters, periods filled in afterwards."""
