"""From a changed document to an effect elsewhere: relay, Kafka, inbox, retry."""
