"""What readers get: pages, PDF, registers, and what changed."""
