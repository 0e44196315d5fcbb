"""What R17 forges, and the ground on which it is tried."""
