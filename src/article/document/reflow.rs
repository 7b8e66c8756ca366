//! Paragraphs out of lines that were broken to fit a page.

use crate::article::body::clean_lines;

/// The paragraphs of a text whose lines are broken: blank lines part them, other line ends are
/// blanks. A word that was parted at a line's end is whole again where both parts are in small
/// letters.
pub(super) fn reflow(text: &str) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in clean_lines(text).lines().map(str::trim) {
        if line.is_empty() {
            is_open = false;
            continue;
        }
        match paragraphs.last_mut().filter(|_| is_open) {
            Some(paragraph) => join(paragraph, line),
            None => paragraphs.push(line.to_owned()),
        }
        is_open = true;
    }
    paragraphs
}

fn join(paragraph: &mut String, line: &str) {
    let is_parted = paragraph
        .strip_suffix('-')
        .is_some_and(|word| word.ends_with(char::is_lowercase))
        && line.starts_with(char::is_lowercase);
    if is_parted {
        paragraph.pop();
    } else {
        paragraph.push(' ');
    }
    paragraph.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_lines_become_paragraphs() {
        let text = "The ferry\nsails again.\n\n  It was re-\npaired in Korea-\nBusan.\r\n \r\nEnd";
        assert_eq!(
            reflow(text),
            [
                "The ferry sails again.",
                "It was repaired in Korea- Busan.",
                "End"
            ]
        );
        assert!(reflow(" \n\n").is_empty());
    }
}
