"""Signal: the app's own plaintext export, and what signal-export writes from Signal Desktop."""
