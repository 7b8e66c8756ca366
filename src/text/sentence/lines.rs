//! Line breaks inside a paragraph that somebody meant.
//!
//! A paragraph's lines are usually wrapped by an editor and mean nothing. List items and a heading
//! that lacks its blank line do; a wrapped line is never much shorter than its neighbours.

/// A line shorter than this share of the longest was ended on purpose (in tenths).
const SHORT_LINE_TENTHS: usize = 6;

/// Byte offsets in `paragraph` of line starts before which a sentence ends in any case.
pub(super) fn deliberate_breaks(paragraph: &str) -> Vec<usize> {
    if !paragraph.contains('\n') {
        return Vec::new();
    }
    let longest = paragraph.lines().map(str::len).max().unwrap_or_default();
    let mut breaks = Vec::new();
    let mut place = 0;
    let mut previous: Option<&str> = None;
    for line in paragraph.split_inclusive('\n') {
        if previous.is_some_and(|before| parts(before.trim(), line.trim(), longest)) {
            breaks.push(place);
        }
        place += line.len();
        previous = Some(line);
    }
    breaks
}

fn parts(before: &str, line: &str, longest: usize) -> bool {
    is_list_item(line)
        || before.starts_with('#')
        || line.starts_with('#')
        || is_heading(before, line, longest)
}

/// `- item`, `• item`, `2. item`, `(b) item`.
fn is_list_item(line: &str) -> bool {
    if line.starts_with(['•', '‣', '▪', '●', '·']) {
        return true;
    }
    if let Some(rest) = line.strip_prefix(['-', '*', '+', '–', '—']) {
        return rest.starts_with(' ') && !rest.trim_start().starts_with(char::is_lowercase);
    }
    let label = line.strip_prefix('(').unwrap_or(line);
    let digits = label.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits)
        && label[digits..].starts_with([')', '.'])
        && label[digits + 1..].starts_with(' ')
        // `… in the spring of\n19. Kim said`: a list goes on with a capital or a number only.
        && !label[digits + 1..].trim_start().starts_with(char::is_lowercase)
}

fn is_heading(before: &str, line: &str, longest: usize) -> bool {
    let ends_open = before.ends_with([',', ';', ':', '-', '–', '—', '(', '“', '/', '&'])
        || before
            .rsplit(char::is_whitespace)
            .next()
            .is_some_and(is_linking_word);
    let begins = line
        .trim_start_matches(|letter: char| !letter.is_alphanumeric())
        .starts_with(|letter: char| letter.is_uppercase() || letter.is_ascii_digit());
    !before.is_empty() && !ends_open && begins && before.len() * 10 < longest * SHORT_LINE_TENTHS
}

/// A heading does not end with a word that wants another.
#[rustfmt::skip]
fn is_linking_word(word: &str) -> bool {
    matches!(
        word,
        "a" | "an" | "the" | "of" | "and" | "or" | "to" | "in" | "on" | "at" | "by" | "for" | "with"
        | "from" | "as" | "that" | "said" | "is" | "was" | "were" | "are" | "his" | "her" | "its"
        | "their" | "but" | "than" | "into" | "Mr." | "Mrs." | "Ms." | "Dr."
    )
}
