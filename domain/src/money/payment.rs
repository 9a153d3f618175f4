//! A payment, and what a provider's callback about one comes to.

use super::{Arrival, Fen, Order};
use crate::kernel::words::words;
use crate::kernel::{Code, Violation};

words! {
    /// How money comes in.
    PaymentMethod {
        /// Through a payment provider, who tells of it by a callback.
        Provider = 1 "PROVIDER",
        /// In cash at a chapter; recorded by staff.
        Cash = 2 "CASH",
        /// By bank transfer to headquarters; recorded by staff.
        Transfer = 3 "TRANSFER",
    }

    /// Where a payment stands.
    PaymentState {
        /// Handed to the provider.
        Started = 1 "STARTED",
        /// It has paid its order.
        Succeeded = 2 "SUCCEEDED",
        /// The provider reports that nothing was paid.
        Failed = 3 "FAILED",
        /// It came for an order that was paid before, and goes back in full.
        Surplus = 4 "SURPLUS",
        /// A surplus that has gone back.
        Returned = 5 "RETURNED",
        /// The provider names another amount than the order: it is in suspense until finance has looked into it.
        Mismatched = 6 "MISMATCHED",
        /// A payment of a wrong amount that has gone back.
        SentBack = 7 "SENT_BACK",
    }

    /// What a provider says of a payment.
    ProviderOutcome {
        Paid = 1 "PAID",
        Failed = 2 "FAILED",
    }

    /// What a callback comes to.
    CallbackVerdict {
        /// It pays the order: book it.
        Apply = 1 "APPLY",
        /// It was booked before: answer that all is well, and book nothing.
        Repeat = 2 "REPEAT",
        /// It names another amount than the order or than itself the last time: it pays nothing, and is kept for finance.
        WrongAmount = 3 "WRONG_AMOUNT",
        /// There is no such order.
        UnknownOrder = 4 "UNKNOWN_ORDER",
        /// It pays an order that was paid before: book it, and give all of it back.
        Surplus = 5 "SURPLUS",
        /// The provider reports that nothing was paid.
        Declined = 6 "DECLINED",
    }
}

/// What a provider reports, once its signature has been checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Callback {
    pub amount: Fen,
    pub outcome: ProviderOutcome,
}

/// A payment that is on record under the provider's own reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownPayment {
    pub state: PaymentState,
    pub amount: Fen,
    /// Whether finance has asked for a wrong amount to go back.
    pub is_going_back: bool,
}

/// What a callback comes to, given the order it names and what is on record under its reference. Callbacks come late,
/// repeatedly and in any order; whatever comes, an order is paid once and no money is lost sight of.
#[must_use]
pub fn judge_callback(order: Option<&Order>, known: Option<KnownPayment>, callback: Callback) -> CallbackVerdict {
    let Some(order) = order else { return CallbackVerdict::UnknownOrder };
    let is_booked = |known: &KnownPayment| {
        matches!(known.state, PaymentState::Succeeded | PaymentState::Surplus | PaymentState::Returned)
    };
    // What has gone back, or is about to, pays nothing any more: whatever is told of it is for finance.
    if known.is_some_and(|known| known.state == PaymentState::SentBack || known.is_going_back) {
        return CallbackVerdict::WrongAmount;
    }
    match (known.filter(is_booked), callback.outcome) {
        // A report of failure that comes after the money was booked was overtaken on its way.
        (Some(_), ProviderOutcome::Failed) => CallbackVerdict::Repeat,
        (Some(booked), ProviderOutcome::Paid) if booked.amount == callback.amount => CallbackVerdict::Repeat,
        (Some(_), ProviderOutcome::Paid) => CallbackVerdict::WrongAmount,
        (None, ProviderOutcome::Failed) => CallbackVerdict::Declined,
        (None, ProviderOutcome::Paid) if callback.amount != order.amount => CallbackVerdict::WrongAmount,
        (None, ProviderOutcome::Paid) => match order.arrival() {
            Arrival::Pays => CallbackVerdict::Apply,
            Arrival::Surplus => CallbackVerdict::Surplus,
        },
    }
}

impl CallbackVerdict {
    /// Whether money is booked.
    #[must_use]
    pub const fn books(self) -> bool {
        matches!(self, Self::Apply | Self::Surplus)
    }

    /// The state of the payment afterwards; `None` leaves it (or its absence) as it is.
    #[must_use]
    pub const fn state(self) -> Option<PaymentState> {
        match self {
            Self::Apply => Some(PaymentState::Succeeded),
            Self::Surplus => Some(PaymentState::Surplus),
            Self::Declined => Some(PaymentState::Failed),
            Self::WrongAmount => Some(PaymentState::Mismatched),
            Self::Repeat | Self::UnknownOrder => None,
        }
    }

    /// What the provider, or the staff who recorded the payment, is told where nothing can be booked.
    ///
    /// # Errors
    /// `MoneyOrderUnknown` or `MoneyAmountMismatch`.
    pub fn check(self) -> Result<Self, Violation> {
        match self {
            Self::UnknownOrder => Err(Violation::new(Code::MoneyOrderUnknown, "order", "there is no such order")),
            Self::WrongAmount => Err(Violation::new(
                Code::MoneyAmountMismatch,
                "amount",
                "the amount is not that of the order: it pays nothing, and finance will look into it",
            )),
            Self::Apply | Self::Repeat | Self::Surplus | Self::Declined => Ok(self),
        }
    }
}

impl PaymentState {
    /// Whether a payment may go from this state to `next`. A success may follow a reported failure; what is booked stays so.
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        match self {
            Self::Started => matches!(next, Self::Succeeded | Self::Failed | Self::Surplus | Self::Mismatched),
            Self::Failed => matches!(next, Self::Succeeded | Self::Surplus | Self::Mismatched),
            Self::Mismatched => matches!(next, Self::Succeeded | Self::Surplus | Self::Mismatched | Self::SentBack),
            Self::Surplus => matches!(next, Self::Returned),
            Self::Succeeded | Self::Returned | Self::SentBack => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::from_micros;
    use crate::money::{OrderKind, OrderState};
    use CallbackVerdict as V;
    use PaymentState as S;

    fn order(state: OrderState) -> Order {
        let opened = Order::open(OrderKind::Purchase, Fen(36_500), from_micros(0)).unwrap();
        Order { state, ..opened }
    }

    const fn known(state: S) -> KnownPayment {
        KnownPayment { state, amount: Fen(36_500), is_going_back: false }
    }

    const fn going_back() -> KnownPayment {
        KnownPayment { state: S::Mismatched, amount: Fen(36_500), is_going_back: true }
    }

    const PAID: Callback = Callback { amount: Fen(36_500), outcome: ProviderOutcome::Paid };
    const SHORT: Callback = Callback { amount: Fen(1), outcome: ProviderOutcome::Paid };
    const FAILED: Callback = Callback { amount: Fen(36_500), outcome: ProviderOutcome::Failed };

    #[test]
    fn every_callback_has_a_verdict() {
        use OrderState as O;
        let cases = [
            (O::Open, None, PAID, V::Apply),
            (O::Open, Some(known(S::Started)), PAID, V::Apply),
            (O::Open, Some(known(S::Failed)), PAID, V::Apply),
            (O::Expired, Some(known(S::Started)), PAID, V::Apply),
            (O::Cancelled, None, PAID, V::Apply),
            (O::Paid, Some(known(S::Succeeded)), PAID, V::Repeat),
            (O::Refunded, Some(known(S::Succeeded)), PAID, V::Repeat),
            (O::Paid, Some(known(S::Surplus)), PAID, V::Repeat),
            (O::Paid, Some(known(S::Returned)), PAID, V::Repeat),
            (O::Paid, Some(known(S::Succeeded)), FAILED, V::Repeat),
            (O::Paid, Some(known(S::Started)), PAID, V::Surplus),
            (O::Paid, None, PAID, V::Surplus),
            (O::Refunded, None, PAID, V::Surplus),
            (O::Open, Some(known(S::Started)), SHORT, V::WrongAmount),
            (O::Paid, Some(known(S::Succeeded)), SHORT, V::WrongAmount),
            (O::Paid, None, SHORT, V::WrongAmount),
            (O::Open, Some(known(S::Started)), FAILED, V::Declined),
            (O::Open, Some(known(S::Mismatched)), PAID, V::Apply),
            (O::Open, Some(going_back()), PAID, V::WrongAmount),
            (O::Open, Some(known(S::SentBack)), PAID, V::WrongAmount),
        ];
        for (state, known, callback, verdict) in cases {
            assert_eq!(judge_callback(Some(&order(state)), known, callback), verdict, "{state} {known:?} {callback:?}");
        }
        assert_eq!(judge_callback(None, Some(known(S::Started)), PAID), V::UnknownOrder);
    }

    #[test]
    fn a_verdict_says_what_is_booked_and_what_is_refused() {
        let code = |verdict: V| verdict.check().map_err(|violation| violation.code);
        assert_eq!(code(V::UnknownOrder), Err(Code::MoneyOrderUnknown));
        assert_eq!(code(V::WrongAmount), Err(Code::MoneyAmountMismatch));
        for verdict in [V::Apply, V::Repeat, V::Surplus, V::Declined] {
            assert_eq!(code(verdict), Ok(verdict));
            assert_eq!(verdict.books(), matches!(verdict.state(), Some(S::Succeeded | S::Surplus)));
        }
    }

    #[test]
    fn every_transition_of_a_payment() {
        let table = [
            (S::Started, vec![S::Succeeded, S::Failed, S::Surplus, S::Mismatched]),
            (S::Succeeded, vec![]),
            (S::Failed, vec![S::Succeeded, S::Surplus, S::Mismatched]),
            (S::Surplus, vec![S::Returned]),
            (S::Returned, vec![]),
            (S::Mismatched, vec![S::Succeeded, S::Surplus, S::Mismatched, S::SentBack]),
            (S::SentBack, vec![]),
        ];
        assert_eq!(table.len(), S::ALL.len());
        for (from, to) in table {
            for next in S::ALL {
                assert_eq!(from.may_become(next), to.contains(&next), "{from} to {next}");
            }
        }
    }
}
