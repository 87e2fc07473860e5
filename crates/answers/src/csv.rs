//! How are comma-separated values read and written? As RFC 4180 says; it is too little for a dependency.

/// One row, with a line feed at its end. A cell that a spreadsheet might take for a formula is left as it is, and quoted.
pub fn row<T: AsRef<str>>(cells: &[T]) -> String {
    let quoted = |cell: &T| {
        let cell = cell.as_ref();
        match cell.contains([',', '"', '\r', '\n']) || is_risky(cell) {
            true => format!("\"{}\"", cell.replace('"', "\"\"")),
            false => cell.to_owned(),
        }
    };
    cells.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n"
}

/// Whether a spreadsheet might take the cell for a formula, or drop its first blank.
fn is_risky(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', ' ']) && cell.parse::<f64>().is_err()
}

/// A row that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line it begins on, from 1.
    pub line: usize,
    /// Its cells, without the blanks around those that are not quoted.
    pub cells: Vec<String>,
}

/// The rows of `text`, without those that are blank.
///
/// # Errors
/// The line of a quotation mark that is never closed, or behind which something stands, and what is wrong.
pub fn rows(text: &str) -> Result<Vec<Row>, (usize, &'static str)> {
    let mut reader = Reader { chars: text.chars().peekable(), line: 1 };
    let mut rows = Vec::new();
    while reader.chars.peek().is_some() {
        let line = reader.line;
        let cells = reader.row()?;
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.push(Row { line, cells });
        }
    }
    Ok(rows)
}

struct Reader<'a> {
    chars: std::iter::Peekable<std::str::Chars<'a>>,
    line: usize,
}

impl Reader<'_> {
    fn row(&mut self) -> Result<Vec<String>, (usize, &'static str)> {
        let mut cells = Vec::new();
        loop {
            let (cell, goes_on) = self.cell()?;
            cells.push(cell);
            if !goes_on {
                return Ok(cells);
            }
        }
    }

    /// A cell, and whether another one follows in its row.
    fn cell(&mut self) -> Result<(String, bool), (usize, &'static str)> {
        while self.chars.next_if(|c| matches!(c, ' ' | '\t')).is_some() {}
        if self.chars.next_if_eq(&'"').is_some() {
            return self.quoted();
        }
        let mut cell = String::new();
        loop {
            match self.next() {
                Some(',') => return Ok((cell.trim_end().to_owned(), true)),
                None | Some('\n') => return Ok((cell.trim_end().to_owned(), false)),
                Some(c) => cell.push(c),
            }
        }
    }

    fn quoted(&mut self) -> Result<(String, bool), (usize, &'static str)> {
        let start = self.line;
        let mut cell = String::new();
        loop {
            match self.next() {
                Some('"') if self.chars.next_if_eq(&'"').is_some() => cell.push('"'),
                Some('"') => break,
                Some(c) => cell.push(c),
                None => {
                    return Err((start, "a cell opens with a quotation mark that is never closed; close it"));
                }
            }
        }
        loop {
            match self.next() {
                Some(',') => return Ok((cell, true)),
                None | Some('\n') => return Ok((cell, false)),
                Some(c) if c.is_whitespace() => (),
                Some(_) => {
                    let wrong =
                        "something stands behind a closing quotation mark; double the marks within a cell";
                    return Err((self.line, wrong));
                }
            }
        }
    }

    fn next(&mut self) -> Option<char> {
        let c = self.chars.next();
        self.line += usize::from(c == Some('\n'));
        c
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_have_to_be() {
        assert_eq!(
            row(&["a", "b,c", "d \"e\"", "f\ng", "=1+1", "-x", "-1.5", ""]),
            "a,\"b,c\",\"d \"\"e\"\"\",\"f\ng\",\"=1+1\",\"-x\",-1.5,\n"
        );
    }

    #[test]
    fn what_was_written_is_read() {
        let cells = ["a", " b,c ", "d \"e\"", "f\r\ng", "=1"].map(String::from);
        let text = format!("{}\n , \nh , i", row(&cells));
        let rows = rows(&text).unwrap();
        assert_eq!(rows[0], Row { line: 1, cells: cells.to_vec() });
        assert_eq!(rows[1], Row { line: 5, cells: vec!["h".to_owned(), "i".to_owned()] });
        assert!(super::rows(" \n").unwrap().is_empty());
    }

    #[test]
    fn errors_name_their_line() {
        assert_eq!(rows("a\n\"b\n").unwrap_err().0, 2);
        assert_eq!(rows("a\n\"b\nc\" d\n").unwrap_err().0, 3);
    }
}
