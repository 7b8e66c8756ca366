//! Receipts: short codes that name a quoted piece of text for good.
//!
//! A receipt says which body (by the beginning of its hash) and which bytes of it. It is shown
//! with every quote; whoever types it back gets the stored text to compare. Finding that text is
//! left to the index and its archive.

use std::fmt;
use std::str::FromStr;

use crate::article::ContentHash;
use crate::text::Span;

/// Bytes of a hash that a receipt carries: 40 bits, so that two bodies of a story of a hundred
/// thousand articles meet once in two hundred stories, and then both are shown.
pub(super) const PREFIX_BYTES: usize = 5;

/// Digits of Crockford's base 32: no I, L, O or U, which are misread or make words.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Digits in a group.
const GROUP: usize = 4;

/// A named piece of a named body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Receipt {
    /// The first bytes of the body's hash.
    pub hash_prefix: [u8; PREFIX_BYTES],
    /// Bytes of the body.
    pub span: Span,
}

/// Why a text is no receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// There are not enough digits.
    #[error("the receipt is too short; copy all of its groups")]
    TooShort,
    /// There are too many digits.
    #[error("the receipt is too long; copy its groups and nothing else")]
    TooLong,
    /// A character that no receipt holds.
    #[error("a receipt has no “{0}” in it; it is made of digits and letters in groups of four")]
    Character(char),
    /// The check byte does not fit the others.
    #[error(
        "the receipt is mistyped or a part is missing; compare it with the one under the quote"
    )]
    Mistyped,
}

impl Receipt {
    /// The receipt of a piece of a body.
    #[must_use]
    pub fn new(hash: ContentHash, span: Span) -> Self {
        let mut hash_prefix = [0; PREFIX_BYTES];
        hash_prefix.copy_from_slice(&hash.0[..PREFIX_BYTES]);
        Self { hash_prefix, span }
    }

    /// True when the receipt may be of this body.
    #[must_use]
    pub fn is_of(&self, hash: ContentHash) -> bool {
        hash.0.starts_with(&self.hash_prefix)
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, digit) in to_digits(&self.to_bytes()).chars().enumerate() {
            if place > 0 && place % GROUP == 0 {
                formatter.write_str("-")?;
            }
            write!(formatter, "{digit}")?;
        }
        Ok(())
    }
}

impl FromStr for Receipt {
    type Err = ReceiptError;

    fn from_str(text: &str) -> Result<Self, ReceiptError> {
        let mut values = Vec::with_capacity(LONGEST_DIGITS);
        for character in text.chars().filter(|character| !is_filler(*character)) {
            if values.len() == LONGEST_DIGITS {
                return Err(ReceiptError::TooLong);
            }
            values.push(digit_value(character).ok_or(ReceiptError::Character(character))?);
        }
        if values.len() < SHORTEST_DIGITS {
            return Err(ReceiptError::TooShort);
        }
        Self::from_bytes(&to_bytes(&values).ok_or(ReceiptError::Mistyped)?)
            .ok_or(ReceiptError::Mistyped)
    }
}

impl Receipt {
    fn to_bytes(self) -> Vec<u8> {
        let mut bytes = self.hash_prefix.to_vec();
        push_number(&mut bytes, self.span.start);
        push_number(&mut bytes, self.span.len());
        bytes.push(check(&bytes));
        bytes
    }

    /// `None` where the check byte or the form is wrong.
    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (&last, bytes) = bytes.split_last()?;
        if check(bytes) != last {
            return None;
        }
        let (hash_prefix, rest) = bytes.split_first_chunk::<PREFIX_BYTES>()?;
        let (start, rest) = take_number(rest)?;
        let (length, rest) = take_number(rest)?;
        let end = start.checked_add(length)?;
        rest.is_empty().then(|| Self {
            hash_prefix: *hash_prefix,
            span: Span::new(start, end),
        })
    }
}

/// Digits of the shortest receipt: prefix, two numbers of a byte each, check byte.
const SHORTEST_DIGITS: usize = digits_for(PREFIX_BYTES + 3);

/// Digits of the longest: two numbers of ten bytes each.
const LONGEST_DIGITS: usize = digits_for(PREFIX_BYTES + 21);

const fn digits_for(bytes: usize) -> usize {
    (bytes * 8).div_ceil(5)
}

/// Seven bits a byte, low ones first; the high bit says that more follow.
fn push_number(bytes: &mut Vec<u8>, mut number: usize) {
    loop {
        let low = u8::try_from(number & 0x7f).expect("seven bits fit a byte");
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return;
        }
        bytes.push(low | 0x80);
    }
}

fn take_number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut number = 0_usize;
    for (place, byte) in bytes.iter().enumerate() {
        let part = usize::from(byte & 0x7f);
        let shift = u32::try_from(place * 7).ok()?;
        let shifted = part.checked_shl(shift)?;
        if shifted >> shift != part {
            return None;
        }
        number |= shifted;
        if byte & 0x80 == 0 {
            let shortest = part != 0 || place == 0;
            return shortest.then_some((number, &bytes[place + 1..]));
        }
    }
    None
}

/// CRC-8 (polynomial 0x07): it notices every single wrong digit, since a digit is five bits in a
/// row, and nearly every pair of swapped ones.
fn check(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |crc, byte| {
        (0..8).fold(crc ^ byte, |crc, _| {
            if crc & 0x80 == 0 {
                crc << 1
            } else {
                (crc << 1) ^ 0x07
            }
        })
    })
}

fn to_digits(bytes: &[u8]) -> String {
    let bit = |place: usize| {
        let byte = bytes.get(place / 8).copied().unwrap_or_default();
        usize::from(byte >> (7 - place % 8) & 1)
    };
    (0..digits_for(bytes.len()))
        .map(|digit| {
            let value = (0..5).fold(0, |value, place| value << 1 | bit(digit * 5 + place));
            char::from(DIGITS[value])
        })
        .collect()
}

/// `None` where the bits left over after the last byte are not zero or make up a digit too many.
fn to_bytes(values: &[u8]) -> Option<Vec<u8>> {
    let bit = |place: usize| values[place / 5] >> (4 - place % 5) & 1;
    let bits = values.len() * 5;
    let bytes = (0..bits / 8)
        .map(|byte| (0..8).fold(0, |value, place| value << 1 | bit(byte * 8 + place)))
        .collect();
    let left_over = bits / 8 * 8..bits;
    (left_over.len() < 5 && left_over.into_iter().all(|place| bit(place) == 0)).then_some(bytes)
}

/// What may stand between digits: blanks, hyphens of any sort, and the marks that surround a code.
fn is_filler(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '-' | '‐' | '‑' | '–' | '—' | '`' | '*' | '.' | ',' | '\u{200b}' | '\u{feff}'
        )
}

/// Reads a digit in either case; O is taken for 0, I and L for 1.
fn digit_value(character: char) -> Option<u8> {
    let upper = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let place = DIGITS
        .iter()
        .position(|digit| char::from(*digit) == upper)?;
    u8::try_from(place).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn receipt() -> Receipt {
        Receipt::new(ContentHash::of("a body"), Span::new(1200, 1371))
    }

    #[test]
    fn a_receipt_is_short_and_in_groups() {
        let text = receipt().to_string();
        assert_eq!(text.len(), 19, "{text}");
        assert!(text.split('-').all(|group| group.len() == 4), "{text}");
    }

    #[test]
    fn a_receipt_is_read_however_it_is_typed() {
        let text = receipt().to_string();
        let spellings = [
            text.to_lowercase(),
            text.replace('-', ""),
            text.replace('-', " "),
            text.replace('0', "o").replace('1', "l"),
            format!(" `{text}` "),
        ];
        for spelling in spellings {
            assert_eq!(spelling.parse(), Ok(receipt()), "{spelling}");
        }
    }

    #[test]
    fn what_is_no_receipt_is_told_why() {
        let parse = |text: &str| text.parse::<Receipt>();
        assert_eq!(parse(""), Err(ReceiptError::TooShort));
        assert_eq!(parse("ABCD-EFGH"), Err(ReceiptError::TooShort));
        assert_eq!(parse("ABCU-EFGH"), Err(ReceiptError::Character('U')));
        assert_eq!(parse(&"A".repeat(1000)), Err(ReceiptError::TooLong));
        let text = receipt().to_string();
        let mistyped = if text.starts_with('A') { 'B' } else { 'A' };
        assert_eq!(
            parse(&format!("{mistyped}{}", &text[1..])),
            Err(ReceiptError::Mistyped)
        );
    }

    proptest! {
        #[test]
        fn every_receipt_survives_being_written(
            hash_prefix in any::<[u8; PREFIX_BYTES]>(),
            start in 0..usize::MAX / 2,
            length in 0..usize::MAX / 2,
        ) {
            let receipt = Receipt { hash_prefix, span: Span::new(start, start + length) };
            prop_assert_eq!(receipt.to_string().parse(), Ok(receipt));
        }

        #[test]
        fn one_wrong_digit_is_always_noticed(
            start in 0..5000_usize,
            length in 1..500_usize,
            place in 0..16_usize,
            digit in 0..32_usize,
        ) {
            let span = Span::new(start, start + length);
            let receipt = Receipt::new(ContentHash::of("another body"), span);
            let mut text: Vec<u8> = receipt.to_string().bytes().filter(|b| *b != b'-').collect();
            let place = place % text.len();
            prop_assume!(text[place] != DIGITS[digit]);
            text[place] = DIGITS[digit];
            let text = String::from_utf8(text).expect("digits are ASCII");
            prop_assert!(text.parse::<Receipt>().is_err());
        }

        #[test]
        fn any_text_is_read_without_panic(text in "\\PC{0,40}") {
            let _ = text.parse::<Receipt>();
        }
    }
}
