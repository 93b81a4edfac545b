"""What people talk about: mentions encoded, grouped, named, and new ones assigned."""
