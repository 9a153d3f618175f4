//! The promises to people, each checked over the books and the log of answers. Those about money are in `money_checks.rs`.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::answers::{Answers, Moved};
use super::books::{Books, Kind, Term};
use super::money_checks;
use super::purse::{ADJUSTED, SPENT};
use crate::drill::promise::{Broken, Promise};

const ERASED: i16 = 9;
/// Ranks of where a term comes from.
const TRIAL: i16 = 1;
pub(super) const UPGRADE: i16 = 3;
const GRANT: i16 = 5;
const POINTS: i16 = 7;
/// The rank of the one reason for points that may take a balance below zero.
const REVERSAL: i16 = 7;

/// Every promise that is broken; none is what we want.
pub(super) fn check(books: &Books, answers: &Answers) -> Vec<Broken> {
    let people = [
        answered_once(books, answers),
        rows_as_answered(books, answers),
        one_wins(answers),
        one_phone_one_person(books, answers),
        one_trial(books),
        cards_once(books, answers),
        terms_apart(books),
        points_add_up(books, answers),
        counts_exact(books),
    ];
    people.into_iter().chain(money_checks::check(books, answers)).flatten().collect()
}

/// How often each comes up.
pub(super) fn tally<T: std::hash::Hash + Eq>(all: impl IntoIterator<Item = T>) -> HashMap<T, usize> {
    let mut tally = HashMap::new();
    for one in all {
        *tally.entry(one).or_default() += 1;
    }
    tally
}

fn answered_once(books: &Books, answers: &Answers) -> Option<Broken> {
    let mut promise = Promise::new("the audit log has every write that was answered, once, and no other");
    let done = tally(answers.done.iter().map(|(action, target)| ((*action).to_owned(), target.clone())));
    for (write, times) in &done {
        let kept = books.audited.get(write).copied().unwrap_or(0);
        if kept != *times {
            promise
                .broken(|| format!("{} of {} was answered {times} times, and is there {kept} times", write.0, write.1));
        }
    }
    // What was never answered must not be there either: whoever asked went on until an answer came.
    let witnessed: HashSet<&str> = answers.done.iter().map(|(action, _)| *action).collect();
    for (write, kept) in &books.audited {
        if witnessed.contains(write.0.as_str()) && !done.contains_key(write) {
            promise.broken(|| format!("{} of {} is there {kept} times, and nobody was told", write.0, write.1));
        }
    }
    promise.outcome()
}

/// By the rows themselves, where the audit log might tell of what is not there.
fn rows_as_answered(books: &Books, answers: &Answers) -> Option<Broken> {
    let mut promise = Promise::new("every write that was answered is in the rows, once");
    let done = |action: &str| tally(answers.done.iter().filter(|done| done.0 == action).map(|done| done.1.as_str()));
    let terms = |source: i16| tally(books.terms.iter().filter(|term| term.source == source).map(|term| &*term.member));
    let moves = books.moves.iter().map(|(member, times)| (member.as_str(), *times)).collect();
    let pairs = [
        ("granted terms", done("members.membership_grant"), terms(GRANT)),
        ("terms for points", done("members.points_spend"), terms(POINTS)),
        ("past homes", done("members.member_move"), moves),
    ];
    for (what, answered, kept) in &pairs {
        for member in answered.keys().chain(kept.keys()).collect::<HashSet<_>>() {
            let (said, has) = (answered.get(member).unwrap_or(&0), kept.get(member).unwrap_or(&0));
            if said != has {
                promise.broken(|| format!("{member} was told of {said} {what}, and has {has}"));
            }
        }
    }
    for order in answers.done.iter().filter(|done| done.0 == "money.order_open").map(|done| &done.1) {
        if !books.orders.contains_key(order) {
            promise.broken(|| format!("{order} was opened and is gone"));
        }
    }
    for refund in done("money.refund_request").keys() {
        let found = books.refunds.iter().filter(|kept| kept.id == *refund).count();
        if found != 1 {
            promise.broken(|| format!("{refund} was asked for and is there {found} times"));
        }
    }
    promise.outcome()
}

fn one_wins(answers: &Answers) -> Option<Broken> {
    let mut promise = Promise::new("of several who want what one can have, one gets it and the others are told so");
    for race in &answers.races {
        let about = &race.about;
        if race.won > 1 || (race.won == 0 && race.rules.has_winner) {
            promise.broken(|| format!("{} got {about}; the others were told {:?}", race.won, race.refusals));
        }
        if let Some(odd) = race.refusals.iter().find(|code| !race.rules.loses_with.contains(&code.as_str())) {
            promise.broken(|| format!("one of those who wanted {about} was told {odd}"));
        }
    }
    for case in &answers.wrongly_done {
        promise.broken(|| case.clone());
    }
    promise.outcome()
}

fn one_phone_one_person(books: &Books, answers: &Answers) -> Option<Broken> {
    let mut promise = Promise::new("everybody who joined is a member, once");
    let mut seen = HashMap::new();
    for (phone, member) in &answers.joined {
        if !books.members.contains_key(member) {
            promise.broken(|| format!("{member} joined and is gone"));
        }
        if let Some(other) = seen.insert(phone, member) {
            promise.broken(|| format!("{phone} is {other} and {member}"));
        }
    }
    promise.outcome()
}

fn one_trial(books: &Books) -> Option<Broken> {
    let mut promise = Promise::new("a phone has one trial at most");
    let trials = books.terms.iter().filter(|term| term.source == TRIAL).map(|term| &term.member);
    for (member, times) in tally(trials) {
        if times > 1 {
            promise.broken(|| format!("{member} had {times} trials"));
        }
    }
    promise.outcome()
}

fn cards_once(books: &Books, answers: &Answers) -> Option<Broken> {
    let mut promise = Promise::new("a card brings its days once, to the one who was told so");
    let terms = tally(books.terms.iter().filter_map(|term| Some((term.card.as_ref()?, &term.member))));
    let mut redeemed = HashMap::new();
    for card in &books.cards {
        let Some(by) = &card.redeemed_by else { continue };
        *redeemed.entry((&card.batch, by)).or_default() += 1;
        let brought = terms.get(&(&card.id, by)).copied().unwrap_or(0);
        let of_card: usize = terms.iter().filter(|((id, _), _)| *id == &card.id).map(|(_, times)| times).sum();
        if (brought, of_card) != (1, 1) {
            promise.broken(|| format!("{} was redeemed by {by}, and brought {of_card} terms", card.id));
        }
    }
    let known: HashSet<&String> =
        books.cards.iter().filter(|card| card.redeemed_by.is_some()).map(|card| &card.id).collect();
    for (card, member) in terms.keys().filter(|(card, _)| !known.contains(card)) {
        promise.broken(|| format!("{member} has a term of {card}, which nobody redeemed"));
    }
    let told = tally(answers.redeemed.iter().map(|(batch, member)| (batch, member)));
    for of in told.keys().chain(redeemed.keys()).collect::<HashSet<_>>() {
        let (said, has) = (told.get(of).unwrap_or(&0), redeemed.get(of).unwrap_or(&0));
        if said != has {
            promise.broken(|| format!("{} was told of {said} cards of {}, and has {has}", of.1, of.0));
        }
    }
    promise.outcome()
}

fn terms_apart(books: &Books) -> Option<Broken> {
    let mut promise = Promise::new("no term of a member overlaps another");
    let mut by_member: HashMap<&str, Vec<&Term>> = HashMap::new();
    for term in books.terms.iter().filter(|term| term.ends_on > term.starts_on) {
        by_member.entry(&term.member).or_default().push(term);
    }
    for (member, mut terms) in by_member {
        terms.sort_by_key(|term| term.starts_on);
        for (before, after) in terms.iter().zip(terms.iter().skip(1)) {
            if after.starts_on < before.ends_on {
                promise.broken(|| {
                    format!("{member} has a term until day {} and one from day {}", before.ends_on, after.starts_on)
                });
            }
        }
    }
    promise.outcome()
}

fn points_add_up(books: &Books, answers: &Answers) -> Option<Broken> {
    let mut promise = Promise::new("points are entered once, add up, and never fall below zero without a reversal");
    let mut balances: BTreeMap<&str, i64> = BTreeMap::new();
    let mut seen = HashSet::new();
    for entry in &books.points {
        let balance = balances.entry(&entry.member).or_default();
        *balance += i64::from(entry.delta);
        if *balance < 0 && entry.delta < 0 && entry.reason != REVERSAL {
            promise.broken(|| format!("{} had {balance} points after {}", entry.member, entry.reference));
        }
        if !seen.insert((&entry.member, entry.reason, &entry.reference)) {
            promise.broken(|| format!("{} has {} twice", entry.member, entry.reference));
        }
    }
    for (id, member) in &books.members {
        let (has, sum) = (i64::from(member.points), balances.get(id.as_str()).copied().unwrap_or(0));
        let left = books.lots.get(id).copied().unwrap_or(0);
        if has != sum || left != has.max(0) {
            promise.broken(|| format!("{id} has {has} points, {sum} by the entries and {left} by the lots"));
        }
    }
    let told = tally(answers.points.iter().cloned());
    let kept =
        tally(books.points.iter().filter(|entry| [SPENT, ADJUSTED].contains(&entry.reason)).map(|entry| Moved {
            member: entry.member.clone(),
            reason: entry.reason,
            delta: entry.delta,
        }));
    for moved in told.keys().chain(kept.keys()).collect::<HashSet<_>>() {
        let (said, has) = (told.get(moved).unwrap_or(&0), kept.get(moved).unwrap_or(&0));
        if said != has {
            promise.broken(|| {
                format!("{} was told {said} times of {} points, and has that {has} times", moved.member, moved.delta)
            });
        }
    }
    promise.outcome()
}

fn counts_exact(books: &Books) -> Option<Broken> {
    let mut promise =
        Promise::new("the folded counts are those of a plain count, own and below, and nothing is unfolded");
    if books.unfolded > 0 {
        promise.broken(|| format!("{} differences are not folded", books.unfolded));
    }
    let mut plain: HashMap<Kind, (i64, i64)> = HashMap::new();
    for member in books.members.values().filter(|member| !member.is_merged && member.standing != ERASED) {
        plain.entry((member.home, member.tier, member.standing)).or_default().0 += 1;
        // By the parents, not by the closure that the counts were folded over. A loop must not hold the check up.
        let path = std::iter::successors(Some(member.home), |chapter| books.parents.get(chapter).copied().flatten());
        for chapter in path.take(64) {
            plain.entry((chapter, member.tier, member.standing)).or_default().1 += 1;
        }
    }
    for kind in plain.keys().chain(books.counts.keys()).collect::<HashSet<_>>() {
        let of = |counts: &HashMap<Kind, (i64, i64)>| counts.get(kind).copied().unwrap_or_default();
        let (counted, folded) = (of(&plain), of(&books.counts));
        if counted != folded {
            let (chapter, tier, standing) = kind;
            promise.broken(|| {
                format!(
                    "chapter {chapter}, tier {tier}, standing {standing}: {counted:?} by counting, {folded:?} folded"
                )
            });
        }
    }
    promise.outcome()
}

#[cfg(test)]
#[path = "checks_tests.rs"]
mod tests;
