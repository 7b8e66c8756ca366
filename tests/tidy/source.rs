//! Rust files as the tidy rules see them: lines whose comments and literals are blanked, with
//! test code marked. A rough reading that needs no compiler, so that a rule is a search.
//!
//! What is forbidden is left to `rules`.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// One file.
#[derive(Debug)]
pub(crate) struct Source {
    /// Path from the repository's root, with forward slashes.
    pub(crate) path: String,
    /// The text as it stands.
    pub(crate) text: String,
    /// The same text with comments and the insides of literals blanked, byte for byte.
    pub(crate) code: String,
    /// Bytes under `#[cfg(test)]`.
    tests: Vec<Range<usize>>,
}

impl Source {
    /// Takes `text` as the content of `path`.
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let code = blank_comments_and_literals(text);
        let tests = find_test_code(path, &code);
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            code,
            tests,
        }
    }

    /// The top-level module it belongs to: `index` for `src/index/block.rs`, `main` for
    /// `src/main.rs`; `None` outside `src` and for `src/lib.rs`, which only names the others.
    pub(crate) fn module(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/")?;
        let first = inside.split('/').next()?;
        let name = first.strip_suffix(".rs").unwrap_or(first);
        (name != "lib").then_some(name)
    }

    /// Number of the line that holds byte `place`, from 1.
    pub(crate) fn line_of(&self, place: usize) -> usize {
        1 + self.text.as_bytes()[..place]
            .split(|byte| *byte == b'\n')
            .skip(1)
            .count()
    }

    /// True when byte `place` is test code.
    pub(crate) fn is_test(&self, place: usize) -> bool {
        self.tests.iter().any(|range| range.contains(&place))
    }

    /// Where `needle` begins in the code, tests left out.
    pub(crate) fn find_in_code<'a>(&'a self, needle: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.code
            .match_indices(needle)
            .map(|(place, _)| place)
            .filter(|place| !self.is_test(*place))
            .filter(|place| starts_word(&self.code, *place, needle))
    }

    /// Names and byte ranges of the functions that have a body.
    pub(crate) fn functions(&self) -> Vec<(String, Range<usize>)> {
        self.code
            .match_indices("fn ")
            .filter(|(place, _)| starts_word(&self.code, *place, "fn "))
            .filter_map(|(place, _)| {
                let name = identifier_at(&self.code, place + 3)?;
                let body = find_body(&self.code, place)?;
                Some((name.to_owned(), place..body.end))
            })
            .collect()
    }
}

/// The identifier that begins at byte `place`, if one does.
pub(crate) fn identifier_at(code: &str, place: usize) -> Option<&str> {
    let rest = code.get(place..)?;
    let length = rest
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .unwrap_or(rest.len());
    (length > 0).then(|| &rest[..length])
}

/// A needle that begins with a letter must not begin inside a longer word.
fn starts_word(code: &str, place: usize, needle: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    !needle.starts_with(word) || !code[..place].ends_with(word)
}

/// Every text file of the repository under `folders`, and the files at its top.
pub(crate) fn read_tree(root: &Path, folders: &[&str]) -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| walkdir::WalkDir::new(root.join(folder)))
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .collect();
    paths.extend(list_folder(root));
    paths.sort();
    paths
        .into_iter()
        .filter(|path| path.is_file())
        .filter_map(|path| {
            let text = fs::read_to_string(&path).ok()?;
            let name = path.strip_prefix(root).ok()?.to_string_lossy();
            Some((name.replace('\\', "/"), text))
        })
        .collect()
}

fn list_folder(root: &Path) -> Vec<PathBuf> {
    fs::read_dir(root)
        .expect("the repository's root can be listed")
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name() != ".git" && entry.file_name() != ".env")
        .map(|entry| entry.path())
        .collect()
}

/// Test code: whole files called `tests.rs` or `…_tests.rs` inside `src`, and what stands under `#[cfg(test)]`.
fn find_test_code(path: &str, code: &str) -> Vec<Range<usize>> {
    let whole = path.ends_with("/tests.rs") || path.ends_with("_tests.rs");
    if whole || !path.starts_with("src/") {
        return std::iter::once(0..code.len()).collect();
    }
    code.match_indices("#[cfg(test)]")
        .map(|(place, _)| {
            let end = find_body(code, place).map_or(place, |body| body.end);
            place..end
        })
        .collect()
}

/// The braces of the item that begins at `start`; `None` for an item that ends in a semicolon.
fn find_body(code: &str, start: usize) -> Option<Range<usize>> {
    let (mut depth, mut nested, mut open) = (0_usize, 0_usize, None);
    for (place, byte) in code.bytes().enumerate().skip(start) {
        match byte {
            b'(' | b'[' => nested += 1,
            b')' | b']' => nested = nested.saturating_sub(1),
            b';' if open.is_none() && nested == 0 => return None,
            b'{' => {
                depth += 1;
                open.get_or_insert(place);
            }
            b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return open.map(|begin| begin..place + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Overwrites comments, strings and character literals with blanks; line ends stay.
fn blank_comments_and_literals(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut code = bytes.to_vec();
    let mut place = 0;
    while place < bytes.len() {
        let end = skip_comment(bytes, place)
            .or_else(|| skip_string(bytes, place))
            .or_else(|| skip_character(text, place));
        let Some(end) = end else {
            place += 1;
            continue;
        };
        for byte in &mut code[place..end] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        place = end;
    }
    String::from_utf8_lossy(&code).into_owned()
}

fn skip_comment(bytes: &[u8], start: usize) -> Option<usize> {
    let rest = &bytes[start..];
    if rest.starts_with(b"//") {
        let length = rest.iter().position(|byte| *byte == b'\n');
        return Some(start + length.unwrap_or(rest.len()));
    }
    if !rest.starts_with(b"/*") {
        return None;
    }
    let (mut depth, mut place) = (0, start);
    while place < bytes.len() {
        if bytes[place..].starts_with(b"/*") {
            depth += 1;
            place += 2;
        } else if bytes[place..].starts_with(b"*/") {
            depth -= 1;
            place += 2;
            if depth == 0 {
                return Some(place);
            }
        } else {
            place += 1;
        }
    }
    Some(bytes.len())
}

fn skip_string(bytes: &[u8], start: usize) -> Option<usize> {
    let word_before =
        start > 0 && (bytes[start - 1].is_ascii_alphanumeric() || bytes[start - 1] == b'_');
    let mut place = start;
    if !word_before && bytes[place] == b'b' && bytes.len() > place + 1 {
        place += 1;
    }
    if !word_before && bytes[place] == b'r' {
        return skip_raw_string(bytes, place + 1);
    }
    if bytes[place] != b'"' {
        return None;
    }
    place += 1;
    while place < bytes.len() && bytes[place] != b'"' {
        place += if bytes[place] == b'\\' { 2 } else { 1 };
    }
    Some((place + 1).min(bytes.len()))
}

fn skip_raw_string(bytes: &[u8], start: usize) -> Option<usize> {
    let hashes = bytes[start..]
        .iter()
        .take_while(|byte| **byte == b'#')
        .count();
    if bytes.get(start + hashes) != Some(&b'"') {
        return None;
    }
    let mut closing = vec![b'"'];
    closing.resize(hashes + 1, b'#');
    let body = start + hashes + 1;
    let length = bytes[body..]
        .windows(closing.len())
        .position(|window| window == closing);
    Some(length.map_or(bytes.len(), |length| body + length + closing.len()))
}

/// `'x'`, `'\n'`, `'\u{2019}'`, but not the lifetime `'a`.
fn skip_character(text: &str, start: usize) -> Option<usize> {
    let inside = text.get(start..)?.strip_prefix('\'')?;
    let first = inside.chars().next()?;
    if first == '\\' {
        let close = inside[2..].find('\'')?;
        return Some(start + 1 + 2 + close + 1);
    }
    let after = start + 1 + first.len_utf8();
    text[after..].starts_with('\'').then_some(after + 1)
}
