"""Order, retries and time: the command line, the nightly flow, and its servers."""
