//! Blocks survive being stored, and damaged ones are noticed or read as something, never a panic.

use proptest::prelude::*;

use crate::article::Article;
use crate::index::analyze;

use super::*;

const BODY: &str = "PARIS, France — On May 7, 2018, Mr. Kim told Reuters that “two to five” of the \
    18 million Swiss francs were gone for six days. Kim Jong Un, the North Korean leader, paid \
    $1.5 million (about 12.3 %) to the École Normale early last year, she said.\n\nIn the 1990s \
    Maria Lopez, 62, walked 40 kilometres at 5 degrees. “It was late,” Ms. Lopez said.";

fn article(body: &str, published: Option<Date>) -> Article {
    Article {
        id: "a-1".to_owned(),
        title: "Two Gifts".to_owned(),
        source: "Le Monde".to_owned(),
        author: Some("Zoë Roe".to_owned()),
        published,
        url: None,
        language: Some("en".to_owned()),
        dateline: None,
        body: body.to_owned(),
    }
}

#[test]
fn what_an_article_holds_is_read_back_as_it_was() {
    let published = Date::new(2018, 5, 9).ok();
    let blocks = analyze(&article(BODY, published));
    assert!(blocks.iter().any(|block| block.mentions.len() > 8));
    for block in blocks {
        assert_eq!(read(&write(&block)), Some(block));
    }
}

#[test]
fn every_day_can_be_written() {
    for (year, month, day) in [(-9999, 1, 1), (-44, 3, 15), (2024, 2, 29), (9999, 12, 31)] {
        let date = Date::new(year, month, day).unwrap();
        let mut pen = Pen::with_capacity(8);
        write_date(&mut pen, date);
        assert_eq!(read_date(&mut Reader::new(&pen.finish())), Some(date));
    }
}

proptest! {
    #[test]
    fn any_text_is_read_back_as_it_was(body in "[\\PC\n]{0,400}") {
        for block in analyze(&article(&body, None)) {
            prop_assert_eq!(read(&write(&block)), Some(block));
        }
    }

    #[test]
    fn numbers_are_read_back(number in any::<u64>(), float in any::<f64>(), key in any::<u32>()) {
        let mut pen = Pen::with_capacity(32);
        pen.number(number);
        pen.float(float);
        pen.key(key);
        pen.place(5, 3);
        let text = pen.finish();
        let mut reader = Reader::new(&text);
        prop_assert_eq!(reader.number(), Some(number));
        prop_assert_eq!(reader.float().map(f64::to_bits), Some(float.to_bits()));
        prop_assert_eq!(reader.key(), Some(key));
        prop_assert_eq!(reader.place(5), Some(3));
        prop_assert!(reader.is_at_end());
    }

    #[test]
    fn a_damaged_block_is_no_panic(place in 0..4000_usize, wrong in 0_u8..128, cut in any::<bool>()) {
        for block in analyze(&article(BODY, None)) {
            let mut bytes = write(&block).into_bytes();
            let place = place % bytes.len();
            if cut {
                bytes.truncate(place);
            } else {
                bytes[place] = wrong;
            }
            if let Ok(text) = String::from_utf8(bytes) {
                let _ = read(&text);
            }
        }
    }
}
