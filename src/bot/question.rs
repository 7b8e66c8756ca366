//! Questions: from the words to a worded answer.

use jiff::civil::Date;

use crate::answer::{Answer, Answerer};
use crate::command::{Command, QuestionWord};
use crate::index::Result;
use crate::mention::NameKind;
use crate::question::{FollowUp, Remembered, compared_events, follow_up};
use crate::reply::{Reply, answer_reply, comparison_reply, nothing_further, understood};
use crate::retrieval::Limits;

use super::door::Bot;
use super::model::{Input, Request};
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
        request: &Request,
    ) -> Result<Paged> {
        let whole = format!("{} {question}", word.as_question());
        if let Some(events) = compared_events(question).or_else(|| compared_events(&whole)) {
            return self.compare(events, request.today());
        }
        let answer = self.answer(word, question, request.today())?;
        if !request.again {
            self.remember(&request.place, &answer);
        }
        self.note_gap(whole.trim(), &answer, request);
        Ok(self.page(&answer))
    }

    /// The reply to a line that leans on the last question in its place; `None` for any other line.
    pub(super) fn follow_up(&self, request: &Request) -> Result<Option<Paged>> {
        let Some((found, given)) = self.leaning(request) else {
            return Ok(None);
        };
        let mut answer = self.answer(QuestionWord::Ask, &found.question, request.today())?;
        let left = !found.further || answer.leave_out(&given);
        self.remember(&request.place, &answer);
        let mut paged = if left {
            self.page(&answer)
        } else {
            Paged::whole(Reply::from(nothing_further()))
        };
        paged.reply.blocks.insert(0, understood(&found.question));
        Ok(Some(paged))
    }

    /// A request with a line that leans on the last question in its place (`and when?`) made whole, so
    /// that it can be asked again later and elsewhere, as a button does. Any other request is left as
    /// it is, and so is one for further answers (`who else?`), which mean nothing elsewhere.
    #[must_use]
    pub fn made_whole(&self, mut request: Request) -> Request {
        let bot = self.at(&request.where_it_is());
        if let Some((found, _)) = bot.leaning(&request)
            && !found.further
        {
            request.input = Input::Command(whole(found));
        }
        request
    }

    /// What `line` asks where it follows upon `before`, an earlier question; `None` where it says
    /// enough by itself.
    #[must_use]
    pub fn following(&self, line: &str, before: &Command) -> Option<Command> {
        let Command::Ask { word, question } = before else {
            return None;
        };
        let answerer_of = self.story().index.snapshot();
        let answerer = Answerer::new(&answerer_of, 0.0);
        let last = Remembered::new(&answerer.parse(question_word(*word), question), None);
        follow_up(line, &last, &kind_of(&answerer)).map(whole)
    }

    /// The question that a line leaning on the last one in its place stands for, and what answers that
    /// one was given.
    fn leaning(&self, request: &Request) -> Option<(FollowUp, Vec<String>)> {
        let line = leaning_line(request).filter(|_| !request.again)?;
        let conversation = self.conversations.recall(&request.place)?;
        let snapshot = self.story().index.snapshot();
        let answerer = Answerer::new(&snapshot, 0.0);
        let found = follow_up(&line, &conversation.last, &kind_of(&answerer))?;
        Some((found, conversation.given))
    }

    fn remember(&self, place: &str, answer: &Answer) {
        let short = answer.short.as_ref().map(|short| short.text.clone());
        let last = Remembered::new(&answer.question, answer.short_name());
        self.conversations.keep(place, last, short);
    }

    pub(super) fn page(&self, answer: &Answer) -> Paged {
        let shown = self.settings().quotes;
        let (reply, quotes) = answer_reply(answer, shown);
        let first = if answer.refusal.is_some() { 1 } else { shown };
        Paged {
            reply,
            rest: quotes.into_iter().skip(first).collect(),
            step: shown,
        }
    }

    /// The times of two events side by side.
    fn compare(&self, events: [String; 2], today: Option<Date>) -> Result<Paged> {
        let mut answers = Vec::new();
        for event in events {
            let answer = self.answer(QuestionWord::When, &event, today)?;
            answers.push((event, answer));
        }
        Ok(Paged::whole(comparison_reply(&answers)))
    }
}

fn whole(found: FollowUp) -> Command {
    Command::Ask {
        word: QuestionWord::Ask,
        question: found.question,
    }
}

/// What sort of name a phrase is in the story.
fn kind_of<'a>(answerer: &'a Answerer<'_>) -> impl Fn(&str) -> Option<NameKind> + 'a {
    |phrase| {
        let parsed = answerer.parse("", phrase);
        parsed.names.first().map(|name| name.kind)
    }
}

/// The words of a request that may lean on the question before. A question word alone is a command
/// (`when`: the timeline) unless it is asked (`when?`).
fn leaning_line(request: &Request) -> Option<String> {
    let line = match &request.input {
        Input::Text { line, .. } => line.trim().trim_start_matches(['!', '/']),
        Input::Command(Command::Ask {
            word: QuestionWord::Ask,
            question,
        }) => question,
        Input::Command(_) => return None,
    };
    let alone = !line.trim_end_matches('?').contains(' ') && !line.ends_with('?');
    (!alone && line.len() <= LONGEST_LEANING).then(|| line.to_owned())
}

/// Lines longer than this, in bytes, say enough by themselves.
const LONGEST_LEANING: usize = 120;

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
