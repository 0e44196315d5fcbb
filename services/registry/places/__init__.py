"""Places for the public: where the network is, and the nearest reception points."""
