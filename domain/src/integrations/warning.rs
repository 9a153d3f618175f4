//! What is odd about a file that can be imported all the same.

use serde::{Deserialize, Serialize};

use crate::kernel::words::words;

words! {
    /// What the first row makes one wonder about.
    WarningCode {
        /// Columns that nobody knows: they are left out.
        ColumnsUnknown = 1 "COLUMNS_UNKNOWN",
        /// A tier, and no day on which it ends.
        TierAlone = 2 "TIER_ALONE",
        /// A day on which a tier ends, and no tier.
        EndsOnAlone = 3 "ENDS_ON_ALONE",
    }
}

/// What a person should know of a file before going on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    pub code: WarningCode,
    /// The columns that it is about, as the file names them: the first [`NAMED`].
    pub columns: Vec<String>,
    /// How many there are in all.
    pub total: usize,
    pub message: String,
}

/// How many columns a warning names.
const NAMED: usize = 10;

impl Warning {
    /// Of columns that nobody knows; none where all are known.
    #[must_use]
    pub fn unknown(columns: &[String]) -> Option<Self> {
        let named: Vec<String> = columns.iter().take(NAMED).cloned().collect();
        let quoted: Vec<String> = named.iter().map(|name| format!("`{name}`")).collect();
        let more = if columns.len() > NAMED { ", …" } else { "" };
        let message = format!("these columns are not known and are left out: {}{more}", quoted.join(", "));
        (!columns.is_empty()).then_some(Self {
            code: WarningCode::ColumnsUnknown,
            columns: named,
            total: columns.len(),
            message,
        })
    }

    /// Of one of two columns that mean something only together; none where both are there, or neither.
    #[must_use]
    pub fn alone(tier: bool, ends_on: bool) -> Option<Self> {
        let (code, alone) = match (tier, ends_on) {
            (true, false) => (WarningCode::TierAlone, "a tier without a day on which it ends"),
            (false, true) => (WarningCode::EndsOnAlone, "a day without a tier that ends on it"),
            _ => return None,
        };
        let message = format!("there is {alone}: rows that have one need the other");
        Some(Self { code, columns: Vec::new(), total: 0, message })
    }
}
