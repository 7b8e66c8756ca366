//! Tables aligned by display width.
//!
//! A table that is too wide gives up width in its widest columns, whose cells are wrapped; in a
//! window too narrow for that, each row becomes a list of its cells.

use super::layout::{Margin, Paragraph, display_width};
use super::palette;
use super::render::prose;
use super::style::Style;
use crate::reply::Row;
use crate::text::Span;

/// Blanks between columns.
const GAP: usize = 2;

/// A column narrower than this is of no use to a reader.
const NARROWEST_COLUMN: usize = 8;

/// Writes a table with its titles.
pub(super) fn write_table(output: &mut String, columns: &[String], rows: &[Row], style: &Style) {
    let titles: Vec<Paragraph> = columns.iter().map(|title| heading(title)).collect();
    let cells: Vec<Vec<Paragraph>> = rows
        .iter()
        .map(|row| row.cells.iter().map(|cell| prose(cell)).collect())
        .collect();
    let natural = natural_widths(&titles, &cells);
    let Some(widths) = fit(natural, style.width) else {
        write_as_list(output, columns, &cells, style);
        return;
    };
    let grid = Grid {
        right: (0..columns.len())
            .map(|column| is_numeric(&cells, column))
            .collect(),
        widths,
        style,
    };
    grid.write_row(output, &titles);
    grid.write_rule(output);
    for row in &cells {
        grid.write_row(output, row);
    }
}

fn heading(title: &str) -> Paragraph {
    let mut paragraph = Paragraph::default();
    paragraph.push(title, palette::STRONG);
    paragraph
}

fn natural_widths(titles: &[Paragraph], rows: &[Vec<Paragraph>]) -> Vec<usize> {
    let mut widths: Vec<usize> = titles.iter().map(Paragraph::width).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    widths
}

/// Takes width from the widest columns until the table fits; `None` where it cannot.
fn fit(mut widths: Vec<usize>, available: Option<usize>) -> Option<Vec<usize>> {
    let Some(available) = available else {
        return Some(widths);
    };
    let available = available.checked_sub(GAP * widths.len().saturating_sub(1))?;
    while widths.iter().sum::<usize>() > available {
        let excess = widths.iter().sum::<usize>() - available;
        let widest = widths.iter_mut().max()?;
        if *widest <= NARROWEST_COLUMN {
            return None;
        }
        // By small steps, so that two wide columns end up equally wide.
        *widest = (*widest - excess.div_ceil(8)).max(NARROWEST_COLUMN);
    }
    Some(widths)
}

/// Numbers stand right, so that their digits stand under each other.
fn is_numeric(rows: &[Vec<Paragraph>], column: usize) -> bool {
    let mut cells = rows.iter().filter_map(|row| row.get(column)).peekable();
    cells.peek().is_some()
        && cells.all(|cell| {
            let text = cell.text();
            !text.is_empty() && text.chars().all(|character| character.is_ascii_digit())
        })
}

/// Columns with their widths and sides.
struct Grid<'a> {
    widths: Vec<usize>,
    right: Vec<bool>,
    style: &'a Style,
}

impl Grid<'_> {
    fn write_row(&self, output: &mut String, cells: &[Paragraph]) {
        let lines: Vec<Vec<Span>> = cells
            .iter()
            .zip(&self.widths)
            .map(|(cell, width)| cell.lines(self.style.width.map(|_| *width)))
            .collect();
        let height = lines.iter().map(Vec::len).max().unwrap_or(0);
        for number in 0..height {
            let line: Vec<Option<Span>> =
                lines.iter().map(|cell| cell.get(number).copied()).collect();
            self.write_line(output, cells, &line);
        }
    }

    /// Writes one line of a row: the line of each cell that has one at this height.
    fn write_line(&self, output: &mut String, cells: &[Paragraph], line: &[Option<Span>]) {
        let mut owed = 0;
        for (column, (cell, span)) in cells.iter().zip(line).enumerate() {
            let span = span.unwrap_or_default();
            let free = self.widths[column].saturating_sub(display_width(span.of(cell.text())));
            let (before, after) = if self.right[column] {
                (free, 0)
            } else {
                (0, free)
            };
            // Blanks are written when something follows, so that no line ends in them.
            owed += before;
            if !span.is_empty() {
                output.push_str(&" ".repeat(owed));
                cell.write_line(output, span, self.style);
                owed = 0;
            }
            owed += after + GAP;
        }
        output.push('\n');
    }

    fn write_rule(&self, output: &mut String) {
        let gaps = GAP * self.widths.len().saturating_sub(1);
        let mut rule = Paragraph::default();
        let length = self.widths.iter().sum::<usize>() + gaps;
        rule.push(&"─".repeat(length), palette::FAINT);
        rule.write(output, &Margin::default(), self.style);
    }
}

fn write_as_list(output: &mut String, columns: &[String], rows: &[Vec<Paragraph>], style: &Style) {
    for row in rows {
        for (number, (title, cell)) in columns.iter().zip(row).enumerate() {
            let margin = Margin {
                first: if number == 0 { "• " } else { "  " },
                rest: "    ",
                look: palette::FAINT,
            };
            let mut line = Paragraph::default();
            line.push(title, palette::FAINT);
            line.push(": ", palette::FAINT);
            line.append(cell);
            line.write(output, &margin, style);
        }
    }
}
