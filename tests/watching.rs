//! Questions wait until an article answers them, and who asked is told once, where it was asked; and
//! everybody can learn who may do what.

use std::fs;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};

use newshound::admin::{Defaults, Rooms};
use newshound::article::ReadSettings;
use newshound::bot::{Announcement, Bot, BotSettings, Herald, Input, Request, Story, Undelivered};
use newshound::command::Permission;
use newshound::index::Index;
use newshound::newsroom::{FetchSettings, Fetcher, Keeper, bring_up_to_date};
use tempfile::TempDir;

const FERRY: &str = "The old ferry stops\n\nPublished: 2024-02-01\n\nThe old ferry over the Ister \
    makes its last trip in March, the harbour office said. Its captain, Bruno Vance, has sailed it \
    for thirty years and carried some two million people. Nobody at the harbour office would say \
    what becomes of the boat, which was built in 1961 and needs a new engine and a new deck.\n";

const BRIDGE: &str = "Bridge over the Ister opens\n\nPublished: 2024-03-01\n\nThe bridge over the \
    Ister opened on Friday after nine years of work. Mayor Ada Quill cut the ribbon before some \
    four thousand people. The city paid 91 million euros for the bridge, twice what it had \
    planned. Lorries may not use it before May, because the northern ramp still has to be \
    strengthened, the builder said. The ferry's landing stage will become a museum of rowing.\n";

/// Writes down what it is given, and takes it or not.
#[derive(Default)]
struct Post {
    told: Mutex<Vec<Announcement>>,
    refuses: Mutex<Option<Undelivered>>,
}

impl Herald for Post {
    fn serves(&self, place: &str) -> bool {
        place.starts_with("test:")
    }

    fn announce(&self, announcement: &Announcement) -> Result<(), Undelivered> {
        if let Some(refusal) = *self.refuses.lock().expect("nobody panicked") {
            return Err(refusal);
        }
        let mut told = self.told.lock().expect("nobody panicked");
        told.push(announcement.clone());
        Ok(())
    }
}

struct Channel {
    folder: TempDir,
    bot: Bot,
    post: Arc<Post>,
}

impl Channel {
    fn open() -> Self {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let articles = folder.path().join("articles");
        fs::create_dir(&articles).expect("the folder is ours");
        fs::write(articles.join("ferry.txt"), FERRY).expect("the folder is ours");
        let (index, _) = Index::open(&folder.path().join("store")).expect("a store can be made");
        let index = Arc::new(index);
        let keeper = Keeper::new(
            Arc::clone(&index),
            articles,
            ReadSettings::default(),
            Fetcher::new(FetchSettings::default()),
        );
        let story = Story {
            name: String::new(),
            index,
            topics: Vec::new(),
        };
        let rooms = Rooms::open(
            folder.path().join("state.redb"),
            Defaults {
                prefix: "!".to_owned(),
            },
        );
        let bot = Bot::new(story, BotSettings::default())
            .with_newsroom(Arc::new(keeper))
            .with_rooms(Arc::new(rooms.expect("a file can be made")))
            .with_audit_places(vec!["test:audit".to_owned()]);
        let channel = Self {
            folder,
            bot,
            post: Arc::default(),
        };
        channel.say("ada", Permission::Owner, "reindex now");
        channel.told();
        channel
    }

    fn say(&self, who: &str, rights: Permission, line: &str) -> String {
        self.say_in("test:room", (who, rights), line)
    }

    fn say_in(&self, place: &str, (who, rights): (&str, Permission), line: &str) -> String {
        let reply = self.bot.handle(&Request {
            place: place.to_owned(),
            author: format!("test:{who}"),
            input: Input::Text {
                line: line.to_owned(),
                explicit: true,
            },
            server: Some("test:server".to_owned()),
            parent: None,
            again: false,
            rights,
            message: Some(format!("test:message of {who}")),
            is_private: false,
            about: None,
            attachments: Vec::new(),
            asked_at: None,
        });
        serde_json::to_string(&reply).expect("a reply is plain data")
    }

    /// A new article, and the index in line with it.
    fn bring(&self, name: &str, text: &str) {
        let path = self.folder.path().join("articles").join(name);
        fs::write(path, text).expect("the folder is ours");
        self.say("ada", Permission::Owner, "reindex now");
    }

    /// What is brought to rooms now, but for the orders that owners are told of.
    fn told(&self) -> Vec<Announcement> {
        let herald: Arc<dyn Herald> = Arc::clone(&self.post) as Arc<dyn Herald>;
        self.bot.announce(&[herald], None);
        let mut told = self.post.told.lock().expect("nobody panicked");
        let mut told = std::mem::take(&mut *told);
        told.retain(|one| one.place != "test:audit");
        told
    }
}

fn words(announcement: &Announcement) -> String {
    serde_json::to_string(&announcement.pages).expect("a reply is plain data")
}

const QUESTION: &str = "who cut the ribbon of the bridge?";

#[test]
fn who_waits_for_an_answer_is_told_once() {
    let channel = Channel::open();
    let refused = channel.say("ben", Permission::Everyone, QUESTION);
    assert!(refused.contains("\"watch\""), "it is offered: {refused}");
    let kept = channel.say("ben", Permission::Everyone, "watch");
    assert!(kept.contains("I'll tell you here"), "{kept}");
    assert!(kept.contains("unwatch 1"), "{kept}");
    assert_eq!(channel.told(), []);
    channel.bring(
        "frost.txt",
        "Frost\n\nPublished: 2024-02-03\n\nThe harbour froze over at night, and boats stayed in.\n",
    );
    assert_eq!(channel.told(), [], "another article answers nothing");
    channel.bring("bridge.txt", BRIDGE);
    let told = channel.told();
    let [answer] = told.as_slice() else {
        panic!("one is told: {told:?}");
    };
    assert_eq!(answer.place, "test:room");
    assert_eq!(answer.author.as_deref(), Some("test:ben"));
    assert_eq!(answer.message.as_deref(), Some("test:message of ben"));
    let words = words(answer);
    assert!(
        words.contains("Ada Quill") && words.contains("cut the ribbon"),
        "{words}"
    );
    channel.bring(
        "frost.txt",
        "Frost\n\nPublished: 2024-02-04\n\nIt froze again.\n",
    );
    assert_eq!(channel.told(), [], "once");
    assert!(
        channel
            .say("ben", Permission::Everyone, "watches")
            .contains("No question waits")
    );
}

#[test]
fn an_answer_that_does_not_arrive_is_brought_again_unless_it_never_can() {
    let channel = Channel::open();
    channel.say("ben", Permission::Everyone, &format!("watch {QUESTION}"));
    channel.bring("bridge.txt", BRIDGE);
    *channel.post.refuses.lock().expect("nobody panicked") = Some(Undelivered::Later);
    assert_eq!(channel.told(), []);
    *channel.post.refuses.lock().expect("nobody panicked") = None;
    assert_eq!(channel.told().len(), 1, "the second time");
    channel.say(
        "ben",
        Permission::Everyone,
        "watch what becomes of the landing stage in Ulm?",
    );
    *channel.post.refuses.lock().expect("nobody panicked") = Some(Undelivered::Never);
    channel.bring("stage.txt", "Landing stage in Ulm\n\nPublished: 2024-03-02\n\nThe landing stage in Ulm becomes a school for rowers, the city of Ulm said.\n");
    assert_eq!(channel.told(), []);
    assert!(
        channel
            .say("ben", Permission::Everyone, "watches")
            .contains("No question waits")
    );
}

#[test]
fn what_is_answered_already_need_not_wait() {
    let channel = Channel::open();
    let answered = channel.say(
        "ben",
        Permission::Everyone,
        "watch who is the captain of the ferry?",
    );
    assert!(answered.contains("answer that already"), "{answered}");
    assert!(answered.contains("Bruno Vance"), "{answered}");
    let nothing = channel.say_in("test:new", ("ben", Permission::Everyone), "watch");
    assert!(nothing.contains("There is no question here"), "{nothing}");
}

#[test]
fn watches_are_let_go_by_their_askers_and_by_moderators() {
    let channel = Channel::open();
    let watch = format!("watch {QUESTION}");
    channel.say("ben", Permission::Everyone, &watch);
    channel.say("ben", Permission::Everyone, &watch);
    let listed = channel.say("ana", Permission::Everyone, "watches");
    assert_eq!(listed.matches("cut the ribbon").count(), 1, "{listed}");
    let elsewhere = channel.say_in("test:other", ("ana", Permission::Moderator), "watches");
    assert!(elsewhere.contains("No question waits"), "{elsewhere}");
    let refused = channel.say("ana", Permission::Everyone, "unwatch 1");
    assert!(refused.contains("Somebody else waits"), "{refused}");
    let hidden = channel.say_in("test:other", ("ana", Permission::Moderator), "unwatch 1");
    assert!(hidden.contains("No question 1 waits"), "{hidden}");
    let done = channel.say("mo", Permission::Moderator, "unwatch 1");
    assert!(done.contains("I let go"), "{done}");
    channel.say("ben", Permission::Everyone, &watch);
    let done = channel.say("ben", Permission::Everyone, "unwatch 2");
    assert!(done.contains("I let go"), "{done}");
    channel.bring("bridge.txt", BRIDGE);
    assert_eq!(channel.told(), []);
    for number in 0..10 {
        let line = format!("watch who painted boat number {number} of the fleet?");
        assert!(
            channel
                .say("eve", Permission::Everyone, &line)
                .contains("I'll tell you")
        );
    }
    let refused = channel.say(
        "eve",
        Permission::Everyone,
        "watch who sank the boat of Zoe?",
    );
    assert!(refused.contains("10 answers already"), "{refused}");
}

#[test]
fn a_closed_room_is_told_nothing() {
    let channel = Channel::open();
    channel.say("ben", Permission::Everyone, &format!("watch {QUESTION}"));
    channel.say("ada", Permission::Owner, "newshound channels deny");
    channel.bring("bridge.txt", BRIDGE);
    assert_eq!(channel.told(), []);
}

#[test]
fn owners_are_told_what_is_ordered() {
    let channel = Channel::open();
    channel.say("ada", Permission::Owner, "reindex now");
    channel.say("ben", Permission::Everyone, "rollback");
    channel.say("ben", Permission::Everyone, QUESTION);
    let herald: Arc<dyn Herald> = Arc::clone(&channel.post) as Arc<dyn Herald>;
    channel.bot.announce(&[herald], None);
    let told = channel.post.told.lock().expect("nobody panicked");
    let [only] = told.as_slice() else {
        panic!("one is told: {told:?}");
    };
    assert_eq!(only.place, "test:audit");
    let words = words(only);
    assert!(
        words.contains("reindex now") && words.contains("test:ada"),
        "{words}"
    );
}

#[test]
fn everybody_can_learn_who_may_do_what() {
    let channel = Channel::open();
    let ask = |rights, line: &str| channel.say("ben", rights, line);
    let may = ask(Permission::Everyone, "can me articles list");
    assert!(
        may.contains(" may use ") && may.contains("for everybody"),
        "{may}"
    );
    let may_not = ask(Permission::Admin, "can me articles remove 3");
    assert!(
        may_not.contains(" may not use ") && may_not.contains("an admin here"),
        "{may_not}"
    );
    let owner = ask(Permission::Owner, "can I reindex now");
    assert!(
        owner.contains(" may use ") && owner.contains("for owners alone"),
        "{owner}"
    );
    let settings = ask(Permission::Moderator, "can me newshound");
    assert!(
        settings.contains(" may not use ") && settings.contains("a moderator"),
        "{settings}"
    );
    let nobody = ask(Permission::Everyone, "can Zoe reindex");
    assert!(nobody.contains("cannot tell who"), "{nobody}");
}

#[test]
fn an_article_that_another_process_takes_in_is_seen() {
    let channel = Channel::open();
    channel.say("ben", Permission::Everyone, &format!("watch {QUESTION}"));
    assert_eq!(channel.told(), []);
    let articles = channel.folder.path().join("articles");
    fs::write(articles.join("bridge.txt"), BRIDGE).expect("the folder is ours");
    let (other, _) = Index::open(&channel.folder.path().join("store")).expect("it is usable");
    let (settings, watch) = (ReadSettings::default(), &mut |_| ControlFlow::Continue(()));
    bring_up_to_date(&other, (&articles, &settings), false, watch).expect("it can be written");
    assert_eq!(channel.told().len(), 1);
}
