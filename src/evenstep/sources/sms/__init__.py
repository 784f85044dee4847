"""SMS Backup & Restore (XML: sms, mms, calls) and SMS Import/Export (NDJSON): one phone's messages and calls."""
