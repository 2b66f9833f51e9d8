"""The environments that the peers run in, apart from ours; what they are asked is in faults and speed_peers."""
