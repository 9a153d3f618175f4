//! Closed lists of words: a state, a kind, a rule.

/// Declares an enum whose members have a number in the store and a word in the data and the API. One list for both, so that
/// neither can be forgotten when a member is added. Numbers are never used again.
macro_rules! words {
    ($( $(#[$doc:meta])* $name:ident { $( $(#[$member_doc:meta])* $member:ident = $rank:literal $word:literal, )+ } )+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub enum $name {
                $( $(#[$member_doc])* $member, )+
            }

            impl $name {
                /// All of them, in the order of the list.
                pub const ALL: &'static [Self] = &[$( Self::$member, )+];

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

            impl serde::Serialize for $name {
                fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.serialize_str(self.as_str())
                }
            }
        )+
    };
}

pub(crate) use words;
