//! The small words of questions: question words, auxiliaries, prepositions, and their usual slips.

/// A question word as it is usually mistyped, or contracted, in its full form.
pub(super) fn repaired(word: &str) -> &str {
    match word {
        "whos" | "who's" | "who're" | "who'd" | "whoes" => "who",
        "whats" | "what's" | "what're" | "wat" | "waht" | "whta" => "what",
        "wich" | "whitch" | "wihch" | "whcih" => "which",
        "whens" | "when's" | "wen" | "whne" | "wehn" => "when",
        "wheres" | "where's" | "wher" | "were's" | "whre" | "wehre" => "where",
        "whys" | "why's" | "wy" | "whi" => "why",
        "hows" | "how's" | "hwo" => "how",
        "manny" | "mny" | "meny" => "many",
        "mutch" | "muhc" => "much",
        "howlong" => "how long",
        "howmuch" | "howmutch" => "how much",
        "howmany" | "howmanny" => "how many",
        "howold" => "how old",
        _ => word,
    }
}

/// True where the word holds the verb as well (`who's`, `whos`).
pub(super) fn holds_be(word: &str) -> bool {
    matches!(
        word,
        "whos"
            | "who's"
            | "whats"
            | "what's"
            | "whens"
            | "when's"
            | "wheres"
            | "where's"
            | "hows"
            | "how's"
            | "why's"
            | "whys"
    )
}

pub(super) fn is_question_word(word: &str) -> bool {
    matches!(
        word,
        "who" | "whom" | "whose" | "when" | "where" | "why" | "how" | "what" | "which"
    )
}

pub(super) fn is_auxiliary(word: &str) -> bool {
    is_be(word)
        || matches!(
            word,
            "am" | "do"
                | "does"
                | "did"
                | "has"
                | "have"
                | "had"
                | "can"
                | "could"
                | "will"
                | "would"
                | "shall"
                | "should"
                | "may"
                | "might"
                | "must"
                | "isn't"
                | "aren't"
                | "wasn't"
                | "weren't"
                | "don't"
                | "doesn't"
                | "didn't"
                | "hasn't"
                | "haven't"
                | "hadn't"
                | "can't"
                | "couldn't"
                | "won't"
                | "wouldn't"
                | "shouldn't"
        )
}

pub(super) fn is_be(word: &str) -> bool {
    matches!(word, "is" | "are" | "was" | "were" | "be" | "been")
}

pub(super) fn is_do(word: &str) -> bool {
    matches!(word, "do" | "does" | "did" | "has" | "have" | "had")
}

pub(super) fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "in" | "on"
            | "at"
            | "by"
            | "for"
            | "from"
            | "to"
            | "of"
            | "with"
            | "under"
            | "over"
            | "into"
            | "about"
            | "against"
            | "during"
            | "since"
            | "until"
            | "through"
            | "after"
            | "before"
            | "between"
            | "behind"
    )
}

/// What a speaker does: `what did the minister *say*`.
pub(super) fn is_speech(word: &str) -> bool {
    matches!(
        word,
        "say"
            | "said"
            | "says"
            | "tell"
            | "told"
            | "announce"
            | "announced"
            | "claim"
            | "claimed"
            | "comment"
            | "reply"
            | "replied"
            | "answer"
            | "answered"
            | "warn"
            | "warned"
            | "promise"
            | "promised"
            | "think"
            | "declare"
            | "declared"
            | "deny"
            | "denied"
            | "radio"
            | "call"
            | "suggest"
            | "argue"
            | "demand"
            | "explain"
            | "add"
            | "admit"
            | "confess"
            | "tweet"
            | "post"
    )
}

/// How somebody answers an event with words: `how did China *respond*`.
pub(super) fn is_reaction(word: &str) -> bool {
    matches!(
        word,
        "react"
            | "respond"
            | "comment"
            | "describe"
            | "explain"
            | "reply"
            | "answer"
            | "apologise"
            | "apologize"
            | "justify"
            | "characterise"
            | "characterize"
    )
}

/// Verbs of rising and falling: `how much did prices *rise*` asks for no sum.
pub(super) fn is_change(word: &str) -> bool {
    matches!(
        word,
        "rise"
            | "rose"
            | "fall"
            | "fell"
            | "drop"
            | "grow"
            | "shrink"
            | "increase"
            | "decrease"
            | "climb"
            | "decline"
            | "weigh"
            | "eat"
            | "drink"
            | "change"
            | "differ"
            | "know"
            | "sleep"
            | "rain"
            | "snow"
            | "slow"
            | "warm"
            | "swell"
    )
}

/// Adjectives of extent after `how`.
pub(super) fn is_extent(word: &str) -> bool {
    matches!(
        word,
        "many"
            | "much"
            | "big"
            | "large"
            | "often"
            | "frequently"
            | "close"
            | "few"
            | "strong"
            | "crowded"
            | "popular"
            | "small"
            | "likely"
            | "full"
            | "thick"
            | "steep"
            | "severe"
    )
}

/// The numerals that may stand between `which` and its noun.
pub(super) fn is_numeral(word: &str) -> bool {
    matches!(
        word,
        "one" | "two" | "three" | "four" | "five" | "six" | "seven" | "eight" | "nine" | "ten"
    ) || word.bytes().all(|byte| byte.is_ascii_digit())
}
