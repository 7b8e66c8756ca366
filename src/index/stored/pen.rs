//! Writes numbers and texts into one text, and reads them back.
//!
//! A number takes six bits a character, with a bit that says that more follow; a key of a stem,
//! which is a hash, always takes five characters of seven bits.

use crate::text::Span;

/// Bits of a number in one character.
const BITS: u32 = 6;
/// Set where another character of the number follows.
const MORE: u8 = 1 << BITS;
/// Characters of a key.
const KEY_LENGTH: usize = 5;

/// Writes.
pub(super) struct Pen {
    text: String,
}

impl Pen {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self {
            text: String::with_capacity(bytes),
        }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    pub(super) fn number(&mut self, mut number: u64) {
        while number >= u64::from(MORE) {
            self.character((number % u64::from(MORE)) as u8 | MORE);
            number >>= BITS;
        }
        self.character(number as u8);
    }

    /// A number of which only the first bits are set as a rule, such as that of a small fraction.
    pub(super) fn float(&mut self, number: f64) {
        self.number(number.to_bits().swap_bytes());
    }

    pub(super) fn key(&mut self, key: u32) {
        for place in 0..KEY_LENGTH {
            self.character((key >> (7 * place) & 0x7f) as u8);
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.text.push_str(text);
    }

    pub(super) fn optional_text(&mut self, text: Option<&str>) {
        self.optional(text, Self::text);
    }

    pub(super) fn optional<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.number(u64::from(value.is_some()));
        if let Some(value) = value {
            write(self, value);
        }
    }

    /// A place, as its distance from one before it; one that lies before it is written as well,
    /// only in more characters.
    pub(super) fn place(&mut self, before: usize, place: usize) {
        self.number((place as u64).wrapping_sub(before as u64));
    }

    pub(super) fn span(&mut self, before: usize, span: Span) {
        self.place(before, span.start);
        self.number(span.len() as u64);
    }

    /// A character below 128, so that the text stays one.
    fn character(&mut self, code: u8) {
        self.text.push(char::from(code));
    }
}

/// Reads. Every method gives `None` where what is left is not what it should be.
pub(super) struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at == self.text.len()
    }

    #[inline]
    pub(super) fn number(&mut self) -> Option<u64> {
        let bytes = self.text.as_bytes();
        let first = *bytes.get(self.at)?;
        self.at += 1;
        if first < MORE {
            return Some(first.into());
        }
        self.longer_number(first)
    }

    fn longer_number(&mut self, first: u8) -> Option<u64> {
        let bytes = self.text.as_bytes();
        let mut number = u64::from(first & (MORE - 1));
        let mut shift = BITS;
        loop {
            let byte = *bytes.get(self.at)?;
            self.at += 1;
            number |= u64::from(byte & (MORE - 1)) << shift;
            if byte & MORE == 0 {
                return Some(number);
            }
            shift += BITS;
            if shift >= u64::BITS {
                return None;
            }
        }
    }

    pub(super) fn number32(&mut self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }

    /// How many items follow: each takes at least a character.
    pub(super) fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(self.number()?).ok()?;
        (count <= self.text.len() - self.at).then_some(count)
    }

    pub(super) fn float(&mut self) -> Option<f64> {
        Some(f64::from_bits(self.number()?.swap_bytes()))
    }

    #[inline]
    pub(super) fn key(&mut self) -> Option<u32> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let bytes = rest.first_chunk::<KEY_LENGTH>()?;
        self.at += KEY_LENGTH;
        Some(
            u32::from(bytes[0])
                | u32::from(bytes[1]) << 7
                | u32::from(bytes[2]) << 14
                | u32::from(bytes[3]) << 21
                | u32::from(bytes[4]) << 28,
        )
    }

    pub(super) fn text(&mut self) -> Option<&'a str> {
        let length = self.count()?;
        let text = self.text.get(self.at..self.at + length)?;
        self.at += length;
        Some(text)
    }

    #[expect(
        clippy::option_option,
        reason = "the outer one says that the text is damaged"
    )]
    pub(super) fn optional_text(&mut self) -> Option<Option<String>> {
        self.optional(|reader| reader.text().map(str::to_owned))
    }

    #[expect(
        clippy::option_option,
        reason = "the outer one says that the text is damaged"
    )]
    pub(super) fn optional<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.number()? {
            0 => Some(None),
            1 => read(self).map(Some),
            _ => None,
        }
    }

    #[inline]
    pub(super) fn place(&mut self, before: usize) -> Option<usize> {
        usize::try_from((before as u64).wrapping_add(self.number()?)).ok()
    }

    #[inline]
    pub(super) fn span(&mut self, before: usize) -> Option<Span> {
        let start = self.place(before)?;
        let length = usize::try_from(self.number()?).ok()?;
        Some(Span::new(start, start.checked_add(length)?))
    }
}
