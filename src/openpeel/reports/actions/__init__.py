"""What people do with a report in the service; each names who does it with `by=`."""
