"""Change of address: confirmed at the new one, told to the old one."""
