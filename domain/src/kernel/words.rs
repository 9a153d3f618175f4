//! Closed lists of words: a state, a kind, a rule.

/// Declares enums whose members have a number in the store and a word in the data and the API. One list for both, so that
/// neither can be forgotten when a member is added. Numbers start from 1 and are never used again.
macro_rules! words {
    ($( $(#[$doc:meta])* $name:ident { $( $(#[$member_doc:meta])* $member:ident = $rank:literal $word:literal, )+ } )+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
            pub enum $name {
                $( $(#[$member_doc])* #[serde(rename = $word)] $member, )+
            }

            impl $name {
                /// All of them, in the order of the list.
                pub const ALL: [Self; [$( $rank ),+].len()] = [$( Self::$member ),+];

                /// As the store keeps it.
                #[must_use]
                pub const fn rank(self) -> i16 {
                    match self { $( Self::$member => $rank, )+ }
                }

                /// The one with this rank.
                #[must_use]
                pub const fn of_rank(rank: i16) -> Option<Self> {
                    match rank {
                        $( $rank => Some(Self::$member), )+
                        _ => None,
                    }
                }

                /// The word in the data and the API.
                #[must_use]
                pub const fn as_str(self) -> &'static str {
                    match self { $( Self::$member => $word, )+ }
                }
            }

            impl std::fmt::Display for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str(self.as_str())
                }
            }
        )+
    };
}

pub(crate) use words;

#[cfg(test)]
mod tests {
    use crate::{growth, integrations, members, money};

    #[test]
    fn ranks_and_words_go_there_and_back() {
        macro_rules! check {
            ($($name:path),+ $(,)?) => { $( {
                use $name as Words;
                let mut words = std::collections::BTreeSet::new();
                for one in Words::ALL {
                    assert_eq!(Words::of_rank(one.rank()), Some(one), "{one}");
                    assert_eq!(serde_json::to_value(one).unwrap(), one.as_str());
                    assert!(one.as_str().bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_'), "{one}");
                    assert!(words.insert(one.as_str()), "{one} stands there twice");
                }
                assert_eq!(Words::of_rank(0), None);
            } )+ };
        }
        check!(
            growth::CreditKind,
            growth::FraudFlag,
            growth::ReferralChannel,
            growth::ReferralState,
            integrations::Column,
            integrations::ImportEncoding,
            integrations::ImportFailure,
            integrations::ImportFormat,
            integrations::ImportState,
            integrations::RowFault,
            integrations::WarningCode,
            members::CardKind,
            members::CardState,
            members::HomeSource,
            members::JoinedBy,
            members::PointsReason,
            members::Purpose,
            members::Standing,
            members::TermSource,
            members::TierKind,
            money::AccountKind,
            money::CallbackVerdict,
            money::CommissionState,
            money::EntryKind,
            money::OrderKind,
            money::OrderState,
            money::PaymentMethod,
            money::PaymentState,
            money::RefundRule,
            money::RefundState,
        );
    }
}
