"""What scripts/measure measures: long runs that no test can wait for."""
