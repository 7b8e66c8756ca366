//! The integration tests, one binary: each module keeps one promise of the whole program.

/// Answers to questions, as a reader sees them.
mod ask;
/// What batch cites stands in the corpus as it was given.
mod batch;
/// A story is packed into one file and unpacked elsewhere.
mod bundle;
/// Texts and receipts are checked against the stored words.
mod check;
/// Whatever is typed gets a civil reply.
mod civil;
/// The same conversations on every platform.
mod conversations;
/// The program is killed at any instant, and nothing is lost.
mod crashes;
/// The program on a fake Discord.
mod discord;
/// What is not well is found and named with its remedy.
mod doctor;
/// PDF, Word, mail and archives are read.
mod documents;
/// Pages are fetched, and nothing of a private network is.
mod fetching;
/// A conversation keeps its subject.
mod follow_up;
/// A disk that takes nothing more is named, and questions are answered all the same.
mod full_disk;
/// Questions without an answer are kept where that is wanted.
mod gaps;
/// Owners keep the articles by command.
mod keeping;
/// The program on a real Matrix server.
#[cfg(feature = "matrix")]
mod matrix;
/// README and configuration say what the code does.
mod papers;
/// The program in a folder of its own.
mod program;
/// The sample story is answered as well as the README says.
mod quality;
/// Sources, articles and help can be read.
mod reading;
/// Settings of rooms are made by admins, and long replies come in pages.
mod rooms;
/// Nothing of one story is seen in a room of another.
mod several;
/// Where the benchmark data lies.
mod shared;
/// Short answers are the words that were asked for.
mod short;
/// The door through which stories are told.
mod story;
/// Overviews, topics, timelines and sayings, on several stories.
mod survey;
/// What indexing would do is shown, and a change is taken back.
mod taking_back;
/// The tree keeps to the house rules: arrows between modules, sizes, heads, forbidden calls.
mod tidy;
/// Questions are understood as they are meant.
mod understanding;
/// Every quote is the stored words, and its receipt says so.
mod verbatim;
/// Questions wait for an answer, and who may do what is told.
mod watching;
