"""Pure decisions about the catalogue: schemas, fields, examples, AsyncAPI."""
