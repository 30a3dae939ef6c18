"""What changes an audit. Each action names who does it (`by=`), and is whole or not at all."""
