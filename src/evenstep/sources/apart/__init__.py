"""Reading an export in a process apart, which has little memory, little time, no network and nothing to write to."""
