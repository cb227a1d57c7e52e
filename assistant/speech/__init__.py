"""Speech: voice activity, endpoints, recognisers, synthesisers, and the listener."""
