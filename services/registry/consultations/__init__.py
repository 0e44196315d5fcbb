"""What a person sees of who looked at their record, from where and by which right."""
