"""Slack: the workspace's export as a zip, or the folder that slackdump writes."""
