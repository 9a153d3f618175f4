use super::*;
use crate::kernel::{ChapterId, MemberId, from_micros};
use crate::money::{Commission, Holding, PayeeKind, Promoter, SplitRule, Territory, split, withhold};
use AccountKind as A;

const CHAPTER: ChapterId = ChapterId(7);
const TO: Owner = Owner::Chapter(CHAPTER);

fn member(n: u128) -> MemberId {
    MemberId(uuid::Uuid::from_u128(n))
}

fn account(kind: AccountKind) -> AccountRef {
    let owners = [Owner::Headquarters, TO, Owner::Member(member(1))];
    let owner = owners.into_iter().find(|owner| kind.may_belong_to(*owner)).expect("an owner");
    AccountRef { kind, owner }
}

fn transfer(debit: AccountKind, credit: AccountKind, amount: i64) -> Transfer {
    Transfer { debit: account(debit), credit: account(credit), amount: Fen(amount) }
}

/// A sale of 365.00 in the chapter's territory, and its commission.
fn sale() -> (Entry, Commission) {
    let rule = SplitRule::first(chrono::NaiveDate::MIN);
    let split = split(&rule, Fen(36_500), Territory::Chapter(CHAPTER), Some(Promoter { member: member(2) })).unwrap();
    let commission = Commission::accrue(split.chapter.unwrap(), split.price, from_micros(0));
    (Entry::payment_received(Tender::Provider, &split).unwrap(), commission)
}

#[test]
fn an_entry_moves_something_between_two_accounts_that_exist() {
    let of = |transfers| Entry::new(EntryKind::PaymentReceived, transfers).map_err(|violation| violation.code);
    let odd = AccountRef::headquarters(A::ChapterPayable);
    let refused = [
        vec![],
        vec![transfer(A::ProviderMoney, A::HqRevenue, 0)],
        vec![transfer(A::ProviderMoney, A::HqRevenue, -1)],
        vec![transfer(A::HqRevenue, A::HqRevenue, 1)],
        vec![transfer(A::ProviderMoney, A::HqRevenue, 1), transfer(A::HqRevenue, A::HqRevenue, 1)],
        vec![Transfer { debit: account(A::ProviderMoney), credit: odd, amount: Fen(1) }],
    ];
    for transfers in refused {
        assert_eq!(of(transfers.clone()), Err(Code::MoneyAmountInvalid), "{transfers:?}");
    }
    assert_eq!(of(vec![transfer(A::ProviderMoney, A::HqRevenue, 1)]).unwrap().transfers().len(), 1);
}

#[test]
fn every_kind_of_account_has_one_kind_of_owner() {
    for kind in A::ALL {
        let owners = [Owner::Headquarters, TO, Owner::Member(member(1))];
        assert_eq!(owners.into_iter().filter(|owner| kind.may_belong_to(*owner)).count(), 1, "{kind}");
        assert_eq!(A::of_rank(kind.rank()), Some(kind));
    }
    assert_eq!(account(A::ChapterPayable).to_string(), "CHAPTER_PAYABLE of chap_7");
}

#[test]
fn a_sale_that_is_refunded_after_its_payout_is_netted() {
    let (payment, commission) = sale();
    let freed = Entry::commission_freed(TO, commission.amount).unwrap();
    let pay = withhold(PayeeKind::Company, commission.amount).unwrap();
    let payout = Entry::payout_made(TO, pay).unwrap();
    let paid = Commission { state: crate::money::CommissionState::Paid, ..commission };
    let reversal = paid.reverse(Fen(36_500)).unwrap();
    let decided = Entry::refund_decided(member(1), Fen(36_500), &[reversal]).unwrap();
    let refund = Entry::refund_paid(member(1), Tender::Provider, Fen(36_500)).unwrap();
    let history = [payment, freed, payout, decided, refund];

    let held = |n: usize, kind| Balances::of(&history[..n]).unwrap().held(account(kind)).unwrap();
    assert_eq!([held(1, A::ProviderMoney), held(1, A::HqRevenue)], [Fen(36_500), Fen(23_725)]);
    assert_eq!([held(1, A::ChapterAccrued), held(2, A::ChapterAccrued)], [Fen(12_775), Fen(0)]);
    assert_eq!([held(2, A::ChapterPayable), held(3, A::ChapterPayable)], [Fen(12_775), Fen(0)]);
    assert_eq!([held(4, A::ChapterPayable), held(4, A::RefundPayable)], [Fen(-12_775), Fen(36_500)]);
    assert_eq!([held(5, A::RefundPayable), held(5, A::ProviderMoney), held(5, A::HqRevenue)], [Fen(0); 3]);

    let balances = Balances::of(&history).unwrap();
    assert_eq!(balances.trial(), Ok(Fen::ZERO));
    assert_eq!(prove_balances(&balances, &balances), Ok(vec![]));
    assert_eq!(prove_overdrafts(&balances), Ok(vec![]));
    assert_eq!(prove_order(&history, Fen(36_500), Fen(36_500)), Ok(vec![]));
}

#[test]
fn every_event_proves_itself() {
    let (payment, commission) = sale();
    let reversal = commission.reverse(Fen(100)).unwrap();
    let taxed = withhold(PayeeKind::Individual, Fen(100_000)).unwrap();
    let fen = Fen(100);
    let entries = [
        (payment, Fen(36_500)),
        (Entry::commission_freed(TO, fen).unwrap(), fen),
        (Entry::refund_decided(member(1), fen, &[reversal]).unwrap(), fen),
        (Entry::refund_paid(member(1), Tender::Cash(CHAPTER), fen).unwrap(), fen),
        (Entry::surplus_received(member(1), Tender::Provider, fen).unwrap(), fen),
        (Entry::surplus_returned(member(1), Tender::Provider, fen).unwrap(), fen),
        (Entry::payout_made(Owner::Member(member(1)), taxed).unwrap(), taxed.gross),
        (Entry::tax_remitted(fen).unwrap(), fen),
        (Entry::clawed_back(TO, fen).unwrap(), fen),
        (Entry::share_moved(CHAPTER, ChapterId(8), Holding::Payable, fen).unwrap(), fen),
        (Entry::cash_remitted(CHAPTER, fen).unwrap(), fen),
        (Entry::cash_netted(CHAPTER, fen).unwrap(), fen),
        (Entry::suspense_received(member(1), Tender::Provider, fen).unwrap(), fen),
        (Entry::suspense_returned(member(1), Tender::Provider, fen).unwrap(), fen),
        (Entry::suspense_corrected(member(1), Tender::Provider, fen).unwrap(), fen),
        (Entry::dispute_granted(CHAPTER, fen).unwrap(), fen),
    ];
    let kinds: Vec<EntryKind> = entries.iter().map(|(entry, _)| entry.kind()).collect();
    assert_eq!(kinds, EntryKind::ALL);
    for (entry, amount) in &entries {
        assert_eq!(prove_entry(entry, *amount), Ok(vec![]), "{}", entry.kind());
        let off = prove_entry(entry, amount.plus(Fen(1)).unwrap()).unwrap();
        assert!(matches!(off[..], [Fault::EntryAmount { .. }]), "{off:?}");
    }
    for amount in [Fen::ZERO, Fen(-1)] {
        assert_eq!(Entry::refund_decided(member(1), amount, &[]).unwrap_err().code, Code::MoneyAmountInvalid);
        assert_eq!(Entry::commission_freed(TO, amount).unwrap_err().code, Code::MoneyAmountInvalid);
    }
    let headquarters = Entry::commission_freed(Owner::Headquarters, fen).unwrap_err();
    assert_eq!(headquarters.code, Code::MoneySplitInvalid);
    assert!(Entry::share_moved(CHAPTER, CHAPTER, Holding::Payable, fen).is_err());
}

#[test]
fn what_is_wrong_is_found_and_named() {
    let (payment, _) = sale();
    let summed = Balances::of([&payment]).unwrap();
    let forged: Balances = summed
        .iter()
        .map(|(at, raw)| (at, if at.kind == A::ChapterAccrued { raw.plus(Fen(5)).unwrap() } else { raw }))
        .collect();
    let faults = prove_balances(&forged, &summed).unwrap();
    assert!(matches!(faults[..], [Fault::TrialBalance(Fen(5)), Fault::Balance { .. }]), "{faults:?}");
    let told = faults.iter().map(Fault::to_string).collect::<Vec<_>>();
    assert_eq!(told[1], "CHAPTER_ACCRUED of chap_7: -127.70 on record, but the transfers sum to -127.75");

    let early = Entry::refund_paid(member(1), Tender::Provider, Fen(1)).unwrap();
    let faults = prove_overdrafts(&Balances::of([&early]).unwrap()).unwrap();
    assert!(matches!(faults[..], [Fault::Overdraft { held: Fen(-1), .. }]), "{faults:?}");

    let odd = Entry::new(EntryKind::TaxRemitted, vec![transfer(A::HqRevenue, A::BankPaidOut, 9)]).unwrap();
    assert!(matches!(prove_entry(&odd, Fen(9)).unwrap()[..], [Fault::EntryAccount { .. }]));

    let faults = prove_order([&payment], Fen(36_500), Fen(1)).unwrap();
    assert_eq!(faults, [Fault::OrderMoney { expected: Fen(36_499), found: Fen(36_500) }]);
}
