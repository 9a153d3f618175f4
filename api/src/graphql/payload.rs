//! What mutations answer: the result, or the rules that were broken.

/// Defines payload types: the named result, which is null if a rule was broken, and `userErrors`.
macro_rules! payloads {
    ($( $(#[$about:meta])* $payload:ident { $(#[$said:meta])* $result:ident: $kind:ty } )+) => { $(
        $(#[$about])*
        #[derive(async_graphql::SimpleObject)]
        pub(crate) struct $payload {
            $(#[$said])*
            $result: Option<$kind>,
            /// The rules that the input breaks; empty if the mutation was done.
            user_errors: Vec<$crate::graphql::user_error::UserError>,
        }

        impl From<Option<$kind>> for $payload {
            fn from(done: Option<$kind>) -> Self {
                Self { $result: done, user_errors: Vec::new() }
            }
        }

        impl From<$kind> for $payload {
            fn from(done: $kind) -> Self {
                Self { $result: Some(done), user_errors: Vec::new() }
            }
        }

        impl From<$crate::graphql::user_error::Broken> for $payload {
            fn from(user_errors: $crate::graphql::user_error::Broken) -> Self {
                Self { $result: None, user_errors }
            }
        }
    )+ };
}

pub(crate) use payloads;
