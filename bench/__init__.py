"""What is promised, measured: speeds as ratios in one run, and messages that survive a killed bot."""
