"""Pure decisions about records: names, contents, the feed, how one is printed."""
