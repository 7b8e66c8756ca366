//! Questions: from the words to a worded answer.

use jiff::civil::Date;

use crate::answer::{Answer, Answerer};
use crate::command::QuestionWord;
use crate::index::Result;
use crate::reply::answer_reply;
use crate::retrieval::Limits;

use super::door::Bot;
use super::paging::Paged;

impl Bot {
    /// Answers a question as data, for callers that render no reply (JSON, evaluation).
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn answer(
        &self,
        word: QuestionWord,
        question: &str,
        today: Option<Date>,
    ) -> Result<Answer> {
        let snapshot = self.story().index.snapshot();
        let answerer = Answerer::new(&snapshot, self.settings().refuse_below).with_limits(Limits {
            quote_length: self.settings().quote_length,
            ..Limits::default()
        });
        let parsed = answerer.parse(question_word(word), question);
        answerer.answer(parsed, &[], today)
    }

    pub(super) fn ask(
        &self,
        word: QuestionWord,
        question: &str,
        today: Option<Date>,
    ) -> Result<Paged> {
        let answer = self.answer(word, question, today)?;
        let shown = self.settings().quotes;
        let (reply, quotes) = answer_reply(&answer, shown);
        let first = if answer.refusal.is_some() { 1 } else { shown };
        Ok(Paged {
            reply,
            rest: quotes.into_iter().skip(first).collect(),
            step: shown,
        })
    }
}

/// The word that is put before a question that has none of its own.
fn question_word(word: QuestionWord) -> &'static str {
    match word {
        QuestionWord::Ask => "",
        QuestionWord::Who => "who",
        QuestionWord::What => "what",
        QuestionWord::When => "when",
        QuestionWord::Where => "where",
        QuestionWord::Why => "why",
        QuestionWord::How => "how",
        QuestionWord::HowMany => "howmany",
    }
}
