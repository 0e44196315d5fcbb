"""What the path costs, as ratios against a peer in the same run."""
