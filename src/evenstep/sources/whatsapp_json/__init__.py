"""WhatsApp from a phone's backup, as the program WhatsApp-Chat-Exporter writes it in JSON."""
