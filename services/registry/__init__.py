"""Who and where: territories, structures, advisors and what they do."""
