//! The promises about money, each checked over the books and the log of answers: our own second opinion beside
//! `flotilla doctor --ledger`.

use std::collections::{HashMap, HashSet};

use super::answers::{Answers, Told};
use super::books::{Account, Books, Entry, Order, Payment, Refund};
use super::checks::tally;
use crate::drill::promise::{Broken, Promise};

/// Ranks of a payment's state.
const SUCCEEDED: i16 = 2;
const SURPLUS: i16 = 4;
const RETURNED: i16 = 5;
const MISMATCHED: i16 = 6;
const SENT_BACK: i16 = 7;
/// Ranks of a refund's state.
const DECIDED: i16 = 2;
const PAID: i16 = 3;
const WITHDRAWN: i16 = 4;
/// Ranks of an order's state.
const REFUNDED: i16 = 5;
/// Ranks of commissions that are not owed yet.
const NOT_OWED: [i16; 2] = [1, 2];
const REVERSED: i16 = 5;
/// Ranks of entries.
const PAYMENT_RECEIVED: i16 = 1;
const COMMISSION_FREED: i16 = 2;
const REFUND_DECIDED: i16 = 3;
const REFUND_PAID: i16 = 4;
const SURPLUS_RECEIVED: i16 = 5;
const SURPLUS_RETURNED: i16 = 6;
const SUSPENSE_RECEIVED: i16 = 13;
const SUSPENSE_RETURNED: i16 = 14;
const SUSPENSE_CORRECTED: i16 = 15;
/// Ranks of accounts.
const REVENUE: i16 = 10;
const ACCRUED: i16 = 20;
const PAYABLE: i16 = 21;
const REFUND_PAYABLE: i16 = 40;
const SURPLUS_PAYABLE: i16 = 41;
const SUSPENSE: i16 = 42;
/// Ranks of ways to pay; by cash the money lies with the order's home.
const CASH: i16 = 2;
/// What a notice came to, as the database ranks it.
const VERDICTS: [&str; 6] = ["APPLY", "REPEAT", "WRONG_AMOUNT", "UNKNOWN_ORDER", "SURPLUS", "DECLINED"];
const HEADQUARTERS: &str = "headquarters";

pub(super) fn check(books: &Books, answers: &Answers) -> [Option<Broken>; 6] {
    [
        paid_once(books, answers),
        notices_taken(books, answers),
        entries_once(books),
        splits_add_up(books),
        balances_agree(books),
        refunds_in_bounds(books),
    ]
}

fn is_booked(payment: &Payment) -> bool {
    [SUCCEEDED, SURPLUS, RETURNED].contains(&payment.state)
}

fn paid_once(books: &Books, answers: &Answers) -> Option<Broken> {
    let mut promise = Promise::new("an order is paid once, and brings one term if it is paid");
    let succeeded = books.payments.iter().filter(|payment| payment.state == SUCCEEDED);
    let paid = tally(succeeded.clone().map(|payment| &payment.order));
    let terms = tally(books.terms.iter().filter_map(|term| term.order.as_ref()));
    for (id, order) in &books.orders {
        let (payments, brought) = (paid.get(id).copied().unwrap_or(0), terms.get(id).copied().unwrap_or(0));
        let expected = usize::from(order.is_paid);
        if payments != expected || brought != expected {
            promise.broken(|| format!("{id} has {payments} payments and {brought} terms; paid: {}", order.is_paid));
        }
    }
    for payment in succeeded {
        if books.orders.get(&payment.order).is_none_or(|order| order.price != payment.amount) {
            promise.broken(|| {
                format!("{} pays {} of {}, which is not its price", payment.id, payment.amount, payment.order)
            });
        }
    }
    for order in &answers.cash {
        let found = |payment: &&Payment| payment.order == *order && payment.method == CASH && is_booked(payment);
        if books.payments.iter().filter(found).count() != 1 {
            promise.broken(|| format!("the cash for {order} was taken, and is not there once"));
        }
    }
    promise.outcome()
}

fn notices_taken(books: &Books, answers: &Answers) -> Option<Broken> {
    let mut promise = Promise::new("every notice counts once, for what it says, and only the provider's");
    let payments: HashMap<&str, &Payment> =
        books.payments.iter().map(|payment| (payment.id.as_str(), payment)).collect();
    let mut booked: HashMap<&str, usize> = HashMap::new();
    for told in &answers.notices {
        if let Err(case) = as_it_says(books, payments.get(told.notice.reference.as_str()).copied(), told) {
            promise.broken(|| format!("notice {} of {}: {case}", told.notice.id, told.notice.reference));
        }
        if told.verdict.as_ref().is_ok_and(|verdict| verdict == "APPLY" || verdict == "SURPLUS") {
            *booked.entry(&told.notice.reference).or_default() += 1;
        }
    }
    for (reference, times) in booked.into_iter().filter(|(_, times)| *times > 1) {
        promise.broken(|| format!("{reference} was booked {times} times by what the provider was answered"));
    }
    // Money that nobody told us of must not be there.
    let paid: HashSet<&str> = answers
        .notices
        .iter()
        .filter(|told| told.notice.is_paid && !told.notice.is_forged)
        .map(|told| told.notice.reference.as_str())
        .collect();
    for payment in books.payments.iter().filter(|payment| payment.method == 1 && is_booked(payment)) {
        if !paid.contains(payment.id.as_str()) {
            promise.broken(|| format!("{} is booked, and the provider never said so", payment.id));
        }
    }
    promise.outcome()
}

/// Whether a notice was answered, kept and booked as what it says.
fn as_it_says(books: &Books, payment: Option<&Payment>, told: &Told) -> Result<(), String> {
    let Told { notice, verdict } = told;
    let kept = books.notices.get(&notice.id);
    if notice.is_forged {
        return match (verdict, kept) {
            (Err(401), None) => Ok(()),
            _ => Err(format!("it was forged, and answered {verdict:?} and kept as {kept:?}")),
        };
    }
    let Ok(verdict) = verdict else { return Err(format!("it was refused: {verdict:?}")) };
    let kept = kept.and_then(|rank| VERDICTS.get(usize::try_from(*rank - 1).ok()?));
    // Whoever hears that it came before may be the one who sent it before and was not answered.
    if kept.is_none() || (verdict != "REPEAT" && kept != Some(&verdict.as_str())) {
        return Err(format!("it was answered {verdict}, and kept as {kept:?}"));
    }
    let Some(payment) = payment else {
        return if kept == Some(&"UNKNOWN_ORDER") {
            Ok(())
        } else {
            Err(format!("nobody awaits it, and it is {kept:?}"))
        };
    };
    let is_right = notice.is_paid && notice.amount == payment.amount;
    let allowed: &[&str] = match (notice.is_paid, is_right) {
        // What goes back pays nothing any more, whatever is told of it.
        _ if payment.is_going_back => &["WRONG_AMOUNT", "DECLINED"],
        (true, true) => &["APPLY", "SURPLUS", "REPEAT"],
        (true, false) => &["WRONG_AMOUNT"],
        (false, _) => &["DECLINED", "REPEAT"],
    };
    if !kept.is_some_and(|kept| allowed.contains(kept)) {
        return Err(format!("{} fen, paid: {}, and it is {kept:?}", notice.amount, notice.is_paid));
    }
    if is_right && !is_booked(payment) && !payment.is_going_back {
        return Err(format!("it says that it was paid, and it is not booked: state {}", payment.state));
    }
    Ok(())
}

fn entries_once(books: &Books) -> Option<Broken> {
    let mut promise =
        Promise::new("the ledger has one entry for each payment, refund and freed commission, and no other");
    let kept = tally(books.entries.iter().map(|entry| (entry.kind, entry.reference.as_str())));
    let mut expected: HashSet<(i16, &str)> = HashSet::new();
    for payment in &books.payments {
        let kinds: &[i16] = match payment.state {
            SUCCEEDED => &[PAYMENT_RECEIVED],
            SURPLUS => &[SURPLUS_RECEIVED],
            RETURNED => &[SURPLUS_RECEIVED, SURPLUS_RETURNED],
            _ => &[],
        };
        let odd: &[i16] = match (payment.suspense, payment.state) {
            (None, _) => &[],
            (Some(_), MISMATCHED) => &[SUSPENSE_RECEIVED],
            (Some(_), SENT_BACK) => &[SUSPENSE_RECEIVED, SUSPENSE_RETURNED],
            (Some(_), _) => &[SUSPENSE_RECEIVED, SUSPENSE_CORRECTED],
        };
        expected.extend(kinds.iter().chain(odd).map(|kind| (*kind, payment.id.as_str())));
    }
    for refund in &books.refunds {
        let kinds: &[i16] = match refund.state {
            DECIDED => &[REFUND_DECIDED],
            PAID => &[REFUND_DECIDED, REFUND_PAID],
            _ => &[],
        };
        expected.extend(kinds.iter().map(|kind| (*kind, refund.id.as_str())));
    }
    for commission in &books.commissions {
        let freed = (COMMISSION_FREED, commission.id.as_str());
        // One that was taken back entirely may have been owed before.
        let is_owed = !NOT_OWED.contains(&commission.state) && commission.state != REVERSED;
        if is_owed || (commission.state == REVERSED && kept.contains_key(&freed)) {
            expected.insert(freed);
        }
    }
    for (entry, times) in &kept {
        if *times > 1 || !expected.contains(entry) {
            promise.broken(|| format!("{times} entries of kind {} about {}", entry.0, entry.1));
        }
    }
    for (kind, about) in expected.into_iter().filter(|entry| !kept.contains_key(entry)) {
        promise.broken(|| format!("no entry of kind {kind} about {about}"));
    }
    promise.outcome()
}

fn splits_add_up(books: &Books) -> Option<Broken> {
    let mut promise = Promise::new("the parts of every paid order add up to its price");
    let mut by_order: HashMap<&str, i64> = HashMap::new();
    for commission in &books.commissions {
        *by_order.entry(&commission.order).or_default() += commission.amount;
    }
    let entries: HashMap<&str, &Entry> = books
        .entries
        .iter()
        .filter(|entry| entry.kind == PAYMENT_RECEIVED)
        .map(|entry| (entry.reference.as_str(), entry))
        .collect();
    for payment in books.payments.iter().filter(|payment| payment.state == SUCCEEDED) {
        let Some(entry) = entries.get(payment.id.as_str()) else { continue };
        let sum = |pick: &dyn Fn(i16) -> bool| -> i64 {
            entry.transfers.iter().filter(|(_, credit, _)| pick(credit.0)).map(|(.., amount)| amount).sum()
        };
        let (all, headquarters) = (sum(&|_| true), sum(&|kind| kind == REVENUE));
        let shares = by_order.get(payment.order.as_str()).copied().unwrap_or(0);
        if all != payment.amount || headquarters + shares != payment.amount {
            promise.broken(|| {
                format!(
                    "{} is {}: {all} in its entry, {headquarters} and {shares} in parts",
                    payment.order, payment.amount
                )
            });
        }
    }
    promise.outcome()
}

fn balances_agree(books: &Books) -> Option<Broken> {
    let mut promise =
        Promise::new("every account holds the sum of its transfers, and what the orders, refunds and commissions say");
    let mut folded: HashMap<Account, i64> = HashMap::new();
    for (debit, credit, amount) in books.entries.iter().flat_map(|entry| &entry.transfers) {
        *folded.entry(debit.clone()).or_default() += amount;
        *folded.entry(credit.clone()).or_default() -= amount;
    }
    let said = by_business(books);
    let all: HashSet<&Account> = folded.keys().chain(books.balances.keys()).chain(said.keys()).collect();
    for account in all {
        let of = |balances: &HashMap<Account, i64>| balances.get(account).copied().unwrap_or(0);
        let (by_fold, by_sum, by_rows) = (of(&folded), of(&books.balances), of(&said));
        if by_fold != by_sum || by_fold != by_rows {
            promise.broken(|| {
                let (kind, owner) = account;
                format!("account {kind} of {owner}: {by_fold} by entries, {by_sum} by SQL, {by_rows} by the rows")
            });
        }
    }
    if books.balances.values().sum::<i64>() != 0 {
        promise.broken(|| "the balances do not add up to nothing".to_owned());
    }
    promise.outcome()
}

/// What each account must hold, debits less credits, by everything but the ledger.
fn by_business(books: &Books) -> HashMap<Account, i64> {
    let mut said: HashMap<Account, i64> = HashMap::new();
    let mut add = |kind: i16, owner: &str, amount: i64| *said.entry((kind, owner.to_owned())).or_default() += amount;
    let nobody = Order::default();
    let order_of = |id: &str| books.orders.get(id).unwrap_or(&nobody);
    // The kind of account in which money lies is ranked as the way in which it came.
    let owner = |method: i16, order: &Order| {
        if method == CASH { format!("chap_{}", order.home) } else { HEADQUARTERS.to_owned() }
    };
    for payment in books.payments.iter().filter(|payment| payment.state == MISMATCHED) {
        let (order, odd) = (order_of(&payment.order), payment.suspense.unwrap_or(0));
        add(payment.method, &owner(payment.method, order), odd);
        add(SUSPENSE, &order.member, -odd);
    }
    for payment in books.payments.iter().filter(|payment| is_booked(payment)) {
        let order = order_of(&payment.order);
        if payment.state != RETURNED {
            add(payment.method, &owner(payment.method, order), payment.amount);
        }
        match payment.state {
            SUCCEEDED => add(REVENUE, HEADQUARTERS, -payment.amount),
            SURPLUS => add(SURPLUS_PAYABLE, &order.member, -payment.amount),
            _ => {}
        }
    }
    for commission in &books.commissions {
        let open = commission.amount - commission.reversed;
        let kind = if NOT_OWED.contains(&commission.state) { ACCRUED } else { PAYABLE };
        add(kind, &commission.payee, -open);
        add(REVENUE, HEADQUARTERS, open);
    }
    let methods: HashMap<&str, i16> =
        books.payments.iter().map(|payment| (payment.id.as_str(), payment.method)).collect();
    for refund in books.refunds.iter().filter(|refund| [DECIDED, PAID].contains(&refund.state)) {
        let order = order_of(&refund.order);
        add(REVENUE, HEADQUARTERS, refund.amount);
        if refund.state == DECIDED {
            add(REFUND_PAYABLE, &order.member, -refund.amount);
        } else {
            let method = methods.get(refund.payment.as_str()).copied().unwrap_or_default();
            add(method, &owner(method, order), -refund.amount);
        }
    }
    said
}

fn refunds_in_bounds(books: &Books) -> Option<Broken> {
    let mut promise = Promise::new("refunds never exceed what was paid, and take commissions back with them");
    let mut by_order: HashMap<&str, i64> = HashMap::new();
    for Refund { order, amount, .. } in books.refunds.iter().filter(|refund| refund.state != WITHDRAWN) {
        *by_order.entry(order).or_default() += amount;
    }
    for (id, back) in by_order {
        let paid: i64 = books
            .payments
            .iter()
            .filter(|payment| payment.order == id && payment.state == SUCCEEDED)
            .map(|payment| payment.amount)
            .sum();
        if back > paid {
            promise.broken(|| format!("{back} go back of {id}, of which {paid} were paid"));
        }
    }
    for (id, order) in books.orders.iter().filter(|(_, order)| order.state == REFUNDED) {
        let open: i64 = books
            .commissions
            .iter()
            .filter(|commission| commission.order == *id)
            .map(|commission| commission.amount - commission.reversed)
            .sum();
        if open != 0 {
            promise.broken(|| format!("{id} of {} was refunded, and {open} of its commissions stand", order.member));
        }
    }
    promise.outcome()
}
