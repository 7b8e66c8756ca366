//! The report as a table to read.

use std::fmt::{self, Display, Formatter};

use super::report::{Failure, FailureKind, Figures, Report};

/// Characters of a quote that are shown with a failure; enough to recognise it.
const SHOWN_CHARACTERS: usize = 160;

impl Display for Report {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let all = &self.all;
        writeln!(
            formatter,
            "{} questions: {} answerable, {} not",
            all.answerable + all.unanswerable,
            all.answerable,
            all.unanswerable
        )?;
        writeln!(formatter)?;
        writeln!(
            formatter,
            "{:<14} {:>5} {:>10} {:>10} {:>8} {:>7} {:>7} {:>9}",
            "answer type", "n", "correct@1", "correct@3", "MRR@10", "EM", "F1", "declined"
        )?;
        write_row(formatter, "all", all)?;
        for (name, figures) in &self.by_answer_type {
            if figures.answerable > 0 {
                write_row(formatter, name, figures)?;
            }
        }
        writeln!(formatter)?;
        write_summary(formatter, self)?;
        for failure in &self.failures {
            write_failure(formatter, failure)?;
        }
        Ok(())
    }
}

fn write_row(formatter: &mut Formatter<'_>, name: &str, figures: &Figures) -> fmt::Result {
    writeln!(
        formatter,
        "{:<14} {:>5} {:>10} {:>10} {:>8.3} {:>7} {:>7} {:>9}",
        name,
        figures.answerable,
        percent(figures.correct_at_1),
        percent(figures.correct_at_3),
        figures.mrr_at_10,
        percent(figures.exact_match),
        percent(figures.f1),
        figures.false_abstentions
    )
}

fn write_summary(formatter: &mut Formatter<'_>, report: &Report) -> fmt::Result {
    let all = &report.all;
    if let Some((low, high)) = report.correct_at_1_interval {
        writeln!(
            formatter,
            "correct@1 lies between {} and {} (95 %, bootstrap over the questions)",
            percent(low),
            percent(high)
        )?;
    }
    writeln!(
        formatter,
        "unanswerable questions declined: {} of {} ({})",
        all.declined_unanswerable,
        all.unanswerable,
        percent(all.abstention_recall)
    )?;
    writeln!(
        formatter,
        "answerable questions declined: {} of {}",
        all.false_abstentions, all.answerable
    )?;
    match report.failures.len() {
        0 => writeln!(formatter, "no question failed"),
        1 => writeln!(formatter, "1 question failed:"),
        count => writeln!(formatter, "{count} questions failed:"),
    }
}

fn write_failure(formatter: &mut Formatter<'_>, failure: &Failure) -> fmt::Result {
    writeln!(formatter)?;
    let how = match (failure.kind, failure.rank) {
        (FailureKind::ShouldDecline, _) => "answered, though the articles do not say".to_owned(),
        (FailureKind::Declined, Some(1)) => {
            "declined, though the closest quote is right".to_owned()
        }
        (FailureKind::Declined, _) => "declined, though the articles say".to_owned(),
        (FailureKind::NotFirst, Some(rank)) => format!("right only at rank {rank}"),
        (FailureKind::NotFirst | FailureKind::Missed, _) => "no right quote among ten".to_owned(),
    };
    writeln!(formatter, "{}  {}", failure.id, failure.question)?;
    writeln!(formatter, "    {how}")?;
    if !failure.wanted.is_empty() {
        let place = failure
            .wanted_article
            .as_ref()
            .map_or_else(String::new, |article| format!(" in {article}"));
        writeln!(
            formatter,
            "    wanted  {}{place}",
            failure.wanted.join(" | ")
        )?;
    }
    if let Some((article, text)) = &failure.shown {
        writeln!(formatter, "    shown   {} ({article})", shorten(text))?;
    }
    if let Some(short) = &failure.short_answer {
        writeln!(formatter, "    short   {}", shorten(short))?;
    }
    Ok(())
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// One line of at most [`SHOWN_CHARACTERS`].
fn shorten(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN_CHARACTERS {
        return line;
    }
    let kept: String = line.chars().take(SHOWN_CHARACTERS).collect();
    format!("{kept} …")
}

#[cfg(test)]
mod tests {
    use crate::evaluation::{Outcome, ShownQuote, evaluate, parse_questions};

    #[test]
    fn a_report_reads_as_a_table_with_its_failures() {
        let questions = parse_questions(concat!(
            "{\"id\":\"s1\",\"question\":\"who came?\",\"answers\":[\"Kim\"]}\n",
            "{\"id\":\"s2\",\"question\":\"where?\",\"answers\":[\"Pyongyang\"],\"article\":\"b\"}\n",
            "{\"id\":\"u1\",\"question\":\"why?\",\"answers\":[]}\n",
        ))
        .unwrap();
        let report = evaluate(&questions, |_| Outcome {
            quotes: vec![ShownQuote {
                article: "a".to_owned(),
                text: "Kim came to\nPyongyang.".to_owned(),
                score: None,
            }],
            short_answer: Some("Kim".to_owned()),
            answer_type: "person".to_owned(),
            ..Outcome::default()
        });
        insta::assert_snapshot!(report, @r"
        3 questions: 2 answerable, 1 not

        answer type        n  correct@1  correct@3   MRR@10      EM      F1  declined
        all                2     50.0 %     50.0 %    0.500  50.0 %  50.0 %         0
        person             2     50.0 %     50.0 %    0.500  50.0 %  50.0 %         0

        correct@1 lies between 0.0 % and 100.0 % (95 %, bootstrap over the questions)
        unanswerable questions declined: 0 of 1 (0.0 %)
        answerable questions declined: 0 of 2
        2 questions failed:

        s2  where?
            no right quote among ten
            wanted  Pyongyang in b
            shown   Kim came to Pyongyang. (a)
            short   Kim

        u1  why?
            answered, though the articles do not say
            shown   Kim came to Pyongyang. (a)
            short   Kim
        ");
    }
}
