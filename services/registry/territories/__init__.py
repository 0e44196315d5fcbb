"""Communes, departments and regions: where everything in the network stands."""
