"""Qt models and views over the columns of console.model: rows are never objects, order is an array of row indices."""
