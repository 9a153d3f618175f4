//! An order: what a member buys, and what became of it.

use chrono::TimeDelta;

use super::Fen;
use crate::kernel::words::words;
use crate::kernel::{Code, Timestamp, Violation};

/// How long an order waits for its payment. Ours: as long as the providers keep a payment page open.
pub const ORDER_OPEN_FOR: TimeDelta = TimeDelta::minutes(30);

words! {
    /// What an order is for.
    OrderKind {
        /// The first term of a tier.
        Purchase = 1 "PURCHASE",
        /// A further term of the same tier, which begins where the last one ends.
        Renewal = 2 "RENEWAL",
        /// A higher tier, less the credit for the days left of the old one.
        Upgrade = 3 "UPGRADE",
    }

    /// Where an order stands.
    OrderState {
        /// Waits for its payment.
        Open = 1 "OPEN",
        Paid = 2 "PAID",
        /// A refund was asked for and has not left the house.
        Refunding = 3 "REFUNDING",
        PartlyRefunded = 4 "PARTLY_REFUNDED",
        Refunded = 5 "REFUNDED",
        /// Called off by the buyer or by staff before it was paid.
        Cancelled = 6 "CANCELLED",
        /// Not paid in time.
        Expired = 7 "EXPIRED",
    }
}

/// What a payment that has arrived is to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Arrival {
    /// It pays the order.
    Pays,
    /// The order was paid before: all of it goes back.
    Surplus,
}

/// What the rules need to know of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    pub kind: OrderKind,
    pub state: OrderState,
    /// What is to be paid.
    pub amount: Fen,
    /// What has gone back to the buyer; at most `amount`.
    pub refunded: Fen,
    /// When it expires, if it is still open.
    pub open_until: Timestamp,
}

impl Order {
    /// A new order, open for [`ORDER_OPEN_FOR`].
    ///
    /// # Errors
    /// `MoneyAmountInvalid` for a price of nothing.
    pub fn open(kind: OrderKind, amount: Fen, now: Timestamp) -> Result<Self, Violation> {
        let amount = amount.check_input("amount")?;
        Ok(Self { kind, state: OrderState::Open, amount, refunded: Fen::ZERO, open_until: now + ORDER_OPEN_FOR })
    }

    /// What a payment of the right amount is to this order. One that comes late still pays it: the money is here, and the
    /// buyer has done their part. A second one pays nothing.
    #[must_use]
    pub const fn arrival(&self) -> Arrival {
        match self.state {
            OrderState::Open | OrderState::Cancelled | OrderState::Expired => Arrival::Pays,
            OrderState::Paid | OrderState::Refunding | OrderState::PartlyRefunded | OrderState::Refunded => {
                Arrival::Surplus
            }
        }
    }

    /// The order after its payment.
    ///
    /// # Errors
    /// `MoneyOrderState` where the payment is a surplus: see [`Order::arrival`].
    pub fn pay(self) -> Result<Self, Violation> {
        match self.arrival() {
            Arrival::Pays => Ok(Self { state: OrderState::Paid, ..self }),
            Arrival::Surplus => Err(self.refused("it has been paid already, so this payment goes back in full")),
        }
    }

    /// The order after the buyer, or staff, called it off.
    ///
    /// # Errors
    /// `MoneyOrderState` unless it is open.
    pub fn cancel(self) -> Result<Self, Violation> {
        match self.state {
            OrderState::Open => Ok(Self { state: OrderState::Cancelled, ..self }),
            _ => {
                Err(self.refused("only an order that waits for its payment can be cancelled; ask for a refund instead"))
            }
        }
    }

    /// The order after its time, if it still waits for its payment then.
    #[must_use]
    pub fn expire(self, now: Timestamp) -> Option<Self> {
        let is_over = self.state == OrderState::Open && self.open_until <= now;
        is_over.then_some(Self { state: OrderState::Expired, ..self })
    }

    /// What can still go back to the buyer.
    ///
    /// # Errors
    /// `MoneyAmountInvalid` for amounts that no order has.
    pub fn refundable(&self) -> Result<Fen, Violation> {
        match self.state {
            OrderState::Open | OrderState::Cancelled | OrderState::Expired => Ok(Fen::ZERO),
            _ => self.amount.minus(self.refunded),
        }
    }

    /// The order after a refund of `amount` was asked for.
    ///
    /// # Errors
    /// `MoneyOrderState` if it was not paid, was refunded in full, or has a refund on its way; `MoneyAmountInvalid` for more
    /// than is left.
    pub fn begin_refund(self, amount: Fen) -> Result<Self, Violation> {
        if !matches!(self.state, OrderState::Paid | OrderState::PartlyRefunded) {
            return Err(self.refused("there is no payment that could be refunded, or it is being refunded"));
        }
        self.check_refund(amount)?;
        Ok(Self { state: OrderState::Refunding, ..self })
    }

    /// The order after the buyer changed their mind.
    ///
    /// # Errors
    /// `MoneyOrderState` unless a refund is on its way.
    pub fn withdraw_refund(self) -> Result<Self, Violation> {
        if self.state != OrderState::Refunding {
            return Err(self.refused("no refund is on its way"));
        }
        Ok(Self { state: self.state_by_refunds(), ..self })
    }

    /// The order after a refund of `amount` was paid.
    ///
    /// # Errors
    /// `MoneyOrderState` unless a refund is on its way; `MoneyAmountInvalid` for more than is left.
    pub fn settle_refund(self, amount: Fen) -> Result<Self, Violation> {
        if self.state != OrderState::Refunding {
            return Err(self.refused("no refund is on its way"));
        }
        self.check_refund(amount)?;
        let settled = Self { refunded: self.refunded.plus(amount)?, ..self };
        Ok(Self { state: settled.state_by_refunds(), ..settled })
    }

    fn check_refund(&self, amount: Fen) -> Result<(), Violation> {
        let left = self.refundable()?;
        if amount > Fen::ZERO && amount <= left {
            return Ok(());
        }
        let message = format!("{amount} cannot be refunded: {left} of the {} that were paid are left", self.amount);
        Err(Violation::new(Code::MoneyAmountInvalid, "amount", message))
    }

    /// Where a paid order stands by what has gone back.
    fn state_by_refunds(&self) -> OrderState {
        if self.refunded >= self.amount {
            OrderState::Refunded
        } else if self.refunded > Fen::ZERO {
            OrderState::PartlyRefunded
        } else {
            OrderState::Paid
        }
    }

    fn refused(&self, why: &str) -> Violation {
        Violation::new(Code::MoneyOrderState, "", format!("the order is {}: {why}", self.state))
    }
}

#[cfg(test)]
mod tests;
