"""Sessions of training by physics, with known truth: for the demo, the accuracy table and the tests."""
