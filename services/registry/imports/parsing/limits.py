"""How big a file may be: beyond, it is refused before it costs anything."""

MEGABYTE = 1024 * 1024

FILE_BYTES_MAX = 10 * MEGABYTE
UNPACKED_BYTES_MAX = 50 * MEGABYTE
ROWS_MAX = 20_000
COLUMNS_MAX = 200
CELL_CHARACTERS_MAX = 4_096
# In one line of text: more than any cell that holds separators between quotes.
SEPARATORS_MAX = COLUMNS_MAX + CELL_CHARACTERS_MAX

# A workbook's reader makes a full rectangle of what may be a few far-away cells.
RECTANGLE_MAX = 1_500_000
ZIP_ENTRIES_MAX = 1_000

HEADING_ROWS = 10
