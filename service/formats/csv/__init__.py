"""CSV as spreadsheets open it: RFC 4180, in UTF-8 with a byte order mark."""
