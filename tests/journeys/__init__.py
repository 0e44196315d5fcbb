"""The main job as a story: each step through the browser, numbered as it is told."""
