"""Values on the wire: Python objects to JSON and attachments, and back."""
