"""What is counted while the services work, as Prometheus reads it."""

from prometheus_client import Counter, Gauge, Histogram

LONG = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 7_200)
FEW = (1, 2, 3, 4, 5, 8)

REQUESTS = Histogram(
    "maillage_request_seconds", "Requests by route.", ["method", "route", "status"]
)

TURNED_AWAY = Counter(
    "maillage_turned_away", "Requests and connections refused or cut.", ["why"]
)

PUBLISHED = Counter("maillage_events_published", "Events acknowledged.", ["outbox"])
REFUSED = Counter(
    "maillage_events_refused", "Events Kafka will never take.", ["outbox"]
)
RELAY_SECONDS = Histogram("maillage_relay_seconds", "A batch's way out.", ["outbox"])
PENDING_AGE = Gauge(
    "maillage_pending_age_seconds", "Age of the oldest unpublished event.", ["outbox"]
)
LEADS = Gauge("maillage_relay_leads", "1 where the lease is held.", ["relay"])
REPLACED = Counter("maillage_producers_replaced", "Producers given up.", ["client"])

READ = Counter("maillage_records_read", "Records whose effect is done.", ["group"])
BATCH_SECONDS = Histogram("maillage_batch_seconds", "A batch's effect.", ["group"])
RECORD_AGE = Histogram(
    "maillage_record_age_seconds",
    "Age of the oldest record of a batch once its effect is done.",
    ["group"],
    buckets=LONG,
)
LAG = Gauge(
    "maillage_lag_records", "Records not read yet.", ["group", "topic", "partition"]
)
DELAYED = Counter("maillage_records_delayed", "Failures to be retried.", ["group"])
ATTEMPTS = Histogram(
    "maillage_attempts",
    "Attempts until a record took effect late or was parked.",
    ["group", "outcome"],
    buckets=FEW,
)
WAITING = Gauge("maillage_records_waiting", "Records set aside now.", ["group"])
HELD_KEYS = Gauge("maillage_keys_held", "Keys that wait for a retry.", ["group"])
PARKED = Counter("maillage_records_parked", "Dead letters.", ["group", "reason"])

JOBS = Counter("maillage_jobs", "Due jobs by outcome.", ["kind", "outcome"])
