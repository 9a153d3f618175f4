use super::*;
use crate::kernel::{RequestId, from_micros};
use serde_json::json;
use sha2::{Digest, Sha256};

fn mac_with(key: u8) -> impl Fn(&[u8]) -> Mac {
    move |bytes: &[u8]| Sha256::new().chain_update([key; 32]).chain_update(bytes).finalize().into()
}

fn mac(bytes: &[u8]) -> Mac {
    mac_with(1)(bytes)
}

fn entry(n: i64) -> Entry {
    Entry {
        at: from_micros(n),
        actor: "system:test".into(),
        action: "chapterOpen".into(),
        target: format!("chap_{n}"),
        chapter: None,
        before: None,
        after: Some(json!({"n": n})),
        request_id: RequestId(uuid::Uuid::nil()),
    }
}

fn chain(rows: i64) -> (Vec<Sealed>, Head) {
    let mut head = Head::EMPTY;
    let mut sealed = Vec::new();
    for n in 1..=rows {
        let (row, next) = head.append(&mac, entry(n));
        sealed.push(row);
        head = next;
    }
    (sealed, head)
}

fn verify(rows: &[Sealed], head: &Head) -> Result<u64, Break> {
    let mut verifier = Verifier::new(mac);
    rows.iter().try_for_each(|row| verifier.follow(row))?;
    verifier.finish(head)
}

/// Gives the rows the places 1, 2, 3…, as somebody would who covers tracks.
fn renumber(rows: &mut [Sealed]) {
    for (seq, row) in (1..).zip(rows) {
        row.seq = seq;
    }
}

#[test]
fn a_whole_chain_holds() {
    for length in [0, 1, 5] {
        let (rows, head) = chain(length);
        assert_eq!(verify(&rows, &head), Ok(head.seq));
    }
}

type Edit = fn(&mut Sealed);

#[test]
fn an_edit_is_found_in_every_field_of_the_row() {
    let edits: [(BreakKind, Edit); 5] = [
        (BreakKind::Edited, |row| {
            row.entry.actor.push('x');
        }),
        (BreakKind::Edited, |row| row.entry.after = None),
        (BreakKind::Edited, |row| row.entry.at = from_micros(99)),
        (BreakKind::Inserted, |row| row.entry_mac = GENESIS),
        (BreakKind::Reordered, |row| row.link = GENESIS),
    ];
    for place in 0..5 {
        for (kind, edit) in edits {
            let (mut rows, head) = chain(5);
            rows.get_mut(place).into_iter().for_each(edit);
            let seq = u64::try_from(place).expect("small") + 1;
            assert_eq!(verify(&rows, &head), Err(Break { seq, kind }));
        }
    }
}

#[test]
fn a_resealed_edit_needs_the_key() {
    let (mut rows, head) = chain(5);
    let forger = mac_with(2);
    for row in rows.iter_mut().skip(2).take(1) {
        row.entry.target = "chap_9".into();
        row.entry_mac = seal(&forger, &row.entry);
    }
    assert_eq!(verify(&rows, &head), Err(Break { seq: 3, kind: BreakKind::Inserted }));
    // Even with the key, a new link does not fit the rows behind it.
    let (mut rows, head) = chain(5);
    let before = rows.get(1).map(|row| row.link).expect("row 2");
    for row in rows.iter_mut().skip(2).take(1) {
        row.entry.target = "chap_9".into();
        row.entry_mac = seal(&mac, &row.entry);
        row.link = link(&mac, &before, 3, &row.entry_mac);
    }
    assert_eq!(verify(&rows, &head), Err(Break { seq: 4, kind: BreakKind::Reordered }));
}

#[test]
fn an_insertion_is_found() {
    let (whole, head) = chain(5);
    let forged = Sealed { seq: 3, entry: entry(9), entry_mac: GENESIS, link: GENESIS };
    let mut rows = whole.clone();
    rows.insert(2, forged.clone());
    renumber(&mut rows);
    assert_eq!(verify(&rows, &head), Err(Break { seq: 3, kind: BreakKind::Inserted }));
    let mut copied = whole.clone();
    copied.insert(2, whole.first().cloned().expect("row 1"));
    renumber(&mut copied);
    assert_eq!(verify(&copied, &head), Err(Break { seq: 3, kind: BreakKind::Reordered }));
    let mut twice = whole.clone();
    twice.insert(3, forged);
    assert_eq!(verify(&twice, &head), Err(Break { seq: 3, kind: BreakKind::Inserted }));
    let (longer, _) = chain(6);
    assert_eq!(verify(&longer, &head), Err(Break { seq: 6, kind: BreakKind::Inserted }));
}

#[test]
fn a_removal_is_found() {
    for place in 0..4 {
        let seq = u64::try_from(place).expect("small") + 1;
        let (mut rows, head) = chain(5);
        rows.remove(place);
        assert_eq!(verify(&rows, &head), Err(Break { seq, kind: BreakKind::Removed }));
        renumber(&mut rows);
        assert_eq!(verify(&rows, &head), Err(Break { seq, kind: BreakKind::Reordered }));
    }
}

#[test]
fn a_new_order_is_found() {
    let (mut rows, head) = chain(5);
    rows.swap(1, 2);
    assert_eq!(verify(&rows, &head), Err(Break { seq: 2, kind: BreakKind::Removed }), "read out of order");
    renumber(&mut rows);
    assert_eq!(verify(&rows, &head), Err(Break { seq: 2, kind: BreakKind::Reordered }));
    let (mut rows, head) = chain(5);
    rows.extend(rows.first().cloned());
    assert_eq!(verify(&rows, &head), Err(Break { seq: 1, kind: BreakKind::Reordered }));
}

#[test]
fn a_cut_is_found() {
    for left in 0..5 {
        let (mut rows, head) = chain(5);
        rows.truncate(left);
        let seq = u64::try_from(left).expect("small") + 1;
        assert_eq!(verify(&rows, &head), Err(Break { seq, kind: BreakKind::Truncated }));
    }
    let (rows, head) = chain(5);
    let edited = Head { link: GENESIS, ..head };
    assert_eq!(verify(&rows, &edited), Err(Break { seq: 5, kind: BreakKind::HeadEdited }));
}
