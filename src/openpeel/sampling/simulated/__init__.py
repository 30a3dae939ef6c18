"""Simulated audits: what is true of every file of a frame, and how reviewers read it.

* `truths.py`: by the catalogue's shares, the truth of each file of a frame, and the true shares;
* `readings.py`: what a reviewer with known error rates makes of a file;
* `direct.py`: rounds that are written without the service's database.
"""
