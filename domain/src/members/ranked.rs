//! Closed lists of words: each has a rank in the store and a word in the data and the API.

/// Declares such a list. Ranks are for ever: a word may be added, never renumbered.
macro_rules! ranked {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$doc:meta])* $variant:ident = ($rank:literal, $word:literal), )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $( $(#[$doc])* #[serde(rename = $word)] $variant, )+
        }

        impl $name {
            /// All of them, by rank.
            pub const ALL: [Self; [$( $rank ),+].len()] = [$( Self::$variant ),+];

            /// As the store keeps it, from 1.
            #[must_use]
            pub const fn rank(self) -> i16 {
                match self {
                    $( Self::$variant => $rank, )+
                }
            }

            /// The one with this rank.
            #[must_use]
            pub const fn of_rank(rank: i16) -> Option<Self> {
                match rank {
                    $( $rank => Some(Self::$variant), )+
                    _ => None,
                }
            }

            /// The word in the data and the API.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $( Self::$variant => $word, )+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

pub(super) use ranked;

#[cfg(test)]
mod tests {
    use crate::members::{
        CardKind, CardState, HomeSource, JoinedBy, PointsReason, Purpose, Standing, TermSource, TierKind,
    };

    #[test]
    fn ranks_and_words_go_there_and_back() {
        macro_rules! check {
            ($($name:ident),+) => { $(
                for (at, one) in (1_i16..).zip($name::ALL) {
                    assert_eq!((one.rank(), $name::of_rank(at)), (at, Some(one)), "{one}");
                    assert_eq!(serde_json::to_value(one).unwrap(), one.as_str());
                    assert!(one.as_str().bytes().all(|b| b.is_ascii_uppercase() || b == b'_'), "{one}");
                }
                assert_eq!($name::of_rank(0), None);
                assert_eq!($name::of_rank(i16::try_from($name::ALL.len()).unwrap() + 1), None);
            )+ };
        }
        check!(JoinedBy, Standing, TermSource, TierKind, CardKind, CardState, PointsReason, Purpose, HomeSource);
    }
}
