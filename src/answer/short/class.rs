//! What sort of word stands at a place: enough of grammar to see where a phrase may begin and end.
//!
//! Only closed classes are listed; every other word is a content word. There is no tagger: word
//! lists are exact where they speak and silent elsewhere.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::stem_key;

/// The sort of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Class {
    /// `the`, `a`, `its`, `this`.
    Determiner,
    /// `in`, `at`, `near`, `on`: where or when.
    In,
    /// `by`.
    By,
    /// `of`.
    Of,
    /// `from`, `since`.
    From,
    /// `to`, `into`, `until`, `toward`.
    To,
    /// `for`.
    For,
    /// `with`.
    With,
    /// `as`, `like`.
    As,
    /// Any other preposition.
    Preposition,
    /// `and`, `or`, `but`.
    Conjunction,
    /// `is`, `was`, `became`, `called`: what follows says what the subject is.
    Be,
    /// `has`, `will`, `did`, `not`; and `said`, which no answer holds.
    Auxiliary,
    /// `he`, `they`, `there`.
    Pronoun,
    /// `who`, `which`, `that`, `when`: a clause begins.
    Relative,
    /// `because`, `after`, `while`: a clause begins that explains.
    Subordinate,
    /// `about`, `nearly`, `more`, `least`: before a number.
    Approximate,
    /// Everything else.
    Content,
}

/// All classes, in the order of their features.
pub(super) const CLASSES: [Class; 18] = [
    Class::Determiner,
    Class::In,
    Class::By,
    Class::Of,
    Class::From,
    Class::To,
    Class::For,
    Class::With,
    Class::As,
    Class::Preposition,
    Class::Conjunction,
    Class::Be,
    Class::Auxiliary,
    Class::Pronoun,
    Class::Relative,
    Class::Subordinate,
    Class::Approximate,
    Class::Content,
];

const WORDS: &[(Class, &str)] = &[
    (
        Class::Determiner,
        "the a an its his her their our my your this that these those each every some any both \
         another such",
    ),
    (Class::In, "in at near on inside outside within"),
    (Class::By, "by"),
    (Class::Of, "of"),
    (Class::From, "from since"),
    (Class::To, "to into until till toward towards onto"),
    (Class::For, "for"),
    (Class::With, "with"),
    (Class::As, "as like"),
    (
        Class::Preposition,
        "under against during between among through across along before behind beyond beside \
         above below without upon off via per despite including than out up down over",
    ),
    (
        Class::Conjunction,
        "and or but nor while whereas although though",
    ),
    (
        Class::Be,
        "is are was were be been being am become became becomes remain remains called named \
         known",
    ),
    (
        Class::Auxiliary,
        "has have had will would shall should can could may might must do does did not also \
         then never already only just still said added told according",
    ),
    (
        Class::Pronoun,
        "he she it they we i you him them us himself herself itself themselves there here one",
    ),
    (
        Class::Relative,
        "who whom whose which what where when how why",
    ),
    (Class::Subordinate, "because after if so due"),
    (
        Class::Approximate,
        "about around nearly almost some over approximately roughly more less least most up \
         estimated exactly",
    ),
];

static KEYS: LazyLock<HashMap<u32, Class>> = LazyLock::new(|| {
    let mut keys = HashMap::new();
    for (class, words) in WORDS {
        for word in words.split_whitespace() {
            keys.entry(stem_key(word)).or_insert(*class);
        }
    }
    keys
});

/// The class of the word with this key.
pub(super) fn class_of(key: u32) -> Class {
    KEYS.get(&key).copied().unwrap_or(Class::Content)
}

impl Class {
    /// Where the class stands in [`CLASSES`].
    pub(super) fn place(self) -> usize {
        self as usize
    }

    /// True for what joins a noun to what stands before it.
    pub(super) fn is_preposition(self) -> bool {
        (Class::In.place()..=Class::Preposition.place()).contains(&self.place())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_stand_in_the_order_of_their_features() {
        for (place, class) in CLASSES.iter().enumerate() {
            assert_eq!(class.place(), place);
        }
    }

    #[test]
    fn function_words_are_told_from_content() {
        assert_eq!(class_of(stem_key("the")), Class::Determiner);
        assert_eq!(class_of(stem_key("in")), Class::In);
        assert_eq!(class_of(stem_key("was")), Class::Be);
        assert_eq!(class_of(stem_key("bridge")), Class::Content);
        assert!(Class::From.is_preposition() && !Class::Be.is_preposition());
    }
}
