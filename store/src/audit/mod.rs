//! Rows of the context `audit`.
