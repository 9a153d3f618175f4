//! Books and answers that are right, and one way to break each promise of them.

use super::super::answers::{Notice, Race, RaceRules, Told};
use super::super::books::{Account, Card, Commission, Entry, Member, Order, Payment, Points, Refund};
use super::*;

const HQ: i32 = 1;
const PROVINCE: i32 = 2;
const COUNTY: i32 = 3;

fn account(kind: i16, owner: &str) -> Account {
    (kind, owner.to_owned())
}

fn entry(books: &mut Books, (kind, about): (i16, &str), transfers: &[(Account, Account, i64)]) {
    for (debit, credit, amount) in transfers {
        *books.balances.entry(debit.clone()).or_default() += amount;
        *books.balances.entry(credit.clone()).or_default() -= amount;
    }
    books.entries.push(Entry { kind, reference: about.into(), transfers: transfers.to_vec() });
}

fn member(books: &mut Books, id: &str, home: i32, standing: i16) {
    books.members.insert(id.into(), Member { home, tier: 3, standing, ..Member::default() });
    let mut chapter = Some(home);
    while let Some(id) = chapter {
        let counts = books.counts.entry((id, 3, standing)).or_default();
        counts.0 += i64::from(id == home);
        counts.1 += 1;
        chapter = books.parents[&id];
    }
}

fn term(member: &str, source: i16, days: std::ops::Range<i32>) -> Term {
    Term { member: member.into(), source, starts_on: days.start, ends_on: days.end, ..Term::default() }
}

fn points(books: &mut Books, answers: &mut Answers, (member, reason, delta): (&str, i16, i32)) {
    let reference = format!("reference {}", books.points.len());
    books.points.push(Points { member: member.into(), delta, reason, reference });
    answers.points.push(Moved { member: member.into(), reason, delta });
    books.members.get_mut(member).unwrap().points += delta;
    *books.lots.entry(member.into()).or_default() += i64::from(delta);
}

fn order(books: &mut Books, id: &str, member: &str, (state, is_paid): (i16, bool)) {
    let order = Order { member: member.into(), home: COUNTY, price: 36_500, state, is_paid };
    books.orders.insert(id.into(), order);
}

fn payment(books: &mut Books, (id, order): (&str, &str), (method, state): (i16, i16)) {
    let (id, order) = (id.into(), order.into());
    books.payments.push(Payment { id, order, method, amount: 36_500, state, ..Payment::default() });
}

fn commission(books: &mut Books, (id, order): (&str, &str), (state, reversed): (i16, i64)) {
    let (id, order, payee) = (id.into(), order.into(), format!("chap_{PROVINCE}"));
    books.commissions.push(Commission { id, order, payee, amount: 12_775, reversed, state });
}

fn told(answers: &mut Answers, (id, reference): (&str, &str), amount: i64, verdict: Result<&str, u16>) {
    let is_forged = verdict.is_err();
    let notice = Notice { id: id.into(), reference: reference.into(), amount, is_paid: true, is_forged };
    answers.notices.push(Told { notice, verdict: verdict.map(str::to_owned) });
}

/// What one sale paid online writes, and what the provider was answered.
fn sale(books: &mut Books, answers: &mut Answers) {
    order(books, "ordr_1", "mbr_1", (2, true));
    payment(books, ("pymt_1", "ordr_1"), (1, 2));
    commission(books, ("comm_1", "ordr_1"), (3, 0));
    let (money, revenue) = (account(1, "headquarters"), account(10, "headquarters"));
    let (accrued, payable) = (account(20, "chap_2"), account(21, "chap_2"));
    entry(books, (1, "pymt_1"), &[(money.clone(), revenue, 23_725), (money, accrued.clone(), 12_775)]);
    entry(books, (2, "comm_1"), &[(accrued, payable, 12_775)]);
    books.terms.push(Term { order: Some("ordr_1".into()), ..term("mbr_1", 2, 20_000..20_365) });
    for (id, rank) in [("n1", 1), ("n2", 2), ("n3", 3), ("n4", 4)] {
        books.notices.insert(id.into(), rank);
    }
    told(answers, ("n1", "pymt_1"), 36_500, Ok("APPLY"));
    told(answers, ("n1", "pymt_1"), 36_500, Ok("REPEAT"));
    told(answers, ("n2", "pymt_1"), 36_500, Ok("REPEAT"));
    told(answers, ("n3", "pymt_1"), 36_400, Ok("WRONG_AMOUNT"));
    told(answers, ("n4", "pymt_nobody"), 36_500, Ok("UNKNOWN_ORDER"));
    told(answers, ("n5", "pymt_1"), 36_500, Err(401));
}

/// A sale in cash that was given back, with a payment too many that went back.
fn refunded(books: &mut Books, answers: &mut Answers) {
    order(books, "ordr_2", "mbr_2", (5, true));
    payment(books, ("pymt_2", "ordr_2"), (2, 2));
    payment(books, ("pymt_3", "ordr_2"), (1, 5));
    commission(books, ("comm_2", "ordr_2"), (5, 12_775));
    let (cash, money) = (account(2, "chap_3"), account(1, "headquarters"));
    let (revenue, accrued) = (account(10, "headquarters"), account(20, "chap_2"));
    let (owed, surplus) = (account(40, "mbr_2"), account(41, "mbr_2"));
    let paid = [(cash.clone(), revenue.clone(), 23_725), (cash.clone(), accrued.clone(), 12_775)];
    entry(books, (1, "pymt_2"), &paid);
    entry(books, (5, "pymt_3"), &[(money.clone(), surplus.clone(), 36_500)]);
    entry(books, (6, "pymt_3"), &[(surplus, money, 36_500)]);
    entry(books, (3, "rfnd_1"), &[(accrued, revenue.clone(), 12_775), (revenue, owed.clone(), 36_500)]);
    entry(books, (4, "rfnd_1"), &[(owed, cash, 36_500)]);
    let (order, payment) = ("ordr_2".to_owned(), "pymt_2".to_owned());
    books.refunds.push(Refund { id: "rfnd_1".into(), order, payment, amount: 36_500, state: 3 });
    books.terms.push(Term { order: Some("ordr_2".into()), ..term("mbr_2", 2, 20_000..20_000) });
    books.notices.insert("n6".into(), 5);
    told(answers, ("n6", "pymt_3"), 36_500, Ok("SURPLUS"));
    answers.cash.push("ordr_2".into());
}

/// Three payments of a wrong amount: put right and too many, sent back, and waiting for finance.
fn odd_amounts(books: &mut Books, answers: &mut Answers) {
    let (money, suspense) = (account(1, "headquarters"), account(42, "mbr_1"));
    let surplus = account(41, "mbr_1");
    for (number, state) in [(4, 4), (5, 7), (6, 6)] {
        let id = format!("pymt_{number}");
        payment(books, (&id, "ordr_1"), (1, state));
        let paid = books.payments.last_mut().unwrap();
        (paid.suspense, paid.is_going_back) = (Some(36_400), state == 7);
        entry(books, (13, &id), &[(money.clone(), suspense.clone(), 36_400)]);
        let notice = format!("odd {number}");
        books.notices.insert(notice.clone(), 3);
        told(answers, (&notice, &id), 36_400, Ok("WRONG_AMOUNT"));
    }
    entry(books, (15, "pymt_4"), &[(suspense.clone(), money.clone(), 36_400)]);
    entry(books, (5, "pymt_4"), &[(money.clone(), surplus, 36_500)]);
    entry(books, (14, "pymt_5"), &[(suspense, money, 36_400)]);
    books.notices.extend([("right 4".into(), 5), ("right 5".into(), 3)]);
    told(answers, ("right 4", "pymt_4"), 36_500, Ok("SURPLUS"));
    // What goes back pays nothing any more.
    told(answers, ("right 5", "pymt_5"), 36_500, Ok("WRONG_AMOUNT"));
}

fn done(books: &mut Books, answers: &mut Answers, action: &'static str, target: &str) {
    answers.done.push((action, target.into()));
    *books.audited.entry((action.into(), target.into())).or_default() += 1;
}

/// Three members of a county, with a trial, a card, points, a grant, a move, a sale and a refund.
fn right() -> (Books, Answers) {
    let (mut books, mut answers) = (Books::default(), Answers::default());
    books.parents = [(HQ, None), (PROVINCE, Some(HQ)), (COUNTY, Some(PROVINCE))].into();
    for (id, standing) in [("mbr_1", 3), ("mbr_2", 8), ("mbr_3", 3)] {
        member(&mut books, id, COUNTY, standing);
    }
    answers.joined.push(("18600000001".into(), "mbr_3".into()));
    done(&mut books, &mut answers, "members.member_add", "mbr_3");
    books.terms.push(term("mbr_3", TRIAL, 19_990..20_000));
    done(&mut books, &mut answers, "members.trial_start", "mbr_3");
    books.terms.push(Term { card: Some("card_1".into()), ..term("mbr_3", 4, 20_000..20_030) });
    books.cards.push(Card { id: "card_1".into(), batch: "cbat_1".into(), redeemed_by: Some("mbr_3".into()) });
    answers.redeemed.push(("cbat_1".into(), "mbr_3".into()));
    books.terms.push(term("mbr_3", GRANT, 20_030..20_040));
    done(&mut books, &mut answers, "members.membership_grant", "mbr_3");
    points(&mut books, &mut answers, ("mbr_3", ADJUSTED, 100));
    points(&mut books, &mut answers, ("mbr_3", SPENT, -60));
    books.terms.push(term("mbr_3", POINTS, 20_040..20_046));
    done(&mut books, &mut answers, "members.points_spend", "mbr_3");
    books.moves.insert("mbr_3".into(), 1);
    done(&mut books, &mut answers, "members.member_move", "mbr_3");
    let rules = RaceRules { has_winner: true, loses_with: &["MEMBERS_CARD_USED"] };
    let refusals = vec!["MEMBERS_CARD_USED".into(); 2];
    answers.races.push(Race { rules, about: "a card".into(), won: 1, refusals });
    sale(&mut books, &mut answers);
    odd_amounts(&mut books, &mut answers);
    done(&mut books, &mut answers, "money.order_open", "ordr_1");
    done(&mut books, &mut answers, "money.order_open", "ordr_2");
    refunded(&mut books, &mut answers);
    done(&mut books, &mut answers, "money.refund_request", "rfnd_1");
    // The worker's own doing, which nobody asked for.
    books.audited.insert(("money.refund_pay".into(), "rfnd_1".into()), 1);
    (books, answers)
}

/// Breaks what is right and looks whether it is found, and nothing else is.
fn finds(words: &[&str], spoil: impl FnOnce(&mut Books, &mut Answers)) {
    let (mut books, mut answers) = right();
    spoil(&mut books, &mut answers);
    let broken = check(&books, &answers);
    let found: Vec<_> = broken.iter().map(|broken| broken.promise).collect();
    for words in words {
        assert!(
            found.iter().any(|promise| promise.contains(words)),
            "`{words}` was not found to be broken: {broken:?}"
        );
    }
    assert_eq!(found.len(), words.len(), "{broken:?}");
}

const AUDITED: &str = "the audit log has every write";
const ROWS: &str = "is in the rows";
const RACES: &str = "one gets it";
const JOINED: &str = "everybody who joined";
const CARDS: &str = "a card brings its days once";
const ADD_UP: &str = "add up, and never fall below zero";
const FOLDED: &str = "the folded counts";
const PAID_ONCE: &str = "an order is paid once";
const NOTICES: &str = "every notice counts once";
const ENTRIES: &str = "one entry for each";
const SPLITS: &str = "the parts of every paid order";
const BALANCES: &str = "every account holds";
const BOUNDS: &str = "refunds never exceed";

#[test]
fn what_is_right_breaks_nothing() {
    finds(&[], |_, _| {});
}

#[test]
fn an_answer_that_is_gone_or_done_twice_is_found() {
    let write = ("members.trial_start".to_owned(), "mbr_3".to_owned());
    finds(&[AUDITED], |books, _| *books.audited.get_mut(&write).unwrap() = 2);
    finds(&[AUDITED], |books, _| assert!(books.audited.remove(&write).is_some()));
    finds(&[AUDITED], |books, _| assert!(books.audited.insert((write.0.clone(), "mbr_1".into()), 1).is_none()));
    finds(&[ROWS], |books, _| books.terms.retain(|term| term.source != GRANT));
    finds(&[ROWS], |books, _| books.terms.push(term("mbr_3", POINTS, 20_046..20_047)));
    finds(&[ROWS], |books, _| books.moves.clear());
    finds(&[ROWS, AUDITED], |_, answers| answers.done.push(("money.order_open", "ordr_9".into())));
    finds(&[ROWS, AUDITED], |_, answers| answers.done.push(("money.refund_request", "rfnd_9".into())));
}

#[test]
fn a_race_with_two_winners_or_none_or_an_odd_excuse_is_found() {
    finds(&[RACES], |_, answers| answers.races[0].won = 2);
    finds(&[RACES], |_, answers| answers.races[0].won = 0);
    finds(&[RACES], |_, answers| answers.races[0].refusals.push("MEMBERS_ERASED".into()));
    finds(&[RACES], |_, answers| answers.wrongly_done.push("finance decided on its own refund".into()));
    finds(&[], |_, answers| {
        answers.races[0].won = 0;
        answers.races[0].rules.has_winner = false;
    });
}

#[test]
fn a_person_who_is_gone_or_there_twice_is_found() {
    finds(&[JOINED], |_, answers| answers.joined.push(("18600000001".into(), "mbr_2".into())));
    finds(&[JOINED], |_, answers| answers.joined.push(("18600000002".into(), "mbr_9".into())));
}

#[test]
fn a_second_trial_is_found() {
    finds(&["one trial"], |books, _| books.terms.push(term("mbr_3", TRIAL, 19_980..19_985)));
}

#[test]
fn a_card_that_brings_nothing_or_twice_or_to_another_is_found() {
    let of_card = |books: &Books| books.terms.iter().find(|term| term.card.is_some()).unwrap().clone();
    finds(&[CARDS], |books, _| books.terms.retain(|term| term.card.is_none()));
    finds(&[CARDS], |books, _| {
        let again = Term { starts_on: 30_000, ends_on: 30_030, ..of_card(books) };
        books.terms.push(again);
    });
    finds(&[CARDS], |books, _| {
        let other = Term { member: "mbr_1".into(), starts_on: 30_000, ends_on: 30_030, ..of_card(books) };
        books.terms.push(other);
    });
    finds(&[CARDS], |books, _| books.cards[0].redeemed_by = Some("mbr_1".into()));
    finds(&[CARDS], |books, _| books.cards[0].redeemed_by = None);
    finds(&[CARDS], |_, answers| answers.redeemed.clear());
}

#[test]
fn terms_that_overlap_are_found_but_not_those_that_hold_no_day() {
    let overlap = ["no term of a member overlaps"];
    finds(&overlap, |books, _| books.terms.push(term("mbr_3", 6, 20_029..20_031)));
    finds(&[], |books, _| books.terms.push(term("mbr_3", 6, 20_010..20_010)));
}

#[test]
fn points_that_do_not_add_up_are_found() {
    finds(&[ADD_UP], |books, _| books.members.get_mut("mbr_3").unwrap().points += 1);
    finds(&[ADD_UP], |books, _| *books.lots.get_mut("mbr_3").unwrap() -= 1);
    finds(&[ADD_UP], |books, answers| points(books, answers, ("mbr_3", SPENT, -50)));
    finds(&[ADD_UP], |_, answers| answers.points.push(Moved { member: "mbr_3".into(), reason: SPENT, delta: -10 }));
    // Twice for the same.
    finds(&[ADD_UP], |books, answers| {
        points(books, answers, ("mbr_3", ADJUSTED, 10));
        books.points[2].reference = "reference 0".into();
    });
    // A reversal may.
    finds(&[], |books, _| {
        books.points.push(Points { member: "mbr_3".into(), delta: -50, reason: REVERSAL, reference: "back".into() });
        books.members.get_mut("mbr_3").unwrap().points = -10;
        books.lots.insert("mbr_3".into(), 0);
    });
}

#[test]
fn a_count_that_is_wrong_anywhere_is_found() {
    finds(&[FOLDED], |books, _| books.counts.get_mut(&(COUNTY, 3, 3)).unwrap().0 += 1);
    finds(&[FOLDED], |books, _| books.counts.get_mut(&(HQ, 3, 8)).unwrap().1 -= 1);
    finds(&[FOLDED], |books, _| assert!(books.counts.insert((PROVINCE, 1, 1), (1, 1)).is_none()));
    finds(&[FOLDED], |books, _| books.parents.extend([(COUNTY, Some(HQ))]));
    finds(&[FOLDED], |books, _| books.unfolded = 1);
    finds(&[], |books, _| assert!(books.counts.insert((PROVINCE, 1, 1), (0, 0)).is_none()));
    finds(&[], |books, _| {
        books.members.insert("mbr_4".into(), Member { home: COUNTY, standing: ERASED, ..Member::default() });
    });
}

#[test]
fn an_order_that_is_paid_twice_or_brings_nothing_is_found() {
    finds(&[PAID_ONCE], |books, _| books.terms.retain(|term| term.order.as_deref() != Some("ordr_1")));
    finds(&[PAID_ONCE], |books, _| books.orders.get_mut("ordr_1").unwrap().is_paid = false);
    finds(&[PAID_ONCE], |books, _| books.orders.get_mut("ordr_1").unwrap().price = 36_400);
    finds(&[PAID_ONCE, ENTRIES, BALANCES, NOTICES], |books, _| payment(books, ("pymt_9", "ordr_1"), (1, 2)));
    finds(&[PAID_ONCE], |_, answers| answers.cash.push("ordr_1".into()));
}

#[test]
fn a_notice_that_is_lost_or_booked_twice_or_believed_is_found() {
    finds(&[NOTICES], |_, answers| answers.notices[1].verdict = Ok("APPLY".into()));
    finds(&[NOTICES], |books, _| assert!(books.notices.remove("n2").is_some()));
    finds(&[NOTICES], |_, answers| answers.notices[5].verdict = Ok("REPEAT".into()));
    finds(&[NOTICES], |books, _| assert!(books.notices.insert("n5".into(), 2).is_none()));
    finds(&[NOTICES], |_, answers| answers.notices[2].verdict = Err(400));
    // What says something else than what it came to.
    finds(&[NOTICES], |_, answers| answers.notices[2].notice.amount = 1);
    finds(&[NOTICES], |_, answers| answers.notices[3].notice.amount = 36_500);
    finds(&[NOTICES], |_, answers| answers.notices[0].notice.reference = "pymt_nobody".into());
    finds(&[NOTICES, PAID_ONCE, ENTRIES, BALANCES], |books, _| books.payments[0].state = 1);
    // Booked without a word of the provider's.
    finds(&[NOTICES], |_, answers| answers.notices.retain(|told| told.notice.reference != "pymt_3"));
}

#[test]
fn an_entry_that_is_missing_or_double_is_found() {
    finds(&[ENTRIES, BALANCES], |books, _| books.entries.retain(|entry| entry.kind != 2));
    finds(&[ENTRIES, BALANCES], |books, _| {
        let again = books.entries[0].clone();
        books.entries.push(again);
    });
    finds(&[ENTRIES], |books, _| books.entries[2].reference = "pymt_9".into());
    finds(&[ENTRIES], |books, _| {
        books.entries.push(Entry { kind: 1, reference: "pymt_8".into(), transfers: Vec::new() });
    });
}

#[test]
fn a_wrong_amount_that_is_not_where_it_should_be_is_found() {
    let odd = |books: &mut Books| books.payments.iter().position(|paid| paid.id == "pymt_6").unwrap();
    finds(&[ENTRIES, BALANCES], |books, _| {
        let at = odd(books);
        books.payments[at].suspense = None;
    });
    finds(&[BALANCES], |books, _| {
        let at = odd(books);
        books.payments[at].suspense = Some(1);
    });
    finds(&[ENTRIES, BALANCES], |books, _| {
        let at = odd(books);
        books.payments[at].state = 7;
    });
    // It says that it was right, and nobody booked it.
    finds(&[NOTICES], |_, answers| {
        let at = answers.notices.iter().position(|told| told.notice.id == "odd 6").unwrap();
        answers.notices[at].notice.amount = 36_500;
    });
}

#[test]
fn parts_that_do_not_add_up_are_found() {
    finds(&[SPLITS, BALANCES], |books, _| books.commissions[0].amount += 1);
    finds(&[SPLITS, BALANCES], |books, _| {
        books.entries[0].transfers[0].2 -= 1;
        *books.balances.get_mut(&account(1, "headquarters")).unwrap() -= 1;
        *books.balances.get_mut(&account(10, "headquarters")).unwrap() += 1;
    });
}

#[test]
fn a_balance_that_is_not_what_the_rows_say_is_found() {
    finds(&[BALANCES], |books, _| *books.balances.get_mut(&account(21, "chap_2")).unwrap() += 1);
    // What the business says changes, and the ledger does not.
    finds(&[BALANCES], |books, _| books.commissions[0].reversed = 1);
    finds(&[BALANCES], |books, _| books.payments[0].method = 3);
}

#[test]
fn a_refund_of_more_than_was_paid_is_found() {
    finds(&[BOUNDS], |books, _| {
        let more = Refund { id: "rfnd_2".into(), amount: 1, state: 1, ..books.refunds[0].clone() };
        books.refunds.push(more);
    });
    finds(&[], |books, _| {
        let withdrawn = Refund { id: "rfnd_2".into(), amount: 1, state: 4, ..books.refunds[0].clone() };
        books.refunds.push(withdrawn);
    });
    finds(&[BOUNDS, BALANCES], |books, _| books.commissions[1].reversed = 0);
}
