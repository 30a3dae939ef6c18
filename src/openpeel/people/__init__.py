"""The people who work in the service: how they sign in, and what their apps share.

That is who did what when (`fields`), states with their owners (`states`), who may do what
(`permissions`), the frame of pages (`shell`) and the pages of members (`members`).
"""
