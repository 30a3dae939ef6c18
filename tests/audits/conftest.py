"""The service's addresses, for tests that ask its pages."""

from __future__ import annotations

from answering import service, signing_key

__all__ = ["service", "signing_key"]
