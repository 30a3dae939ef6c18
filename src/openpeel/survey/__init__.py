"""The workforce survey: counts of those who answered, and nothing that a survey can't carry."""
