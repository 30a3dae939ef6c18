"""Reports that are built from their evidence, and whose words about figures are checked."""
