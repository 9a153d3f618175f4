use super::*;
use crate::kernel::from_micros;
use OrderState as S;

fn order(state: S, refunded: i64) -> Order {
    let opened = Order::open(OrderKind::Purchase, Fen(36_500), from_micros(0)).unwrap();
    Order { state, refunded: Fen(refunded), ..opened }
}

fn outcome(result: Result<Order, Violation>) -> Result<S, Code> {
    result.map(|order| order.state).map_err(|violation| violation.code)
}

#[test]
fn every_transition_of_an_order() {
    const NO: Result<S, Code> = Err(Code::MoneyOrderState);
    // From; then paid, cancelled, refund begun, withdrawn, settled with all that is left.
    let table = [
        (S::Open, 0, [Ok(S::Paid), Ok(S::Cancelled), NO, NO, NO]),
        (S::Paid, 0, [NO, NO, Ok(S::Refunding), NO, NO]),
        (S::Refunding, 0, [NO, NO, NO, Ok(S::Paid), Ok(S::Refunded)]),
        (S::Refunding, 500, [NO, NO, NO, Ok(S::PartlyRefunded), Ok(S::Refunded)]),
        (S::PartlyRefunded, 500, [NO, NO, Ok(S::Refunding), NO, NO]),
        (S::Refunded, 36_500, [NO, NO, NO, NO, NO]),
        (S::Cancelled, 0, [Ok(S::Paid), NO, NO, NO, NO]),
        (S::Expired, 0, [Ok(S::Paid), NO, NO, NO, NO]),
    ];
    for (from, refunded, expected) in table {
        let order = order(from, refunded);
        let left = Fen(36_500 - refunded);
        let found = [
            outcome(order.pay()),
            outcome(order.cancel()),
            outcome(order.begin_refund(left)),
            outcome(order.withdraw_refund()),
            outcome(order.settle_refund(left)),
        ];
        assert_eq!(found, expected, "{from} with {refunded} refunded");
    }
}

#[test]
fn an_order_waits_half_an_hour_and_a_late_payment_revives_it() {
    let order = order(S::Open, 0);
    let end = from_micros(0) + TimeDelta::minutes(30);
    assert_eq!(order.expire(end - TimeDelta::microseconds(1)), None);
    let expired = order.expire(end).unwrap();
    assert_eq!(expired.state, S::Expired);
    assert_eq!(expired.arrival(), Arrival::Pays);
    let paid = expired.pay().unwrap();
    assert_eq!((paid.state, paid.arrival(), paid.expire(end)), (S::Paid, Arrival::Surplus, None));
}

#[test]
fn no_more_goes_back_than_was_paid() {
    let refunding = order(S::Refunding, 30_000);
    for amount in [6_501, 0, -1] {
        assert_eq!(outcome(refunding.settle_refund(Fen(amount))), Err(Code::MoneyAmountInvalid));
        assert_eq!(outcome(order(S::Paid, 30_000).begin_refund(Fen(amount))), Err(Code::MoneyAmountInvalid));
    }
    let partly = refunding.settle_refund(Fen(6_499)).unwrap();
    assert_eq!((partly.state, partly.refundable()), (S::PartlyRefunded, Ok(Fen(1))));
    assert_eq!(order(S::Expired, 0).refundable(), Ok(Fen::ZERO));
}

#[test]
fn words_and_ranks_are_one_to_one() {
    for (at, state) in S::ALL.iter().enumerate() {
        assert_eq!(S::of_rank(state.rank()), Some(*state));
        assert!(S::ALL.iter().skip(at + 1).all(|other| other.as_str() != state.as_str()));
    }
    assert_eq!((S::of_rank(0), OrderKind::of_rank(3)), (None, Some(OrderKind::Upgrade)));
    assert_eq!(serde_json::to_string(&S::PartlyRefunded).unwrap(), "\"PARTLY_REFUNDED\"");
}
