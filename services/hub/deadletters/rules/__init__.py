"""Pure decisions about dead letters: filing, diagnosis, words."""
