"""What is counted while the services work, as Prometheus reads it."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Histogram(
    "maillage_request_seconds", "Requests by route.", ["method", "route", "status"]
)
PUBLISHED = Counter("maillage_events_published", "Events acknowledged.", ["outbox"])
REFUSED = Counter(
    "maillage_events_refused", "Events Kafka will never take.", ["outbox"]
)
RELAY_SECONDS = Histogram("maillage_relay_seconds", "A batch's way out.", ["outbox"])
READ = Counter("maillage_records_read", "Records whose effect is done.", ["group"])
BATCH_SECONDS = Histogram("maillage_batch_seconds", "A batch's effect.", ["group"])
AGE_SECONDS = Gauge("maillage_record_age_seconds", "Age of the newest read.", ["group"])
DELAYED = Counter("maillage_records_delayed", "Failures to be retried.", ["group"])
PARKED = Counter("maillage_records_parked", "Dead letters.", ["group", "reason"])
HELD_KEYS = Gauge("maillage_keys_held", "Keys that wait for a retry.", ["group"])
JOBS = Counter("maillage_jobs", "Due jobs by outcome.", ["kind", "outcome"])
