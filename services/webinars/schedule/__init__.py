"""The schedule: when and where a decided webinar takes place, and its publication."""
