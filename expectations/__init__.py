"""What must be true of the warehouse: rules, suites, and the reviewers' report."""
