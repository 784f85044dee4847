"""E-mail: mbox files of Gmail Takeout, Thunderbird and Apple Mail, and single mails (eml, emlx)."""
