"""What can be exported, a module for each noun: its columns, its filters, and how it is read."""
