"""How right the labels are, on the user's own comments: a sample for people to label, and what their answers say."""
