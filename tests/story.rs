//! Stories: articles go in, a line is said, and what a reader would see comes out.
//!
//! One door for all tests of behaviour: the line passes the console's decoding, the bot and the
//! console's rendering, without colour and without wrapping, so that a snapshot is what a reader
//! sees. Nothing here knows how a question is answered.
//!
//! ```ignore
//! let story = StoryTest::new()
//!     .article("launch", "Rocket flies\n\nAnn Lee started the rocket on Monday.")
//!     .open();
//! insta::assert_snapshot!(story.say("who started the rocket?"), @"…");
//! ```

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::{Date, Time};
use newshound::adapters::console::{Style, Typed, decode_line, render};
use newshound::admin::{Defaults, Rooms};
use newshound::article::{ReadSettings, list_files, read_file};
use newshound::bot::{Bot, BotSettings, Request, Story};
use newshound::config::{Config, Sources};
use newshound::index::{Index, Snapshot};
use newshound::question::Topic;
use newshound::reply::{Block, Reply};
use tempfile::TempDir;

/// The day on which every story is told, so that replies do not change with the calendar.
const TODAY: Date = Date::constant(2024, 7, 1);

/// A story in the making.
#[must_use]
pub(crate) struct StoryTest {
    folder: TempDir,
    name: String,
    topics: Vec<Topic>,
    others: Vec<StoryTest>,
}

impl StoryTest {
    /// A story without articles.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        Self {
            folder,
            name: String::new(),
            topics: Vec::new(),
            others: Vec::new(),
        }
    }

    /// Adds an article. Text that begins with `---` is Markdown with front matter; other text is
    /// plain, its first line the title.
    pub(crate) fn article(self, name: &str, text: &str) -> Self {
        let ending = if text.starts_with("---") { "md" } else { "txt" };
        let path = self.folder.path().join(format!("{name}.{ending}"));
        fs::write(path, text).expect("an article can be written");
        self
    }

    /// Adds the articles of an invented story in `tests/data/stories`.
    pub(crate) fn invented(self, name: &str) -> Self {
        let stories = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/stories");
        for entry in fs::read_dir(stories.join(name)).expect("the story is there") {
            let entry = entry.expect("the story can be listed");
            let target = self.folder.path().join(entry.file_name());
            fs::copy(entry.path(), target).expect("the story can be copied");
        }
        self
    }

    /// Gives the story a name.
    pub(crate) fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    /// Adds a story beside this one, for rooms that choose it.
    pub(crate) fn beside(mut self, other: Self) -> Self {
        self.others.push(other);
        self
    }

    /// Adds a topic.
    pub(crate) fn topic(mut self, topic: Topic) -> Self {
        self.topics.push(topic);
        self
    }

    /// Adds the sample story: its articles and its topics.
    pub(crate) fn sample(mut self) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let sources = Sources {
            folder: root.to_owned(),
            ..Sources::default()
        };
        let config = Config::load(&sources).expect("the shipped configuration loads");
        self.topics = config.topics;
        for entry in fs::read_dir(root.join("index/articles")).expect("the sample story is there") {
            let entry = entry.expect("the sample story can be listed");
            let target = self.folder.path().join(entry.file_name());
            fs::copy(entry.path(), target).expect("the sample story can be copied");
        }
        self
    }

    /// Indexes the articles and opens the chat.
    pub(crate) fn open(self) -> Chat {
        let bot = open_bot(self.folder.path(), self.name, self.topics);
        let others: Vec<Bot> = self
            .others
            .into_iter()
            .map(|story| open_bot(story.folder.path(), story.name, story.topics))
            .collect();
        Chat {
            bot: if others.is_empty() {
                bot
            } else {
                bot.with_others(others).expect("memory can be indexed")
            },
            _folder: self.folder,
        }
    }
}

fn open_bot(folder: &Path, name: String, topics: Vec<Topic>) -> Bot {
    let index = Index::in_memory().expect("memory can be indexed");
    let settings = ReadSettings::default();
    let (files, _) = list_files(folder, false);
    index
        .update(
            &files,
            &|file, take| read_file(file, &settings, take),
            &mut |_| ControlFlow::Continue(()),
        )
        .expect("the articles can be indexed");
    let story = Story {
        name,
        index: Arc::new(index),
        topics,
    };
    let defaults = Defaults {
        prefix: "!".to_owned(),
    };
    Bot::new(story, BotSettings::default()).with_rooms(Arc::new(Rooms::in_memory(defaults)))
}

/// A story that can be talked to.
pub(crate) struct Chat {
    bot: Bot,
    _folder: TempDir,
}

impl Chat {
    /// Says a line in the same place as all others; gives what a reader would see.
    pub(crate) fn say(&self, line: &str) -> String {
        render(&self.reply(line), &Style::default())
    }

    /// The articles as they are indexed.
    pub(crate) fn snapshot(&self) -> Snapshot {
        self.bot.story().index.snapshot()
    }

    /// True when some article holds these very bytes.
    pub(crate) fn holds(&self, quote: &str) -> bool {
        let snapshot = self.snapshot();
        let cards = snapshot.articles().expect("the index can be read");
        cards.iter().any(|card| {
            let body = snapshot.body(&card.id).expect("the index can be read");
            body.is_some_and(|(_, body)| body.contains(quote))
        })
    }

    /// The bot itself.
    pub(crate) fn bot(&self) -> &Bot {
        &self.bot
    }

    /// Says a line; gives the reply as data.
    pub(crate) fn reply(&self, line: &str) -> Reply {
        match decode_line(line) {
            Typed::Request(request) => self.bot.handle(&Request {
                asked_at: Some(TODAY.to_datetime(Time::midnight())),
                ..*request
            }),
            other => panic!("`{line}` never reaches the bot: {other:?}"),
        }
    }
}

/// Two articles on one event, invented, so that no rule can know them.
pub(crate) fn ferry() -> StoryTest {
    StoryTest::new()
        .article(
            "ferry-sinks",
            "---\ntitle: Ferry sinks off Lervik\nsource: Coast Herald\npublished: 2024-03-08\n---\n\n\
             The ferry Solveig sank off Lervik on Thursday after it struck a rock. \
             All 214 people on board were rescued by fishing boats.\n\n\
             Captain Marit Hauge said the rudder had failed. \
             \u{201c}We had no steering for eleven minutes,\u{201d} she said.\n",
        )
        .article(
            "ferry-inquiry",
            "---\ntitle: Inquiry opens into ferry loss\nsource: Northern Wire\npublished: 2024-03-12\n---\n\n\
             Investigators began work on Monday on why the ferry Solveig was lost. \
             The ferry was built in 1987 in Gdansk and was owned by Lervik Lines.\n\n\
             The company paid 3 million euros for a new rudder in 2019.\n",
        )
}

/// The quoted texts of a reply.
pub(crate) fn quotes(reply: &Reply) -> Vec<&str> {
    reply
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Quote(quote) => Some(quote.text.as_str()),
            _ => None,
        })
        .collect()
}

/// An article of some fifty sentences, none of which another number's holds.
pub(crate) fn long_article(number: usize) -> String {
    let head = format!(
        "---\ntitle: Report {number}\npublished: 2024-03-01\n---\nMayor Quill {number} read report \
         {number} on Friday."
    );
    let paragraph = |line: usize| {
        format!(
            "Harbour {number} took in {line} ships of the fleet of Aldermere, and paid {line} \
             million euros for the quays of Ister {number}."
        )
    };
    let paragraphs: Vec<String> = std::iter::once(head)
        .chain((0..50).map(paragraph))
        .collect();
    paragraphs.join("\n\n") + "\n"
}
