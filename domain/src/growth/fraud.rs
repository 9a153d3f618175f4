//! What makes an invitation look made up. Numbers are ours.

use crate::kernel::words::words;

/// More registrations from one address in an hour are looked at by a person.
pub const MAX_REGISTRATIONS_PER_HOUR: u32 = 5;

words! {
    /// One thing that looks wrong.
    FraudFlag {
        /// Inviter and invitee use one device, or another invitee was rewarded on it.
        SameDevice = 1 "SAME_DEVICE",
        /// The invitee's order was paid from the inviter's account, or from one that another reward has come from.
        SamePayer = 2 "SAME_PAYER",
        /// The phone number has registered before.
        SamePhone = 4 "SAME_PHONE",
        /// Too many registrations from one address in an hour: a café, perhaps, or a farm of phones.
        TooManyFromAddress = 8 "TOO_MANY_FROM_ADDRESS",
    }

    /// What the flags come to together.
    Risk {
        Clear = 1 "CLEAR",
        /// A person looks before anything is rewarded.
        Review = 2 "REVIEW",
        /// Not rewarded; the inviter may appeal.
        Reject = 3 "REJECT",
    }
}

/// What is known of an invitee. Only answers to questions: devices, payers, phones and addresses stay where they are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signals {
    pub is_device_known: bool,
    pub is_payer_known: bool,
    pub is_phone_known: bool,
    /// From this address in the last hour, this one included.
    pub registrations_from_address: u32,
}

/// A set of flags, as the store keeps it: the sum of their numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct FraudFlags(i16);

impl FraudFlags {
    /// The flags that the signals raise.
    #[must_use]
    pub fn of(signals: &Signals) -> Self {
        let raised = [
            (signals.is_device_known, FraudFlag::SameDevice),
            (signals.is_payer_known, FraudFlag::SamePayer),
            (signals.is_phone_known, FraudFlag::SamePhone),
            (signals.registrations_from_address > MAX_REGISTRATIONS_PER_HOUR, FraudFlag::TooManyFromAddress),
        ];
        raised.into_iter().filter(|(is_raised, _)| *is_raised).map(|(_, flag)| flag).collect()
    }

    /// As the store keeps it.
    #[must_use]
    pub const fn bits(self) -> i16 {
        self.0
    }

    /// The set with these bits; none if a bit is no flag's.
    #[must_use]
    pub fn of_bits(bits: i16) -> Option<Self> {
        let all = FraudFlag::ALL.iter().fold(0, |sum, flag| sum | flag.rank());
        (bits & !all == 0).then_some(Self(bits))
    }

    #[must_use]
    pub const fn contains(self, flag: FraudFlag) -> bool {
        self.0 & flag.rank() != 0
    }

    /// The flags of both sets.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub fn iter(self) -> impl Iterator<Item = FraudFlag> {
        FraudFlag::ALL.iter().copied().filter(move |flag| self.contains(*flag))
    }

    /// What they come to: an address may be shared by honest people, a device, a payer and a phone are not.
    #[must_use]
    pub fn risk(self) -> Risk {
        match self.iter().find(|flag| *flag != FraudFlag::TooManyFromAddress) {
            Some(_) => Risk::Reject,
            None if self.contains(FraudFlag::TooManyFromAddress) => Risk::Review,
            None => Risk::Clear,
        }
    }
}

impl FromIterator<FraudFlag> for FraudFlags {
    fn from_iter<I: IntoIterator<Item = FraudFlag>>(flags: I) -> Self {
        Self(flags.into_iter().fold(0, |sum, flag| sum | flag.rank()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_signal_raises_its_flag() {
        let none = Signals::default();
        let busy = |n| Signals { registrations_from_address: n, ..none };
        let cases = [
            (none, vec![], Risk::Clear),
            (Signals { is_device_known: true, ..none }, vec![FraudFlag::SameDevice], Risk::Reject),
            (Signals { is_payer_known: true, ..none }, vec![FraudFlag::SamePayer], Risk::Reject),
            (Signals { is_phone_known: true, ..none }, vec![FraudFlag::SamePhone], Risk::Reject),
            (busy(5), vec![], Risk::Clear),
            (busy(6), vec![FraudFlag::TooManyFromAddress], Risk::Review),
            (
                Signals { is_phone_known: true, ..busy(6) },
                vec![FraudFlag::SamePhone, FraudFlag::TooManyFromAddress],
                Risk::Reject,
            ),
        ];
        for (signals, flags, risk) in cases {
            let raised = FraudFlags::of(&signals);
            assert_eq!((raised.iter().collect::<Vec<_>>(), raised.risk()), (flags, risk), "{signals:?}");
            assert_eq!(FraudFlags::of_bits(raised.bits()), Some(raised));
        }
        assert_eq!(FraudFlags::of_bits(16), None);
        let both = FraudFlags::of(&busy(6)).union([FraudFlag::SamePayer].into_iter().collect());
        assert_eq!((both.bits(), both.risk()), (10, Risk::Reject));
    }
}
