"""Files by checksum: keeping them, knowing what they are, making pictures safe."""
