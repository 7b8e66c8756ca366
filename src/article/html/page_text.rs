//! The words of a page as a reader sees them, and where a paragraph stands among them.

use ego_tree::NodeRef;
use scraper::{Html, Node};

/// Elements that begin and end a line of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
];
/// Elements whose text nobody sees.
const UNSEEN: &[&str] = &[
    "head", "noscript", "script", "style", "template", "title", "svg",
];

/// The paragraphs of a document: its blocks' texts, blanks normalised, none empty.
pub(super) fn paragraphs(document: &Html) -> Vec<String> {
    let mut text = String::new();
    write_text(document, &mut text);
    text.split('\n')
        .map(normalise)
        .filter(|paragraph| !paragraph.is_empty())
        .collect()
}

/// Writes the seen text: `\n` between blocks, a blank for a single line break or a table cell.
fn write_text(document: &Html, text: &mut String) {
    // By traversal, not by recursion: depth must not cost stack.
    let mut unseen = 0_usize;
    for edge in document.tree.root().traverse() {
        let (node, opens) = match edge {
            ego_tree::iter::Edge::Open(node) => (node, true),
            ego_tree::iter::Edge::Close(node) => (node, false),
        };
        if is_unseen(node) {
            unseen = if opens { unseen + 1 } else { unseen - 1 };
        } else if unseen == 0 {
            write_edge(node, opens, text);
        }
    }
}

fn is_unseen(node: NodeRef<'_, Node>) -> bool {
    node.value()
        .as_element()
        .is_some_and(|element| UNSEEN.contains(&element.name()))
}

fn write_edge(node: NodeRef<'_, Node>, opens: bool, text: &mut String) {
    match node.value() {
        // A line end in the source is a blank on the page.
        Node::Text(words) if opens => {
            text.extend(
                words
                    .chars()
                    .map(|c| if c == '\n' || c == '\r' { ' ' } else { c }),
            );
        }
        Node::Element(element) if BLOCKS.contains(&element.name()) => text.push('\n'),
        Node::Element(element) if opens && element.name() == "br" => write_break(text),
        Node::Element(element) if matches!(element.name(), "td" | "th") => text.push(' '),
        _ => {}
    }
}

/// One line break is a blank, a second right behind it parts paragraphs, as old pages write them.
fn write_break(text: &mut String) {
    const BREAK: char = '\u{2028}';
    let again = text.trim_end_matches(' ').ends_with(BREAK);
    text.push(if again { '\n' } else { BREAK });
}

/// Words with single blanks; a no-break space and control characters are blanks too.
fn normalise(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if !word.is_empty() {
            if !normal.is_empty() {
                normal.push(' ');
            }
            normal.push_str(word);
        }
    }
    normal
}

/// The text that a page shows, in which extracted paragraphs are looked up.
pub(super) struct PageText {
    /// Blanks normalised, blocks parted by `\n`.
    shown: String,
    /// The same without any blanks.
    squeezed: String,
    /// For each byte of `squeezed`, its place in `shown`.
    places: Vec<usize>,
    /// Place in `squeezed` behind the last find: paragraphs come in order.
    next: usize,
}

impl PageText {
    pub(super) fn of(document: &Html) -> Self {
        let shown = paragraphs(document).join("\n");
        let mut squeezed = String::with_capacity(shown.len());
        let mut places = Vec::with_capacity(shown.len());
        for (place, character) in shown.char_indices().filter(|(_, c)| !c.is_whitespace()) {
            squeezed.push(character);
            places.extend((0..character.len_utf8()).map(|byte| place + byte));
        }
        Self {
            shown,
            squeezed,
            places,
            next: 0,
        }
    }

    /// The paragraph as the page shows it; `None` when it does not, or not in one block.
    pub(super) fn find(&mut self, paragraph: &str) -> Option<&str> {
        let sought: String = paragraph.chars().filter(|c| !c.is_whitespace()).collect();
        if sought.is_empty() {
            return None;
        }
        let start = match self.squeezed[self.next..].find(&sought) {
            Some(place) => self.next + place,
            None => self.squeezed.find(&sought)?,
        };
        let end = start + sought.len();
        self.next = end;
        let found = &self.shown[self.places[start]..=self.places[end - 1]];
        (!found.contains('\n')).then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_part_and_inline_elements_do_not() {
        let html = "<p>One <b>tw</b>o\n three</p>four<br>five<br> <br>six<ul><li>a<li>b</ul>\
            <script>no</script><table><tr><td>x<td>y</table>";
        let found = paragraphs(&Html::parse_document(html));
        assert_eq!(
            found,
            ["One two three", "four five", "six", "a", "b", "x y"]
        );
    }

    #[test]
    fn a_paragraph_is_given_back_as_the_page_shows_it() {
        let document = Html::parse_document("<p>In <i>Russia</i>, he said.</p><p>Next.</p>");
        let mut page = PageText::of(&document);
        assert_eq!(
            page.find("In Russia , he  said."),
            Some("In Russia, he said.")
        );
        assert_eq!(page.find("he said. Next."), None);
        assert_eq!(page.find("Invented."), None);
    }
}
