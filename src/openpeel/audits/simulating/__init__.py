"""A whole audit, simulated: people who exist nowhere work through the service's own actions.

* `plans.py`: the rounds, with their days;
* `team.py`: who takes part;
* `reviewing.py`: files are reviewed, again where that is due, and conflicts resolved;
* `replying.py`: the force replies on facts;
* `simulate.py`: from the frame to what is published.
"""
