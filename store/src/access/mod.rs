//! Rows of the context `access`.
