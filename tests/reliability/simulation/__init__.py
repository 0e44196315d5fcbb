"""The kit's relay, inbox and due jobs on a virtual clock, network, broker and store.

Nothing here waits, and nothing depends on anything but the seed.
"""
