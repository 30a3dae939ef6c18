"""What people do in an inspection: may they, is it open, is it sound; then it is logged."""
